// the id says nothing to a reader
frappe.listview_settings["Elected Deputy"] = { hide_name_column: true };
