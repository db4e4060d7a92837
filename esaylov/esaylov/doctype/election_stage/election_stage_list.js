// the id says nothing to a reader
frappe.listview_settings["Election Stage"] = { hide_name_column: true };
