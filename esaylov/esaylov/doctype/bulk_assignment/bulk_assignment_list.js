// the id says nothing to a reader
frappe.listview_settings["Bulk Assignment"] = { hide_name_column: true };
