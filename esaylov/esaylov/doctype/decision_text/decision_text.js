const showServed = (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showServed(frm));

frappe.ui.form.on("Decision Text", {
	refresh(frm) {
		frm.add_custom_button(__("Preview"), () => preview(frm));
		showServed(frm);
	},
	scope: showServed,
	scope_key: showServed,
});

/** The text over made-up people, as it stands in the form, saved or not. */
async function preview(frm) {
	const { message } = await frappe.call({
		method: "esaylov.api.decisions.sample_text",
		args: { values: frm.doc },
	});
	const page = (text) =>
		`<pre style="white-space: pre-wrap; font: inherit; color: var(--text-color)">${frappe.utils.escape_html(text)}</pre>`;
	const dialog = new frappe.ui.Dialog({
		title: __("Preview"),
		size: "large",
		fields: [
			{ fieldtype: "HTML", fieldname: "uz", options: page(message.text_uz) },
			{ fieldtype: "Section Break" },
			{ fieldtype: "HTML", fieldname: "ru", options: page(message.text_ru) },
		],
	});
	dialog.show();
}
