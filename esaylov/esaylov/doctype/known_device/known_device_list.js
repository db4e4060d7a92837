// the id says nothing to a reader
frappe.listview_settings["Known Device"] = { hide_name_column: true };
