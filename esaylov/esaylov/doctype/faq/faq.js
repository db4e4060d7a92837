frappe.ui.form.on("FAQ", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showText(frm)),
});
