// the id says nothing to a reader
frappe.listview_settings["Party Admission"] = { hide_name_column: true };
