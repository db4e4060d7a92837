// the id says nothing to a reader; a text is known by what is decided, and on what
const words = (value) => frappe.utils.escape_html(__(value || ""));

frappe.listview_settings["Decision Text"] = {
	hide_name_column: true,
	add_fields: ["scope"],
	formatters: {
		outcome: words,
		scope_key: (value) => `<span class="ellipsis" data-served>${words(value)}</span>`,
	},
	// routes and effects have words of their own; types of appeals and matters have titles
	refresh: (list) =>
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.showTitles(list, window.esaylov.desk.servedBy, "[data-served]"),
		),
};
