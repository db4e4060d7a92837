// a decision is read, printed, signed and annulled here; what is lawful is the server's to say
frappe.ui.form.on("Decision", {
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showDecision(frm));
		const papers = "/api/method/esaylov.api.papers.decision";
		const open = (row) =>
			window.open(`${papers}?${new URLSearchParams({ decision: frm.doc.name, ...(row && { row }) })}`);
		frm.add_custom_button(__("Decision (PDF)"), () => open());
		if (frm.doc.rows.length > 1)
			frm.add_custom_button(__("Extract (PDF)"), () => chooseRow(frm.doc.rows, open));
	},
});

function chooseRow(rows, open) {
	const options = rows.map((row) => ({ value: row.row_path, label: row.subject || row.row_path }));
	const fields = [{ fieldtype: "Autocomplete", fieldname: "row", label: __("Person"), options, reqd: 1 }];
	frappe.prompt(fields, ({ row }) => open(row), __("Extract (PDF)"), __("Open PDF"));
}
