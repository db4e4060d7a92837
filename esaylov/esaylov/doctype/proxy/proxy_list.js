// the id says nothing to a reader
frappe.listview_settings["Proxy"] = { hide_name_column: true };
