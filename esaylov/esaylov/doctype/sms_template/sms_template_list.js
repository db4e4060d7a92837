// the id says nothing to a reader
frappe.listview_settings["SMS Template"] = { hide_name_column: true };
