// the id says nothing to a reader
frappe.listview_settings["Appeal Remark"] = { hide_name_column: true };
