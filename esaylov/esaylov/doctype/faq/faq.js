frappe.ui.form.on("FAQ", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => esaylov.permissions.desk.showText(frm)),
});
