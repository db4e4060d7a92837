frappe.listview_settings["Personal Data Access"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: { kind: (value) => frappe.utils.escape_html(__(value)) }, // what stands first is shown as it is stored
};
