const COLOURS = {
	Draft: "gray",
	Registered: "blue",
	Acknowledged: "green",
	"Under Review": "orange",
	Returned: "yellow",
	"Expert Review": "orange",
	"On Agenda": "purple",
	Granted: "green",
	"Partly Granted": "light-blue",
	Refused: "red",
	Withdrawn: "gray",
};
const OPEN = ["Registered", "Under Review", "Expert Review", "On Agenda"];

frappe.listview_settings["Appeal"] = {
	add_fields: ["status", "due_on", "received_at", "subject", "applicant_body"],
	hide_name_column: true,
	hide_name_filter: true,
	onload: (list) => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showInbox(list)),
	refresh: (list) => window.esaylov?.desk?.refreshInbox(list),
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	formatters: {
		// named by showInbox: the list itself knows ids and codes alone
		applicant_body: (_value, _field, doc) => `<span class="ellipsis" data-applicant="${doc.name}"></span>`,
		appeal_type: (value) => `<span class="ellipsis" data-type="${frappe.utils.escape_html(value)}"></span>`,
		assigned_to: (value) =>
			`<span class="ellipsis" data-officer="${frappe.utils.escape_html(value || "")}"></span>`,
		due_on(value, _field, doc) {
			if (!value) return "";
			const day = frappe.datetime.str_to_user(value);
			if (!OPEN.includes(doc.status)) return `<span>${day}</span>`;
			const left = frappe.datetime.get_diff(value, frappe.datetime.get_today());
			const words =
				left < 0 ? __("{0} days late", [-left]) : left === 0 ? __("due today") : __("{0} days left", [left]);
			// one element: the list takes what comes back for a selector otherwise
			return `<span class="${left < 1 ? "text-danger" : ""}">${day} · ${words}</span>`;
		},
	},
};
