import { call } from "./api.js";

const PAGE = "/api/method/esaylov.api.files.page";
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Let the file buttons of a rendered appeal show their file in place. */
export function bindViewer($matter) {
	$matter.find("[data-view]").on("click", (event) => openFile(event.currentTarget.dataset));
}

/**
 * Addresses of the pages of a file as pictures that the server drew: what somebody sent is never opened in this window.
 * None for a kind that is not shown. Throws Refusal.
 */
export async function pagesOf(file) {
	const { pages } = await call("files.pages", { file }, "GET");
	return Array.from({ length: pages }, (_, place) => {
		const asked = new URLSearchParams({ file, number: place + 1 });
		return { url: `${PAGE}?${asked}`, words: __("Page {0} of {1}", [place + 1, pages]) };
	});
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
	dialog.show();
	try {
		show(shown(await pagesOf(file)));
	} catch (problem) {
		show(`<p class="esaylov-rose" role="alert">${text(problem.message)}</p>`);
	}
}

function shown(pages) {
	if (!pages.length) return `<p>${__("This kind of file is not shown here.")}</p>`;
	return pages
		.map(
			({ url, words }) =>
				`<img src="${text(url)}" alt="${text(words)}" title="${text(words)}" loading="lazy">`,
		)
		.join("");
}
