// The form shows the room of the session; what is lawful is the server's to say.
frappe.ui.form.on("Commission Session", {
	setup(frm) {
		// the workflow's own menu would be refused: each step goes through its service
		frm.states.show_actions = () => {};
	},
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showSession(frm));
		frm.add_custom_button(__("Open the Hall"), () => frappe.set_route("session-hall", frm.doc.name));
		const address = `/api/method/esaylov.api.papers.protocol?session=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Session Protocol (PDF)"), () => window.open(address));
	},
});
