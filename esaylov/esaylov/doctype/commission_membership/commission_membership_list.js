// the id says nothing to a reader
frappe.listview_settings["Commission Membership"] = { hide_name_column: true };
