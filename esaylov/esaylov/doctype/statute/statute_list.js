// the id says nothing to a reader
frappe.listview_settings["Statute"] = { hide_name_column: true };
