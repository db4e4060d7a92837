// the id says nothing to a reader
frappe.listview_settings["Session Attendance"] = { hide_name_column: true };
