// the id says nothing to a reader
frappe.listview_settings["Signature Sheets"] = { hide_name_column: true };
