/** A draft saves itself; fields appear and go by the answers of others. The server holds the same rules. */
import { answersAsked, meets, typedAnswer, unasked } from "./conditions.js";

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

/** Fields with a condition are shown and hidden, and called required or not, as the answers change. */
export function conditions(form) {
	const shown = conditional(form, "shownIf");
	const required = conditional(form, "requiredIf");
	if (!shown.length && !required.length) return;
	const apply = () => {
		const controls = [...controlsOf(form)];
		const hidden = unasked(shown, controls);
		for (const { key } of shown) key.hidden = hidden.has(key);
		const answers = answersAsked(controls, hidden);
		for (const { key, requiredIf, level } of required) require(key, meets(requiredIf, answers, level));
	};
	form.addEventListener("change", apply);
	apply();
}

function conditional(form, name) {
	const attribute = name.replace("If", "-if");
	return [...form.querySelectorAll(`[data-${attribute}]`)].map((key) => ({
		key,
		[name]: JSON.parse(key.dataset[name]),
		level: key.dataset.level,
	}));
}

/** Every control of the form, and every value that the page shows and nobody types. */
function* controlsOf(form) {
	for (const control of form.elements) {
		if (!control.name) continue;
		const isChosen = control.type === "radio" ? control.checked : control.type !== "file";
		const kind = control.dataset.kind ?? (control.type === "textarea" ? "Long Text" : "");
		const answer = isChosen ? typedAnswer(kind, control.value) : undefined;
		yield { name: control.name, answer, within: around(control) };
	}
	for (const shown of form.querySelectorAll("[data-name]")) {
		const { name, value } = shown.dataset;
		yield { name, answer: value && JSON.parse(value), within: around(shown) };
	}
}

/** The fields with a condition that an element stands in. */
function around(element) {
	const field = element.closest("[data-shown-if]");
	return field ? [field, ...around(field.parentElement)] : [];
}

function require(field, is) {
	const mark = field.querySelector("[data-optional]");
	if (mark) mark.hidden = is;
	const control = field.querySelector("input:not([type=hidden]), select, textarea");
	if (control && is) control.setAttribute("aria-required", "true");
	else control?.removeAttribute("aria-required");
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
