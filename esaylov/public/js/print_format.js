// The form of a shipped layout of certificates. The DocType brings its layouts along as the database has them, without a text,
// and they overwrite in the page what the form was given. So the DocType comes first, before anything of the form asks for it:
// the form goes on when all that was asked for has come.
frappe.ui.form.on("Print Format", {
	before_load({ doc }) {
		const { html, standard, doc_type: doctype } = doc;
		if (doctype !== "Certificate" || standard !== "Yes" || !html) return;
		frappe.model.with_doctype(doctype, () => {
			doc.html = html;
		});
	},
});
