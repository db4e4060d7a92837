frappe.ui.form.on("Public Page", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => esaylov.permissions.desk.showText(frm)),
});
