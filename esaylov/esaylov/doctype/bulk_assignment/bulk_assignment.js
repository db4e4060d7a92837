frappe.ui.form.on("Bulk Assignment", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showRefused(frm)),
});
