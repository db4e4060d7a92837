import { Refusal } from "./api.js";

export const PDF = "application/pdf";
const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Let the file buttons of a rendered appeal show their file in place. */
export function bindViewer($matter) {
	$matter.find("[data-view]").on("click", (event) => {
		const { view, kind, title } = event.currentTarget.dataset;
		openFile(encodeURI(view), kind, title);
	});
}

/**
 * An address under which this window may show a PDF: the server sends every file as a download, and whatever is in it is taken for a PDF.
 * Whoever has it revokes it. Throws Refusal.
 */
export async function addressOfPdf(url) {
	const response = await fetch(url, { headers: { Accept: "application/json" } });
	if (!response.ok) {
		const answer = await response.json().catch(() => ({}));
		throw new Refusal(answer.error || { message: __("The server returned an unexpected response.") });
	}
	return URL.createObjectURL(new Blob([await response.blob()], { type: PDF }));
}

/** Show a PDF or a picture in a dialogue; the address is the framework's own, which asks who may read the file. */
async function openFile(url, kind, title) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "extra-large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
	});
	const link = `<p><a href="${text(url)}" download>${__("Download")}</a></p>`;
	const show = (body) =>
		dialog.get_field("body").$wrapper.html(`<div class="esaylov-viewer">${body}${link}</div>`);
	show(kind === PDF ? "" : shown(url, kind, title));
	dialog.show();
	if (kind !== PDF) return;
	try {
		const address = await addressOfPdf(url);
		dialog.onhide = () => URL.revokeObjectURL(address);
		show(shown(address, kind, title));
	} catch (problem) {
		show(`<p class="esaylov-rose" role="alert">${text(problem.message)}</p>`);
	}
}

function shown(url, kind, title) {
	if (kind === PDF) return `<iframe src="${text(url)}" title="${text(title)}"></iframe>`;
	if (kind.startsWith("image/")) return `<img src="${text(url)}" alt="${text(title)}">`;
	return `<p>${__("This kind of file is not shown here.")}</p>`;
}
