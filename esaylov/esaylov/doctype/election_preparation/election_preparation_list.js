frappe.listview_settings["Election Preparation"] = {
	hide_name_column: true, // the id says nothing to a reader
	onload(list) {
		if (frappe.model.can_create("Election Preparation"))
			list.page.add_inner_button(__("Prepare an Election"), () => frappe.set_route("preparation-wizard"));
	},
};
