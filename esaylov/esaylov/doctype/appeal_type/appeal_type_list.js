const COLOURS = { Draft: "gray", Checked: "blue", Published: "green", Withdrawn: "orange" };

frappe.listview_settings["Appeal Type"] = {
	hide_name_column: true, // it is the code, which has a column
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	onload(list) {
		if (!frappe.model.can_create("Appeal Type")) return;
		list.page.add_inner_button(__("Studio"), () => frappe.set_route("appeal-type-studio"));
		list.page.add_menu_item(__("Import a Type"), () =>
			frappe.require("builder.bundle.js", () => window.esaylov.builder.openImport()),
		);
	},
};
