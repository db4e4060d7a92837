import { call } from "./api.js";

const PAGE = "/api/method/esaylov.api.files.page";
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
	const { pages, whole } = await call("files.pages", { file }, "GET");
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

/** What stands in place of a page that the server refused to draw: its number, and what to do. */
export function undrawn(words) {
	return __("{0} cannot be shown here. Download the file to read it.", [words]);
}

function drawn({ target, type }) {
	if (target.tagName !== "IMG") return;
	if (type === "load") return target.classList.remove("esaylov-awaited");
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
	const link = `<p><a href="${text(encodeURI(view))}" download>${__("Download")}</a></p>`;
	const show = (body) =>
		dialog.get_field("body").$wrapper.html(`<div class="esaylov-viewer">${link}${body}</div>`);
	show(`<p role="status">${__("Loading …")}</p>`);
	// what becomes of a picture does not rise to its container
	for (const type of ["load", "error"])
		dialog.get_field("body").$wrapper[0].addEventListener(type, drawn, true);
	dialog.show();
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
