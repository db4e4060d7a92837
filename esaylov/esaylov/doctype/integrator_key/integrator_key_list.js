// the id says nothing to a reader
frappe.listview_settings["Integrator Key"] = { hide_name_column: true };
