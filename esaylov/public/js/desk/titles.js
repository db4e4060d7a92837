/** What records are called (their titles), for lists that name them by ids and codes. */

/** The columns that name a record of a DocType to this reader, the one of their language before the stored one; none where it may not be read. */
async function titleColumns(doctype) {
	if (!frappe.model.can_read(doctype)) return [];
	await frappe.model.with_doctype(doctype);
	const own = `title_${frappe.boot.lang}`;
	const stored = frappe.get_meta(doctype).title_field;
	const columns = [frappe.meta.has_field(doctype, own) && own, stored !== "name" && stored];
	return [...new Set(columns.filter(Boolean))];
}

const keyOf = (doctype, name) => `${doctype} ${name}`;

/** What a record is called, of its values in those columns; undefined where it has none. */
const calledBy = (row, columns) => columns.map((column) => row[column]).find(Boolean);

async function titlesOf(doctype, names) {
	const columns = await titleColumns(doctype);
	if (!columns.length) return [];
	const asked = { filters: { name: ["in", names] }, fields: ["name", ...columns], limit: names.length };
	const rows = await frappe.db.get_list(doctype, asked);
	return rows
		.map((row) => [keyOf(doctype, row.name), calledBy(row, columns)])
		.filter(([_key, title]) => title)
		.map(([key, title]) => [key, __(title)]);
}

/** Records of a DocType that this reader may read, each by its name and what it is called to them. */
export async function recordsOf(doctype, most) {
	const columns = await titleColumns(doctype);
	if (!columns.length) return [];
	const asked = { fields: ["name", ...columns], limit: most, order_by: `${columns[0]} asc` };
	const rows = await frappe.db.get_list(doctype, asked);
	return rows.map((row) => ({ value: row.name, label: __(calledBy(row, columns) || row.name) }));
}

/** The title of one record in the reader's language, "" where it has none. */
export async function titleOf(doctype, name) {
	return (await titlesOf(doctype, [name]))[0]?.[1] || "";
}

/** Call something with each list of the Desk after it was drawn. */
export function onListDrawn(call) {
	$(document).one("app_ready", () => {
		const view = frappe.views.ListView.prototype;
		const { render } = view;
		view.render = function () {
			const drawn = render.call(this);
			call(this);
			return drawn;
		};
	});
}

/** A drawn row; by its record, for the head of a list is drawn as a row by one version and not by the other. */
const rowOf = (list, name) =>
	list.$result
		.find(`[data-name="${CSS.escape(name)}"]`)
		.first()
		.closest(".list-row-container");

/** Put words into a place of a drawn row, and into what is shown where one points at it. */
export const putWords = (part, words) =>
	part.text(words).closest(".list-row-container [title]").attr("title", words);

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
		if (title) putWords(rowOf(list, rows[place].name).find(selector), say(title, rows[place]));
	}
}
