// the id says nothing to a reader
frappe.listview_settings["Polling Station"] = { hide_name_column: true };
