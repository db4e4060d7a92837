// the id says nothing to a reader
frappe.listview_settings["Commission Vote"] = { hide_name_column: true };
