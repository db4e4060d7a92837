// the id says nothing to a reader
frappe.listview_settings["Table Import"] = { hide_name_column: true };
