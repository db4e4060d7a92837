// the id says nothing to a reader
frappe.listview_settings["Trusted Certificate"] = { hide_name_column: true };
