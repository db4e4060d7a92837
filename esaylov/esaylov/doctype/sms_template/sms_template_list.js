// the id says nothing to a reader; a text is known by when it is sent
frappe.listview_settings["SMS Template"] = {
	hide_name_column: true,
	formatters: { trigger_text: (value) => frappe.utils.escape_html(__(value || "")) },
};
