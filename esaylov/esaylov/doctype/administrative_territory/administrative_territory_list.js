// the id says nothing to a reader
frappe.listview_settings["Administrative Territory"] = { hide_name_column: true };
