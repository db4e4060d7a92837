// the id says nothing to a reader
frappe.listview_settings["Authorized Representative"] = { hide_name_column: true };
