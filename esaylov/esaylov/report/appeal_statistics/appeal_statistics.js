// Filters of the report.
frappe.query_reports["Appeal Statistics"] = {
	filters: [
		{ fieldname: "by", label: __("By"), fieldtype: "Select", options: [{ value: "type", label: __("Appeal type") }, { value: "commission", label: __("Election commission") }, { value: "status", label: __("Status") }, { value: "region", label: __("Region") }, { value: "month", label: __("Month") }], default: "type", reqd: 1 },
		{ fieldname: "election", label: __("Election"), fieldtype: "Link", options: "Election", default: frappe.boot.esaylov?.election },
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To"), fieldtype: "Date" },
		{ fieldname: "appeal_type", label: __("Appeal type"), fieldtype: "Link", options: "Appeal Type" },
		{ fieldname: "status", label: __("Status"), fieldtype: "Select", options: ["", { value: "Registered", label: __("Registered") }, { value: "Under Review", label: __("Under Review") }, { value: "Returned", label: __("Returned") }, { value: "Expert Review", label: __("Expert Review") }, { value: "On Agenda", label: __("On Agenda") }, { value: "Granted", label: __("Granted") }, { value: "Partly Granted", label: __("Partly Granted") }, { value: "Refused", label: __("Refused") }, { value: "Acknowledged", label: __("Acknowledged") }, { value: "Withdrawn", label: __("Withdrawn") }] },
		{ fieldname: "commission", label: __("Election commission"), fieldtype: "Link", options: "Election Commission" },
		{ fieldname: "region", label: __("Region"), fieldtype: "Link", options: "Administrative Territory", get_query: () => ({ filters: { level: "Region" } }) },
	],
};
