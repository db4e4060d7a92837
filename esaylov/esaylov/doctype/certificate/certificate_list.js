// the id says nothing to a reader
frappe.listview_settings["Certificate"] = { hide_name_column: true };
