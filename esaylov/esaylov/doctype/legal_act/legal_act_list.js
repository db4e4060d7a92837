const COLOURS = { Draft: "gray", Checked: "blue", Published: "green", Withdrawn: "red" };

frappe.listview_settings["Legal Act"] = {
	hide_name_column: true,
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`],
};
