// The form shows, asks and calls an endpoint; what is lawful is the server's to say.
frappe.ui.form.on("Appeal", {
	setup(frm) {
		// the workflow's own menu would come a moment later, in place of the button for the next lawful step
		frm.states.show_actions = () => {};
	},
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showAppeal(frm));
	},
});
