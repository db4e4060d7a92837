// the id says nothing to a reader
frappe.listview_settings["Webhook Receiver"] = { hide_name_column: true };
