frappe.listview_settings["Certificate"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	onload(list) {
		frappe.require("esaylov.bundle.js", () => {
			list.page.add_inner_button(__("Print sheets"), () => window.esaylov.desk.printSheets(list));
			list.page.add_actions_menu_item(__("Print sheets"), () => window.esaylov.desk.printSheets(list), false);
		});
	},
};
