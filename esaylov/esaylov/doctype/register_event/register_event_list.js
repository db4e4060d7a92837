// the id says nothing to a reader
frappe.listview_settings["Register Event"] = { hide_name_column: true };
