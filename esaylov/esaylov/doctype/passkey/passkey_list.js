// the id says nothing to a reader
frappe.listview_settings["Passkey"] = { hide_name_column: true };
