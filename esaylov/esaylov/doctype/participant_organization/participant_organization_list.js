// the id says nothing to a reader
frappe.listview_settings["Participant Organization"] = { hide_name_column: true };
