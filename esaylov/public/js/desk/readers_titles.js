// Records that have titles in several languages are called by that of the reader: in lists, and in the short lists of a first screen.
const UZBEK = "title_uz";

/** The column with the reader's own title of a DocType whose records are called by the Uzbek one; "" where that is the reader's. */
function ownColumn(doctype) {
	const own = `title_${frappe.boot.lang}`;
	const isCalledInUzbek = frappe.get_meta(doctype)?.title_field === UZBEK;
	return isCalledInUzbek && own !== UZBEK && frappe.meta.has_field(doctype, own) ? own : "";
}

/** Records stand in a list by their title in the reader's language, under its heading; one without it by the Uzbek one. */
function inLists(view) {
	const { set_fields: ask, setup_columns: setUp, get_subject_text: say } = view;
	view.set_fields = function () {
		this._add_field(ownColumn(this.doctype)); // before the others: one version awaits them, the other does not
		return ask.call(this);
	};
	view.setup_columns = function () {
		setUp.call(this);
		const own = ownColumn(this.doctype);
		if (own && this.columns[0].df?.fieldname === UZBEK)
			this.columns[0].df = frappe.meta.get_docfield(this.doctype, own);
	};
	view.get_subject_text = function (doc, title) {
		return say.call(this, doc, title || (ownColumn(this.doctype) && doc[UZBEK]));
	};
}

/** The same in the short lists of a first screen. */
function inShortLists(widget) {
	const { set_body: draw, setup_quick_list_item: line } = widget;
	widget.set_body = function () {
		this.widget.addClass("quick-list-widget-box"); // as it is drawn in a moment: who is shown around is led there
		frappe.model.with_doctype(this.document_type, () => {
			const own = ownColumn(this.document_type);
			const settings = frappe.listview_settings[this.document_type] || {};
			const asked = { ...settings, add_fields: [...new Set([...(settings.add_fields || []), own])] };
			if (own) frappe.listview_settings[this.document_type] = asked;
			draw.call(this);
		});
	};
	widget.setup_quick_list_item = function (doc) {
		const title = doc[ownColumn(this.document_type)];
		return line.call(this, title ? { ...doc, [UZBEK]: title } : doc);
	};
}

/** Records that have titles in several languages are called by that of the reader. */
export function callInReadersLanguage() {
	const own = frappe.model.get_doc_title;
	frappe.model.get_doc_title = (doc) => doc[ownColumn(doc.doctype)] || own.call(frappe.model, doc);
	$(document).one("app_ready", () => {
		inLists(frappe.views.ListView.prototype);
		const widget = frappe.widget?.widget_factory?.quick_list;
		if (widget) inShortLists(widget.prototype);
	});
}
