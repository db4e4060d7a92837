// The form shows, asks and calls endpoints; what holds together is the server's to say (public/js/desk/builder).
const builder = () => window.esaylov?.builder;

frappe.ui.form.on("Appeal Type", {
	refresh(frm) {
		frappe.require("builder.bundle.js", () => builder().show(frm));
	},
});

frappe.ui.form.on("Appeal Field", {
	kind(_frm, doctype, name) {
		const row = locals[doctype][name];
		const start = {
			File: { file_kinds: "pdf, jpg, png", maximum_bytes: 5 * 1024 * 1024 },
			Group: { min_rows: 1 },
			Choice: { choices: '[{"value": "first", "label": {"uz": "", "ru": "", "en": ""}}]' },
		}[row.kind];
		for (const [field, value] of Object.entries(start || {})) {
			if (!row[field]) frappe.model.set_value(doctype, name, field, value);
		}
	},
	label_uz(frm, doctype, name) {
		const row = locals[doctype][name];
		if (row.field_name || !row.label_uz) return;
		const taken = frm.doc.form_fields.map((other) => other.field_name).filter(Boolean);
		const proposed = builder()?.proposeName(row.label_uz, taken);
		if (proposed) frappe.model.set_value(doctype, name, "field_name", proposed);
	},
});
