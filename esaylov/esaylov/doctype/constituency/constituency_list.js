// the id says nothing to a reader
frappe.listview_settings["Constituency"] = { hide_name_column: true };
