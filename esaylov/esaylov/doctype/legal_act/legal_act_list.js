const COLOURS = { Draft: "gray", Checked: "blue", Published: "green", Withdrawn: "red" };

frappe.listview_settings["Legal Act"] = {
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`],
};
