// the id says nothing to a reader
frappe.listview_settings["Body Representative"] = { hide_name_column: true };
