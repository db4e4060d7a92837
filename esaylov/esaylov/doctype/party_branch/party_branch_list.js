// the id says nothing to a reader
frappe.listview_settings["Party Branch"] = { hide_name_column: true };
