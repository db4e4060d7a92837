// the id says nothing to a reader
frappe.listview_settings["Decision Text"] = { hide_name_column: true };
