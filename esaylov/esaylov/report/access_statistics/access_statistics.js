// Filters of the report.
frappe.query_reports["Access Statistics"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "kind", label: __("Kind") },
				{ value: "commission", label: __("Election commission") },
				{ value: "registers", label: __("Registers") },
				{ value: "day", label: __("Day") },
				{ value: "month", label: __("Month") },
			],
			default: "kind",
			reqd: 1,
		},
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Look-up", label: __("Look-up") },
				{ value: "Check", label: __("Check") },
				{ value: "Reveal", label: __("Reveal") },
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
