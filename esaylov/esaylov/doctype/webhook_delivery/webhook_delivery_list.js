// the id says nothing to a reader
frappe.listview_settings["Webhook Delivery"] = { hide_name_column: true };
