frappe.ui.form.on("Legal Act", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showText(frm)),
});
