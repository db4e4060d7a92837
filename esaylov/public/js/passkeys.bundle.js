/** The page of one's own logins: add a passkey, and confirm with one. Without script or without passkeys the page says so. */
import { answer, ask, isKnown, make } from "./passkeys/webauthn.js";

const box = document.querySelector("[data-passkeys]");

async function run(step) {
	const problem = box.querySelector("[data-problem]");
	problem.hidden = true;
	try {
		await step();
		window.location.href = window.location.pathname;
	} catch (refusal) {
		problem.textContent = refusal.code ? refusal.message : box.dataset.refused;
		problem.hidden = false;
		const confirmation = box.querySelector("[data-confirmation]");
		if (refusal.code === "second_factor_needed" && confirmation) confirmation.hidden = false;
	}
}

function start() {
	const token = box.dataset.token;
	box.querySelector("[data-add]").addEventListener("submit", (event) => {
		event.preventDefault();
		const title = new FormData(event.target).get("title");
		run(async () => {
			const { options } = await ask("add_options", {}, token);
			await ask("add", { title, credential: await make(options) }, token);
		});
	});
	box.querySelector("[data-by-passkey]")?.addEventListener("click", () =>
		run(async () => {
			const { options } = await ask("confirm_options", {}, token);
			await ask("confirm", { credential: await answer(options) }, token);
		}),
	);
	box.querySelector("[data-by-code]")?.addEventListener("submit", (event) => {
		event.preventDefault();
		const code = new FormData(event.target).get("code");
		run(() => ask("confirm", { code }, token));
	});
}

if (box && isKnown()) {
	box.classList.remove("no-passkeys");
	start();
}
