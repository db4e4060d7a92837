// the id says nothing to a reader
frappe.listview_settings["Election Type"] = { hide_name_column: true };
