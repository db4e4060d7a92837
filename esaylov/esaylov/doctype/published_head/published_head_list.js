// the id says nothing to a reader
frappe.listview_settings["Published Head"] = { hide_name_column: true };
