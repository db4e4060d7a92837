frappe.listview_settings["Shipped Record"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: {
		reference_doctype: (value) => frappe.utils.escape_html(__(value)),
		reference_name: (value) => frappe.utils.escape_html(__(value)),
	},
	// named by codes, which stand in the first column, a link
	refresh: (list) =>
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.showTitles(
				list,
				(row) => [row.reference_doctype, row.reference_name],
				".list-subject a[data-name]",
			),
		),
};
