const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** Let the file buttons of a rendered appeal show their file in place. */
export function bindViewer($matter) {
	$matter.find("[data-view]").on("click", (event) => {
		const { view, kind, title } = event.currentTarget.dataset;
		openFile(encodeURI(view), kind, title);
	});
}

/** Show a PDF or a picture in a dialogue; the address is the framework's own, which asks who may read the file. */
function openFile(url, kind, title) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "extra-large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
	});
	const link = `<p><a href="${text(url)}" target="_blank" rel="noopener">${__("Open in a new tab")}</a></p>`;
	dialog
		.get_field("body")
		.$wrapper.html(`<div class="esaylov-viewer">${shown(url, kind, title)}${link}</div>`);
	dialog.show();
}

function shown(url, kind, title) {
	if (kind === "application/pdf") return `<iframe src="${text(url)}" title="${text(title)}"></iframe>`;
	if (kind.startsWith("image/")) return `<img src="${text(url)}" alt="${text(title)}">`;
	return `<p>${__("This kind of file is not shown here.")}</p>`;
}
