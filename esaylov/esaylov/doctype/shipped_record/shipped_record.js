frappe.ui.form.on("Shipped Record", {
	refresh: (frm) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showShipped(frm)),
});
