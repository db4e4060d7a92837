// the id says nothing to a reader
frappe.listview_settings["Certificate Kind"] = { hide_name_column: true };
