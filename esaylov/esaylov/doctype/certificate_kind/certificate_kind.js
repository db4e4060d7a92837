frappe.ui.form.on("Certificate Kind", {
	setup(frm) {
		frm.set_query("print_format", () => ({ filters: { doc_type: "Certificate", disabled: 0 } }));
	},
	refresh(frm) {
		if (frm.is_new() || !frm.doc.print_format || !frm.perm[0]?.write) return;
		const address = `/api/method/esaylov.api.certificates.specimen?kind=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Specimen"), () => window.open(address, "_blank", "noopener"));
	},
});
