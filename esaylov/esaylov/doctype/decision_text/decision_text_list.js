// the id says nothing to a reader; a text is known by what is decided, and on what
const words = (value) => frappe.utils.escape_html(__(value || ""));

frappe.listview_settings["Decision Text"] = {
	hide_name_column: true,
	formatters: { outcome: words, scope_key: words },
};
