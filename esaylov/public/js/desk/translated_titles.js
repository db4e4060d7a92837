// Names of documents that are words of the app stand in the reader's language.
/** Whether what names documents of a DocType is a text of the app: one of a choice, or of a kind that is translated. */
function isTranslated(doctype) {
	const { title_field: title } = frappe.get_meta(doctype) || {};
	if (frappe.boot.translated_doctypes?.includes(doctype)) return true;
	return Boolean(title) && frappe.meta.get_docfield(doctype, title)?.fieldtype === "Select";
}

/**
 * Such names stand in the reader's language in the trail above a form and beside it, where the framework shows them as stored. What the server
 * calls a document as it is opened (`shown_title`) goes before.
 */
export function translateTitles() {
	// a register, or the kind of a body, is a Link to a DocType, which is named in English
	$(document).one("app_ready", () => {
		frappe.form.link_formatters.DocType = (name) => (name ? __(name) : name);
	});
	const own = frappe.model.get_doc_title;
	frappe.model.get_doc_title = (doc) => {
		if (doc.__onload?.shown_title) return doc.__onload.shown_title;
		if (frappe.get_meta(doc.doctype)?.issingle) return __(doc.doctype);
		const title = own.call(frappe.model, doc);
		return title && isTranslated(doc.doctype) ? __(title) : title;
	};
}
