// The second person's yes or no; who may say it is the server's.
function step(frm, label, method, fields) {
	const run = (values) =>
		window.esaylov.desk.act(frm, `configuration.${method}`, { change: frm.doc.name, ...values });
	frm.add_custom_button(label, () => (fields.length ? frappe.prompt(fields, run, label) : run({})));
}

frappe.ui.form.on("Configuration Change", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status !== "Proposed") return;
		const note = { fieldname: "note", fieldtype: "Small Text", label: __("Reason") };
		frappe.require("esaylov.bundle.js", () => {
			if (frm.doc.proposed_by !== frappe.session.user) step(frm, __("Confirm"), "confirm", []);
			step(frm, __("Decline"), "decline", [note]);
		});
	},
});
