// the id says nothing to a reader
frappe.listview_settings["Certificate Batch"] = { hide_name_column: true };
