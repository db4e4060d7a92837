// the id says nothing to a reader
frappe.listview_settings["Election Commission"] = { hide_name_column: true };
