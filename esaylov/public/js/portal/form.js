/** A draft saves itself; fields appear and go by the answers of others. The server holds the same rules. */

const QUIET = 1500; // ms without typing before a draft is saved
const LONGEST = 8000; // ms of typing without a pause before it is saved all the same
const [FIRST_TRY, LAST_TRY] = [2000, 60000]; // ms until a save that met no service is tried again; each time twice as long
const AWAY = [502, 503, 504]; // what a server says that cannot serve at the moment
const PAUSE = 250; // ms without typing before a list is searched
const LARGEST_BEACON = 60000; // bytes that a browser still sends for a page that is being left

/** Saves the typed answers while the page stays and when it is left; files go up with the page's own submit. */
export function autosave(form) {
	const line = form.querySelector("[data-saved-line]");
	const version = form.elements.version;
	let timer = null;
	let firstChange = 0;
	let isChanged = false;
	let isOutdated = false;
	let isFailing = false;
	let isAway = false; // no service answers: what is typed stays in the page and is sent again until one does
	let pause = 0;
	let isAsked = false; // a button was pressed, and a save runs before the page goes
	let isGoing = false;
	let saving = null;

	form.addEventListener("input", (event) => {
		if (event.target.type === "file" || event.target.type === "search") return;
		isChanged = true;
		if (isAway) return; // the next try takes it along
		firstChange = firstChange || Date.now();
		clearTimeout(timer);
		timer = setTimeout(save, Math.max(0, Math.min(QUIET, firstChange + LONGEST - Date.now())));
	});
	form.addEventListener("change", (event) => {
		if (event.target.type === "file" && event.target.files.length)
			form.requestSubmit(form.querySelector("button[value=save]"));
	});
	form.addEventListener("submit", async (event) => {
		if (isGoing) return;
		clearTimeout(timer);
		if (saving || isChanged) {
			// the page's own submit carries the version that a save gives, and leaves the page only while a service answers
			event.preventDefault();
			if (isAsked) return;
			isAsked = true;
			const button = event.submitter;
			await save();
			isAsked = false;
			if (isAway) return;
			isGoing = true;
			form.requestSubmit(button);
			isGoing = false;
		}
		isChanged = false;
	});
	window.addEventListener("online", () => isAway && save());
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "hidden" && isChanged && !saving) leave();
	});
	window.addEventListener("beforeunload", (event) => {
		// a page that cannot be saved while it goes must not go unasked
		if (isChanged && (isFailing || size() >= LARGEST_BEACON)) event.preventDefault();
	});

	function typed() {
		const body = new FormData(form);
		for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
		body.set("action", "save");
		return body;
	}

	function save(options = {}) {
		if (saving) return saving.then(() => isChanged && save());
		saving = send(options).finally(() => (saving = null));
		return saving;
	}

	async function send(options) {
		if (isOutdated) return;
		clearTimeout(timer);
		isChanged = false;
		firstChange = 0;
		line.textContent = form.dataset.saving;
		try {
			const answer = await answered(options);
			const found = await answer.json();
			if (!answer.ok) {
				isOutdated = Boolean(found.is_outdated);
				throw new Error(found.problem || "");
			}
			version.value = found.version;
			line.textContent = form.dataset.saved.replace("{at}", found.saved_at.slice(11, 16));
			line.classList.remove("saved-not");
			isFailing = isAway = false;
			pause = 0;
		} catch (problem) {
			isChanged = isFailing = true;
			isAway = problem.name === "Away";
			line.textContent = isAway
				? form.dataset.waiting
				: problem.name === "Error" && problem.message
					? problem.message
					: form.dataset.unsaved;
			line.classList.add("saved-not");
			if (isAway) again();
		}
	}

	/** The answer of the server; an error named Away where none was there to answer. */
	async function answered(options) {
		const answer = await fetch(form.getAttribute("action"), {
			method: "POST",
			body: typed(),
			headers: { "X-Requested-With": "XMLHttpRequest" },
			...options,
		}).catch(() => null);
		if (!answer || AWAY.includes(answer.status)) throw Object.assign(new Error(), { name: "Away" });
		return answer;
	}

	/** Tries later and later, and not everybody at the same moment. */
	function again() {
		pause = Math.min(LAST_TRY, pause ? pause * 2 : FIRST_TRY);
		timer = setTimeout(save, pause * (0.75 + Math.random() / 2));
	}

	function leave() {
		save(size() < LARGEST_BEACON ? { keepalive: true } : {});
	}

	function size() {
		return [...typed()].reduce((sum, [name, value]) => sum + name.length + value.length + 120, 0);
	}
}

/** Fields with a condition: the grammar is that of the form's definition (field equals/in, all, any, not). */
export function conditions(form) {
	const shown = [...form.querySelectorAll("[data-shown-if]")];
	const required = [...form.querySelectorAll("[data-required-if]")];
	if (!shown.length && !required.length) return;
	const apply = () => {
		// a field may be hidden by another that is hidden itself
		for (let turn = 0; turn <= shown.length && hideUnasked(form, shown); turn++);
		const answers = asked(form);
		for (const field of required)
			require(field, holds(JSON.parse(field.dataset.requiredIf), answers, field.dataset.level));
	};
	form.addEventListener("change", apply);
	apply();
}

/** Shows and hides by the answers of now; whether anything changed. */
function hideUnasked(form, fields) {
	const answers = asked(form);
	let isChanged = false;
	for (const field of fields) {
		const is = holds(JSON.parse(field.dataset.shownIf), answers, field.dataset.level);
		isChanged = isChanged || field.hidden === is;
		field.hidden = !is;
	}
	return isChanged;
}

/** Values by the names of the form's fields; a field that is hidden or not answered has none, but it is there. */
function asked(form) {
	const values = new Map();
	for (const control of form.elements)
		if (control.name && !values.has(control.name)) values.set(control.name, null);
	for (const control of form.elements) {
		const isChosen = control.type !== "radio" || control.checked;
		if (control.name && isChosen && !control.closest("[data-shown-if][hidden]"))
			values.set(control.name, control.value);
	}
	return values;
}

function require(field, is) {
	const mark = field.querySelector("[data-optional]");
	if (mark) mark.hidden = is;
	const control = field.querySelector("input:not([type=hidden]), select, textarea");
	if (control && is) control.setAttribute("aria-required", "true");
	else control?.removeAttribute("aria-required");
}

function holds(condition, answers, level) {
	if (condition.all) return condition.all.every((part) => holds(part, answers, level));
	if (condition.any) return condition.any.some((part) => holds(part, answers, level));
	if (condition.not) return !holds(condition.not, answers, level);
	const value = nearest(condition.field, answers, level);
	return "in" in condition ? condition.in.some((one) => same(value, one)) : same(value, condition.equals);
}

/** The nearest level that has a field of the name is meant, answered or not: `a.persons.0.`, then `a.`. */
function nearest(name, answers, level) {
	for (let around = level; ; around = around.replace(/[^.]+\.(\d+\.)?$/, "")) {
		if (answers.has(around + name) || around.split(".").length <= 2) return answers.get(around + name);
	}
}

/** What a form posts is text; the definition has numbers and truth values. */
function same(posted, value) {
	if (typeof value === "boolean") return posted === (value ? "yes" : "no");
	return posted === String(value);
}

/** A long list is searched while one types, without leaving the page; the field keeps what is chosen until another is. */
export function linkSearch(box) {
	const form = box.closest("form");
	const words = box.querySelector("input[type=search]");
	const select = box.parentElement.querySelector("select");
	const line = box.querySelector("[role=status]");
	let asked = 0;
	let timer = null;

	words.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(find, PAUSE);
	});
	words.addEventListener("keydown", (event) => event.key === "Enter" && choose(event));
	box.querySelector("button").addEventListener("click", choose);

	/** Enter and the button mean: take what was found, or show it if there is more than one. */
	async function choose(event) {
		event.preventDefault();
		clearTimeout(timer);
		const found = await find();
		if (!found?.length) return;
		if (found.length > 1) return select.focus();
		select.value = found[0].value;
		select.dispatchEvent(new Event("input", { bubbles: true }));
		select.dispatchEvent(new Event("change", { bubbles: true }));
	}

	async function find() {
		const turn = ++asked;
		const address = form.getAttribute("action").replace(/form$/, "links");
		const query = new URLSearchParams({ find: box.dataset.search, words: words.value });
		const answer = await fetch(`${address}?${query}`, {
			headers: { "X-Requested-With": "XMLHttpRequest" },
		}).catch(() => null);
		if (!answer?.ok || turn !== asked) return null;
		const found = await answer.json();
		for (const option of [...select.options]) if (option.value && !option.selected) option.remove();
		for (const { value, title } of found.options)
			if (![...select.options].some((option) => option.value === value)) select.add(new Option(title, value));
		line.textContent = found.line;
		return found.options;
	}
}

/** A finding's link leads into a row that is folded: it unfolds. */
export function unfold() {
	const open = () => {
		const target =
			location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (!target || target.matches("main")) return; // the skip link stays what it is
		for (let row = target.closest("details"); row; row = row.parentElement.closest("details"))
			row.open = true;
		const control = target.matches("input, select, textarea, button")
			? target
			: target.querySelector("input:not([type=hidden]), select, textarea");
		target.scrollIntoView();
		control?.focus({ preventScroll: true });
	};
	addEventListener("hashchange", open);
	open();
}
