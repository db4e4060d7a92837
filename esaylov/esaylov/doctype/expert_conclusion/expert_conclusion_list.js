// the id says nothing to a reader
frappe.listview_settings["Expert Conclusion"] = { hide_name_column: true };
