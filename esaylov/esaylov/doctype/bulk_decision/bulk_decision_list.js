// the id says nothing to a reader
frappe.listview_settings["Bulk Decision"] = { hide_name_column: true };
