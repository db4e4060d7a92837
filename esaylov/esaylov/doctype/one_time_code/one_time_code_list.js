// the id says nothing to a reader
frappe.listview_settings["One-time Code"] = { hide_name_column: true };
