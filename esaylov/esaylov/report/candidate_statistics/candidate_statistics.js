// Filters of the report.
frappe.query_reports["Candidate Statistics"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "party", label: __("By party") },
				{ value: "gender", label: __("By gender") },
				{ value: "age", label: __("By age") },
				{ value: "region", label: __("By region") },
				{ value: "membership", label: __("By party membership") },
				{ value: "status", label: __("By status") },
			],
			default: "party",
			reqd: 1,
		},
		{
			fieldname: "election",
			label: __("Election"),
			fieldtype: "Link",
			options: "Election",
			default: frappe.boot.esaylov?.election,
		},
		{ fieldname: "election_type", label: __("Election type"), fieldtype: "Link", options: "Election Type" },
		{ fieldname: "party", label: __("Party"), fieldtype: "Link", options: "Political Party" },
		{
			fieldname: "gender",
			label: __("Gender"),
			fieldtype: "Select",
			options: ["", { value: "Male", label: __("Male") }, { value: "Female", label: __("Female") }],
		},
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				"",
				{ value: "Registered", label: __("Registered") },
				{ value: "Withdrawn", label: __("Withdrawn") },
				{ value: "Nomination Revoked", label: __("Nomination Revoked") },
				{ value: "Excluded", label: __("Excluded") },
				{ value: "Replaced", label: __("Replaced") },
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
