// the id says nothing to a reader
frappe.listview_settings["Signed List"] = { hide_name_column: true };
