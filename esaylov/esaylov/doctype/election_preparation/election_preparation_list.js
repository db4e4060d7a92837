// the id says nothing to a reader
frappe.listview_settings["Election Preparation"] = { hide_name_column: true };
