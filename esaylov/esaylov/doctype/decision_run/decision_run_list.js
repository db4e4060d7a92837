// the id says nothing to a reader
frappe.listview_settings["Decision Run"] = { hide_name_column: true };
