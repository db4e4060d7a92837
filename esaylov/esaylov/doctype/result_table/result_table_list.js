// the id says nothing to a reader
frappe.listview_settings["Result Table"] = { hide_name_column: true };
