// the id says nothing to a reader
frappe.listview_settings["Person"] = { hide_name_column: true };
