// Filters of the report.
frappe.query_reports["Observers and Media"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "kind", label: __("By kind") },
				{ value: "region", label: __("By region") },
				{ value: "party", label: __("By party") },
				{ value: "organization", label: __("By organization") },
				{ value: "country", label: __("By country") },
			],
			default: "kind",
			reqd: 1,
		},
		{
			fieldname: "election",
			label: __("Election"),
			fieldtype: "Link",
			options: "Election",
			default: frappe.boot.esaylov?.election,
		},
		{
			fieldname: "register",
			label: __("Register"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Observer", label: __("Observer") },
				{ value: "Media Representative", label: __("Media Representative") },
			],
		},
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
		{ fieldname: "party", label: __("Party"), fieldtype: "Link", options: "Political Party" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Registered", label: __("Registered") },
				{ value: "Replaced", label: __("Replaced") },
				{ value: "Revoked", label: __("Revoked") },
				{ value: "Resigned", label: __("Resigned") },
				{ value: "Annulled", label: __("Annulled") },
			],
		},
		{
			fieldname: "region",
			label: __("Region"),
			fieldtype: "Link",
			options: "Administrative Territory",
			get_query: () => ({ filters: { level: "Region" } }),
		},
	],
};
