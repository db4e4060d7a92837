/** Signs the shown bytes with the chosen key file, then posts the signature. The file and its password stay here. */

export function signing(form) {
	const loaded = performance.now();
	const problem = document.querySelector("[data-sign-problem]");
	const button = form.querySelector("button[type=submit]");
	const label = button.textContent;

	form.addEventListener("submit", async (event) => {
		if (form.elements.signature.value) return; // signed: let it go
		event.preventDefault();
		if (button.getAttribute("aria-disabled") === "true") return;
		busy(true);
		try {
			form.elements.signature.value = await signature();
			form.querySelector("#p12-password").value = "";
			form.requestSubmit(button);
		} catch (cause) {
			busy(false);
			tell(cause.code || "unsupported");
		}
	});

	const box = form.querySelector("[data-eimzo]");
	if (box) eimzo(box);

	/** The keys of the E-IMZO program, and a signature by the chosen one. */
	function eimzo(box) {
		const [list, sign] = [box.querySelector("[data-eimzo-list]"), box.querySelector("[data-eimzo-sign]")];
		const [choice, select] = [box.querySelector("[data-eimzo-choice]"), box.querySelector("select")];
		const site = (form.dataset.programKeys || "").split(" ").filter(Boolean);
		let found = [];
		box.hidden = false;
		list.addEventListener("click", () =>
			attempt(async () => {
				problem.hidden = true;
				found = await window.esaylovSign.eimzo.keys(site);
				select.replaceChildren(...found.map((key, place) => new Option(shown(key), place)));
				choice.hidden = sign.hidden = false;
				if (found.every((key) => key.kind === "baik")) throw refusal("eimzo_no_keys");
				select.focus();
			}),
		);
		sign.addEventListener("click", () =>
			attempt(async () => {
				const content = form.querySelector("[data-payload]").value;
				form.elements.signature.value = await window.esaylovSign.eimzo.sign(
					content,
					found[select.value],
					site,
				);
				form.requestSubmit(button);
			}),
		);
	}

	/** What a key of E-IMZO is called: its holder, what it is, how long it holds. */
	function shown({ kind, holder, until, ended }) {
		const day = until.split("-").reverse().join(".");
		const words = [holder, form.dataset[`kind${kind[0].toUpperCase()}${kind.slice(1)}`]];
		if (until) words.push(form.dataset[ended ? "keyEnded" : "keyUntil"].replace("@", day));
		return words.filter(Boolean).join(" · ");
	}

	async function attempt(step) {
		try {
			await ready();
			await step();
		} catch (cause) {
			tell(cause.code || "eimzo_failed", cause.reason);
		}
	}

	async function signature() {
		const file = form.querySelector("#p12").files[0];
		if (!file) throw refusal("no_file");
		await ready();
		if (!window.crypto?.subtle) throw refusal("no_crypto");
		return window.esaylovSign({
			p12: await file.arrayBuffer(),
			password: form.querySelector("#p12-password").value,
			content: bytes(form.querySelector("[data-payload]").value),
			// the server's clock: that of a phone may be wrong by years
			at: new Date(Date.parse(form.dataset.now) + performance.now() - loaded),
		});
	}

	function busy(is) {
		button.setAttribute("aria-disabled", is);
		button.textContent = is ? button.dataset.busy : label;
	}

	/** reason: the program's own words, where we have none for them. */
	function tell(code, reason = "") {
		const key = code.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
		problem.querySelector("[data-sign-message]").textContent = [
			form.dataset[key] || form.dataset.unsupported,
			reason && `E-IMZO: ${reason}`,
		]
			.filter(Boolean)
			.join(" ");
		problem.querySelector("a").href = code === "wrong_password" ? "#p12-password" : "#p12";
		problem.hidden = false;
		problem.focus();
	}
}

/** What signs is a large file of its own: on a slow line it comes after somebody has pressed the button. */
async function ready() {
	if (!window.esaylovSign && document.readyState !== "complete")
		await new Promise((come) => window.addEventListener("load", come, { once: true }));
	if (!window.esaylovSign) throw refusal("no_crypto");
}

function refusal(code) {
	return Object.assign(new Error(code), { code });
}

function bytes(base64) {
	return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
