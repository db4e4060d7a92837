// A login of staff is given back from here: who may confirm reads this list, and need not reach the form of a User.
const CONFIRMING = ["Election Administrator", "System Manager"];

/** As the framework draws it; an entry about many has a sign for a name. */
function documentCell(value) {
	const [name, words] = [value, value === "*" ? __("Several documents") : value].map((one) =>
		frappe.utils.escape_html(one),
	);
	return `<a class="filterable ellipsis" data-filter="reference_name,=,${name}">${words}</a>`;
}

frappe.listview_settings["Configuration Change"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: {
		reference_doctype: (value) => frappe.utils.escape_html(__(value)),
		reference_name: documentCell,
	},
	refresh: (list) =>
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.showTitles(
				list,
				(row) => [row.reference_doctype, row.reference_name],
				'[data-filter^="reference_name,"]',
			),
		),
	onload(list) {
		if (!CONFIRMING.some((role) => frappe.user.has_role(role))) return;
		list.page.add_inner_button(__("Recover the Login"), () =>
			frappe.require("esaylov.bundle.js", () => window.esaylov.desk.openRecovery()),
		);
	},
};
