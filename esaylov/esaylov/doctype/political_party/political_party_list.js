// the id says nothing to a reader
frappe.listview_settings["Political Party"] = { hide_name_column: true };
