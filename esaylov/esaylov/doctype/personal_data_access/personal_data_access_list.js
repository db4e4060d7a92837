// the id says nothing to a reader
frappe.listview_settings["Personal Data Access"] = { hide_name_column: true };
