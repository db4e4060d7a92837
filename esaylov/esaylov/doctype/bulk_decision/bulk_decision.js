// The form shows, asks and calls an endpoint; what is lawful is the server's to say.
frappe.ui.form.on("Bulk Decision", {
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showRun(frm));
	},
});
