// the id says nothing to a reader
frappe.listview_settings["Candidate List"] = { hide_name_column: true };
