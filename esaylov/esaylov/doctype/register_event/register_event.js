frappe.ui.form.on("Register Event", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showValuesBefore(frm)),
});
