const COLOURS = { New: "orange", Answered: "green", Closed: "gray" };

frappe.listview_settings.Feedback = {
	hide_name_column: false,
	add_fields: ["taken_by"],
	filters: [["status", "=", "New"]],
	get_indicator(doc) {
		if (doc.status === "New" && doc.taken_by) return [__("Taken"), "blue", "status,=,New|taken_by,is,set"];
		return [__(doc.status), COLOURS[doc.status], `status,=,${doc.status}`];
	},
};
