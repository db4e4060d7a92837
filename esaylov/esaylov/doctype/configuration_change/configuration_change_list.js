// A login of staff is given back from here: who may confirm reads this list, and need not reach the form of a User.
const CONFIRMING = ["Election Administrator", "System Manager"];

/** The column that names a record of a DocType to this reader, "" where there is none or it may not be read. */
async function titleColumn(doctype) {
	if (!frappe.model.can_read(doctype)) return "";
	await frappe.model.with_doctype(doctype);
	const own = `title_${frappe.boot.lang}`;
	return frappe.meta.has_field(doctype, own) ? own : frappe.get_meta(doctype).title_field || "";
}

/** What changed documents are called: the id that the log has says nothing to a reader. */
async function titlesOf(doctype, names) {
	const title = await titleColumn(doctype);
	if (!title || title === "name") return [];
	const asked = { filters: { name: ["in", names] }, fields: ["name", title], limit: names.length };
	const rows = await frappe.db.get_list(doctype, asked);
	return rows.filter((row) => row[title]).map((row) => [`${doctype} ${row.name}`, row[title]]);
}

async function showTitles(list) {
	const rows = list.data;
	const named = {};
	for (const { reference_doctype: doctype, reference_name: name } of rows)
		named[doctype] = [...(named[doctype] || []), name];
	const found = await Promise.all(Object.entries(named).map((one) => titlesOf(...one)));
	const titles = Object.fromEntries(found.flat());
	if (rows !== list.data) return; // another page of the list is shown by now
	for (const [place, row] of rows.entries()) {
		const title = titles[`${row.reference_doctype} ${row.reference_name}`];
		if (title) list.$result.find(".list-row").eq(place).find('[data-filter^="reference_name,"]').text(title);
	}
}

frappe.listview_settings["Configuration Change"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: { reference_doctype: (value) => frappe.utils.escape_html(__(value)) },
	refresh: showTitles,
	onload(list) {
		// the filter asks whether there is such a DocType, which who reads the log may not
		const filter = list.page.fields_dict.reference_doctype;
		if (filter) filter.df.ignore_link_validation = true;
		if (!CONFIRMING.some((role) => frappe.user.has_role(role))) return;
		list.page.add_inner_button(__("Recover the Login"), () =>
			frappe.require("esaylov.bundle.js", () => window.esaylov.desk.openRecovery()),
		);
	},
};
