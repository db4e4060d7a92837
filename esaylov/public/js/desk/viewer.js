import { call } from "./api.js";
import { afterPreparation } from "./preparation.js";

const PAGE = "/api/method/esaylov.api.files.page";
/** Loads of one picture after its first: a page that was prepared is there the next time. */
const MOST_RELOADS = 2;
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Let the file buttons of a rendered appeal show their file in place. */
export function bindViewer($matter) {
	$matter.find("[data-view]").on("click", (event) => openFile(event.currentTarget.dataset));
}

/**
 * Pages of a file as pictures that the server drew (`pages`: address and words of each), and what is said where there are more or
 * none (`note`): what somebody sent is never opened in this window. Throws Refusal.
 */
export async function pagesOf(file) {
	const { pages, whole } = await afterPreparation(() => call("files.pages", { file }, "GET"));
	const shown = Array.from({ length: pages }, (_, place) => {
		const asked = new URLSearchParams({ file, number: place + 1 });
		return { url: `${PAGE}?${asked}`, words: __("Page {0} of {1}", [place + 1, whole]) };
	});
	return { pages: shown, note: noteOn(pages, whole) };
}

function noteOn(pages, whole) {
	if (!pages) return __("This kind of file is not shown here.");
	return whole > pages
		? __("The first {0} of {1} pages are shown. Download the file to read the others.", [pages, whole])
		: "";
}

/**
 * Load a page again that the server was still preparing; resolves to false if it refuses the page. The picture then raises its own
 * `load` or `error` again.
 */
export async function reload(image) {
	const address = image.dataset.address || image.getAttribute("src");
	if (Number(image.dataset.reloads || 0) >= MOST_RELOADS) return false;
	const isPrepared = await afterPreparation(async () => {
		const { ok, status } = await fetch(address);
		if (!ok) throw Object.assign(new Error(address), { status });
		return true;
	}).catch(() => false);
	if (!isPrepared) return false;
	image.dataset.address = address;
	image.dataset.reloads = Number(image.dataset.reloads || 0) + 1;
	image.src = `${address}#${image.dataset.reloads}`; // the server does not receive a fragment
	return true;
}

/** What stands in place of a page that the server refused to draw: its number, and what to do. */
export function undrawn(words) {
	return __("{0} cannot be shown here. Download the file to read it.", [words]);
}

async function drawn({ target, type }) {
	if (target.tagName !== "IMG") return;
	if (type === "load") return target.classList.remove("esaylov-awaited");
	if (await reload(target)) return;
	const said = document.createElement("p");
	said.className = "esaylov-rose";
	said.textContent = undrawn(target.alt);
	target.replaceWith(said);
}

/** Show a file in a dialogue, beside the address at which it is itself. */
async function openFile({ view, file, title }) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "extra-large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
	});
	dialog.show();
	await showPages(dialog.get_field("body").$wrapper, { view, file });
}

/** Show the pages of a file in an element, below the address at which it is itself. */
export async function showPages($place, { view, file }) {
	const link = `<p><a href="${text(encodeURI(view))}" download>${__("Download")}</a></p>`;
	const show = (body) => $place.html(`<div class="esaylov-viewer">${link}${body}</div>`);
	show(`<p role="status">${__("Loading …")}</p>`);
	// what becomes of a picture does not rise to its container
	for (const type of ["load", "error"]) $place[0].addEventListener(type, drawn, true);
	try {
		show(shown(await pagesOf(file)));
	} catch (problem) {
		show(`<p class="esaylov-rose" role="alert">${text(problem.message)}</p>`);
	}
}

function shown({ pages, note }) {
	const pictures = pages.map(
		({ url, words }) =>
			`<img class="esaylov-awaited" src="${text(url)}" alt="${text(words)}" title="${text(words)}" loading="lazy">`,
	);
	return `${note ? `<p role="note">${text(note)}</p>` : ""}${pictures.join("")}`;
}
