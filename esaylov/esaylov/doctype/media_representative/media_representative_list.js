// the id says nothing to a reader
frappe.listview_settings["Media Representative"] = { hide_name_column: true };
