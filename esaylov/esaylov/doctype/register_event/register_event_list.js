const inWords = (value) => frappe.utils.escape_html(__(value || ""));

frappe.listview_settings["Register Event"] = {
	hide_name_column: true, // the id says nothing to a reader
	// both states are kept as they are called in English, and the entry by its id
	formatters: {
		to_status: inWords,
		from_status: inWords,
		entry: (value) => `<span data-entry>${frappe.utils.escape_html(value)}</span>`,
	},
	refresh: (list) =>
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.showTitles(list, (row) => [row.register, row.entry], "[data-entry]"),
		),
};
