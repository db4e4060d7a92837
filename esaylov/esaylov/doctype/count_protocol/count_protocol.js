// The form is the screen of the count; which steps are open and which sums hold is the server's to say.
frappe.ui.form.on("Count Protocol", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.disable_save();
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showCount(frm));
	},
});
