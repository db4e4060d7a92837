// the id says nothing to a reader
frappe.listview_settings["Complaint Outcome"] = { hide_name_column: true };
