// Filters of the figures of delivery.
frappe.query_reports["SMS Delivery"] = {
	filters: [
		{
			fieldname: "by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "template", label: __("By text") },
				{ value: "gateway", label: __("By gateway") },
				{ value: "language", label: __("By language") },
				{ value: "campaign", label: __("By campaign") },
			],
			default: "template",
			reqd: 1,
		},
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -30),
		},
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date", default: frappe.datetime.get_today() },
		{ fieldname: "template", label: __("SMS Template"), fieldtype: "Link", options: "SMS Template" },
		{ fieldname: "gateway", label: __("Gateway"), fieldtype: "Link", options: "SMS Gateway" },
	],
};
