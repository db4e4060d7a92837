// the id says nothing to a reader
frappe.listview_settings["Commission Session"] = { hide_name_column: true };
