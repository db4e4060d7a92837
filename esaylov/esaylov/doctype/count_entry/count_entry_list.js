frappe.listview_settings["Count Entry"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
};
