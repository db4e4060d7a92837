// the id says nothing to a reader
frappe.listview_settings["Chain Event"] = { hide_name_column: true };
