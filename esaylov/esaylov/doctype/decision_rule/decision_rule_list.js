// the id says nothing to a reader
frappe.listview_settings["Decision Rule"] = { hide_name_column: true };
