// the id says nothing to a reader
frappe.listview_settings["Refusal Ground"] = { hide_name_column: true };
