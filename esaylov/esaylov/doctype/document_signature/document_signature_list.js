// the id says nothing to a reader
frappe.listview_settings["Document Signature"] = { hide_name_column: true };
