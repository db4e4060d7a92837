/**
 * Texts are shown as texts: the framework puts the value of a plain field into lists, reports and forms as markup.
 *
 * Escaping the opening sign alone does no harm to a value that was escaped when it was stored. Columns of other apps'
 * reports have no DocType and stay as they are, for some build their cells of markup.
 */
const PLAIN = new Set([
	...["Data", "Small Text", "Text", "Long Text", "Select", "Autocomplete", "Read Only", "Phone", "JSON"],
	...["Password", "Icon", "Color", "Barcode"],
]);

const escaped = (value) => value.replace(/</g, "&lt;");

function isOurs(df) {
	return Boolean(df.parent) || frappe.query_report?.report_doc?.module === "Esaylov";
}

/** The value as it may be given to a formatter: only of plain fields, of what a DocType or a report of ours declares. */
function safe(value, df) {
	const plain = !df || (PLAIN.has(df.fieldtype || "Data") && isOurs(df));
	if (!plain || typeof value !== "string") return value;
	return df?.options === "URL" ? escaped(value).replace(/"/g, "&quot;") : escaped(value);
}

/** Links are built as elements by the framework; only a title that the reader may not follow comes out bare. */
function shown(html, df) {
	const bare =
		["Link", "Dynamic Link"].includes(df?.fieldtype) && typeof html === "string" && !html.startsWith("<");
	return bare ? escaped(html) : html;
}

const NONE = ["", "null", "undefined"];

/** The report view writes titles of links into its cells as markup, past all formatters; it asks for those of empty cells too. */
function escapeTitlesOfReports() {
	const view = frappe.views?.ReportView?.prototype;
	const titleOf = view?.get_link_title_field_value;
	if (!titleOf) return;
	view.get_link_title_field_value = async function (doctype, name) {
		if (NONE.includes(String(name ?? "")) || !frappe.model.can_read(doctype)) return;
		const title = await titleOf.call(this, doctype, name);
		return typeof title === "string" ? escaped(title) : title;
	};
}

export function escapeTexts() {
	const format = frappe.format;
	frappe.format = (value, df, ...more) => shown(format(safe(value, df), df, ...more), df);
	$(document).one("app_ready", escapeTitlesOfReports);
}
