const COLOURS = { New: "orange", Answered: "green", Closed: "gray" };

frappe.listview_settings.Feedback = {
	hide_name_column: false,
	filters: [["status", "=", "New"]],
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`],
};
