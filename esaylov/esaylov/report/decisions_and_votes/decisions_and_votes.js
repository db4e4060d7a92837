// Filters of the report.
frappe.query_reports["Decisions and Votes"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "commission", label: __("By election commission") },
				{ value: "kind", label: __("By kind") },
				{ value: "outcome", label: __("By outcome") },
				{ value: "matter", label: __("By matter without an appeal") },
				{ value: "month", label: __("By month") },
			],
			default: "commission",
			reqd: 1,
		},
		{
			fieldname: "election",
			label: __("Election"),
			fieldtype: "Link",
			options: "Election",
			default: frappe.boot.esaylov?.election,
		},
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Chair Decision", label: __("Chair Decision") },
				{ value: "Commission Decision", label: __("Commission Decision") },
				{ value: "Acknowledgement", label: __("Acknowledgement") },
				{ value: "Imported Act", label: __("Imported Act") },
			],
		},
		{
			fieldname: "outcome",
			label: __("Outcome"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Granted", label: __("Granted") },
				{ value: "Partly Granted", label: __("Partly Granted") },
				{ value: "Refused", label: __("Refused") },
				{ value: "Acknowledged", label: __("Acknowledged") },
			],
		},
		{
			fieldname: "commission",
			label: __("Election commission"),
			fieldtype: "Link",
			options: "Election Commission",
		},
	],
};
