// the id says nothing to a reader
frappe.listview_settings["Shipped Record"] = { hide_name_column: true };
