frappe.ui.form.on("Document Signature", {
	refresh: (frm) =>
		frm.set_df_property("purpose", "formatter", (code) =>
			frappe.utils.escape_html(window.esaylov.codes.purposeSaid(code)),
		),
});
