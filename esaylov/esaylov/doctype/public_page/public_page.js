frappe.ui.form.on("Public Page", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showText(frm)),
});
