frappe.ui.form.on("Legal Act", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => esaylov.permissions.desk.showText(frm)),
});
