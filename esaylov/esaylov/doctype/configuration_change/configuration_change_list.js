// the id says nothing to a reader
frappe.listview_settings["Configuration Change"] = { hide_name_column: true };
