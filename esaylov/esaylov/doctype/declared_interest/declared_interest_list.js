// the id says nothing to a reader
frappe.listview_settings["Declared Interest"] = { hide_name_column: true };
