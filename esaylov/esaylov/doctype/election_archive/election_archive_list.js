// the id says nothing to a reader
frappe.listview_settings["Election Archive"] = { hide_name_column: true };
