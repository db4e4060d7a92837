// Filters of the report.
frappe.query_reports["Overdue Appeals"] = {
	filters: [
		{
			fieldname: "election",
			label: __("Election"),
			fieldtype: "Link",
			options: "Election",
			default: frappe.boot.esaylov?.election,
		},
		{ fieldname: "appeal_type", label: __("Appeal type"), fieldtype: "Link", options: "Appeal Type" },
		{
			fieldname: "commission",
			label: __("Election commission"),
			fieldtype: "Link",
			options: "Election Commission",
		},
	],
};
