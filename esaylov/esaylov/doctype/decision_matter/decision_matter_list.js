// the id says nothing to a reader
frappe.listview_settings["Decision Matter"] = { hide_name_column: true };
