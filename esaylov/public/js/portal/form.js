/** A draft saves itself; fields appear and go by the answers of others. The server holds the same rules. */

const QUIET = 1200; // ms without typing before a draft is saved
const TICK = 20000; // ms between two updates of "saved … ago"

/** Saves the typed answers while the page stays; files go up with the page's own submit. */
export function autosave(form) {
	const line = form.querySelector("[data-saved-line]");
	let timer = null;
	let savedAt = null;

	form.addEventListener("input", (event) => {
		if (event.target.type === "file") return;
		clearTimeout(timer);
		timer = setTimeout(save, QUIET);
	});
	form.addEventListener("change", (event) => {
		if (event.target.type === "file" && event.target.files.length)
			form.requestSubmit(form.querySelector("button[value=save]"));
	});
	form.addEventListener("submit", () => clearTimeout(timer));
	setInterval(() => savedAt && show(), TICK);

	async function save() {
		line.textContent = form.dataset.saving;
		const body = new FormData(form);
		for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
		body.set("action", "save");
		try {
			const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } });
			if (!answer.ok) throw new Error(answer.status);
			savedAt = Date.now();
			show();
		} catch {
			line.textContent = form.dataset.unsaved;
		}
	}

	function show() {
		const minutes = Math.floor((Date.now() - savedAt) / 60000);
		line.textContent = minutes ? form.dataset.savedAgo.replace("{n}", minutes) : form.dataset.saved;
	}
}

/** Fields with a condition: the grammar is that of the form's definition (field equals/in, all, any, not). */
export function conditions(form) {
	const fields = [...form.querySelectorAll("[data-shown-if]")];
	if (!fields.length) return;
	const apply = () => {
		for (const field of fields) field.hidden = !holds(JSON.parse(field.dataset.shownIf), form);
	};
	form.addEventListener("change", apply);
	apply();
}

function holds(condition, form) {
	if (condition.all) return condition.all.every((part) => holds(part, form));
	if (condition.any) return condition.any.some((part) => holds(part, form));
	if (condition.not) return !holds(condition.not, form);
	const value = typed(condition.field, form);
	return "in" in condition ? condition.in.includes(value) : value === condition.equals;
}

function typed(name, form) {
	const value = new FormData(form).get(`a.${name}`);
	if (value === "yes") return true;
	if (value === "no") return false;
	return value;
}
