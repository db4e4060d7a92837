// Filters of the report.
frappe.query_reports["Access Statistics"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "kind", label: __("By kind") },
				{ value: "commission", label: __("By election commission") },
				{ value: "registers", label: __("By registers") },
				{ value: "day", label: __("By day") },
				{ value: "month", label: __("By month") },
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
