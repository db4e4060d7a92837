// the id says nothing to a reader
frappe.listview_settings["Phone Change"] = { hide_name_column: true };
