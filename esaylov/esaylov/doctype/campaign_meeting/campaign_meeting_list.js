// the id says nothing to a reader
frappe.listview_settings["Campaign Meeting"] = { hide_name_column: true };
