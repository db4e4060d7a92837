frappe.ui.form.on("Agenda Item", {
	refresh(frm) {
		if (frm.is_new()) return;
		const address = `/api/method/esaylov.api.papers.voting_sheet?item=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Voting Sheet (PDF)"), () => window.open(address));
	},
});
