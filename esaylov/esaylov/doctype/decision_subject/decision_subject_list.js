// the id says nothing to a reader
frappe.listview_settings["Decision Subject"] = { hide_name_column: true };
