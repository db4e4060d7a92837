// the id says nothing to a reader
frappe.listview_settings["Agenda Item"] = { hide_name_column: true };
