/** What records are called (their titles), for lists that name them by ids and codes. */

/** The column that names a record of a DocType to this reader, "" where there is none or it may not be read. */
async function titleColumn(doctype) {
	if (!frappe.model.can_read(doctype)) return "";
	await frappe.model.with_doctype(doctype);
	const own = `title_${frappe.boot.lang}`;
	return frappe.meta.has_field(doctype, own) ? own : frappe.get_meta(doctype).title_field || "";
}

const keyOf = (doctype, name) => `${doctype} ${name}`;

async function titlesOf(doctype, names) {
	const title = await titleColumn(doctype);
	if (!title || title === "name") return [];
	const asked = { filters: { name: ["in", names] }, fields: ["name", title], limit: names.length };
	const rows = await frappe.db.get_list(doctype, asked);
	return rows.filter((row) => row[title]).map((row) => [keyOf(doctype, row.name), __(row[title])]);
}

/** The title of one record in the reader's language, "" where it has none. */
export async function titleOf(doctype, name) {
	return (await titlesOf(doctype, [name]))[0]?.[1] || "";
}

/** A drawn row; by its record, for the head of a list is drawn as a row by one version and not by the other. */
const rowOf = (list, name) =>
	list.$result
		.find(`[data-name="${CSS.escape(name)}"]`)
		.first()
		.closest(".list-row-container");

/**
 * Put titles in place of ids into the drawn rows of a list.
 * about: of a row the DocType and name of what it names, or null; selector: where in the row the id stands; say: what stands there, of a
 * title and the row.
 */
export async function showTitles(list, about, selector, say = (title) => title) {
	const rows = list.data;
	const links = rows.map(about);
	const named = {};
	for (const [doctype, name] of links.filter(Boolean)) named[doctype] = [...(named[doctype] || []), name];
	const found = await Promise.all(Object.entries(named).map((one) => titlesOf(...one)));
	const titles = Object.fromEntries(found.flat());
	if (rows !== list.data) return; // another page of the list is shown by now
	for (const [place, link] of links.entries()) {
		const title = link && titles[keyOf(...link)];
		if (title) rowOf(list, rows[place].name).find(selector).text(say(title, rows[place]));
	}
}

/** The title of an open form. Frappe 16 has it at the end of its trail, and the title of the page there is the list's. */
export function entitle(frm, title) {
	if (frm.page.$title_area.find(".title-text-form").length) frappe.utils.set_title(title);
	else frm.page.set_title(title);
}

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
