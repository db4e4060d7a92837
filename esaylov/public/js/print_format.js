// The form of a shipped layout of certificates. The DocType brings its layouts along as the database has them, without a text,
// and they overwrite in the page what the form was given: the form puts it back once everything has come.
frappe.ui.form.on("Print Format", {
	refresh(frm) {
		const { doc } = frm;
		const { html, standard, doc_type: doctype } = doc;
		if (doctype !== "Certificate" || standard !== "Yes" || !html) return;
		frappe.after_ajax(() => {
			if (doc.html) return;
			doc.html = html;
			if (frm.doc === doc) frm.refresh_field("html");
		});
	},
});
