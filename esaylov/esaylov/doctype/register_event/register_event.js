frappe.ui.form.on("Register Event", {
	refresh: (frm) =>
		frappe.require("esaylov.bundle.js", () => {
			window.esaylov.desk.showValuesBefore(frm);
			window.esaylov.desk.showWords(frm, "from_status", "to_status");
		}),
});
