// the id says nothing to a reader
frappe.listview_settings["Appeal Correction"] = { hide_name_column: true };
