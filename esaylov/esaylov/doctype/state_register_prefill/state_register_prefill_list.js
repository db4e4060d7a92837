// the id says nothing to a reader
frappe.listview_settings["State Register Prefill"] = { hide_name_column: true };
