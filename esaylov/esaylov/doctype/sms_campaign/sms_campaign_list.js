// the id says nothing to a reader
frappe.listview_settings["SMS Campaign"] = { hide_name_column: true, hide_name_filter: true };
