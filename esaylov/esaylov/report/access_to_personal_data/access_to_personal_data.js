// Filters of the auditor's report of looks at personal data.
frappe.query_reports["Access to Personal Data"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -7),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: ["", "Look-up", "Check", "Reveal", "Export"],
		},
		{ fieldname: "viewer", label: __("User"), fieldtype: "Link", options: "User" },
		{ fieldname: "person", label: __("Person"), fieldtype: "Link", options: "Person" },
		{
			fieldname: "commission",
			label: __("Election commission"),
			fieldtype: "Link",
			options: "Election Commission",
		},
	],
};
