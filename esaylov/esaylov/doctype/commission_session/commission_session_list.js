const COLOURS = {
	Planned: "blue",
	Open: "green",
	Recess: "orange",
	Closed: "gray",
	"Protocol Signed": "gray",
	"Called Off": "red",
};
const ARRANGING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"];

frappe.listview_settings["Commission Session"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	add_fields: ["status", "starts_at"],
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	onload(list) {
		if (!ARRANGING.some((role) => frappe.user.has_role(role))) return;
		// a session is planned through its service: no role may create the document itself
		const plan = () => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.planSession());
		// the list takes its own button away from who may not create; it asks for it anew after each refresh
		list.set_primary_action = () => list.page.set_primary_action(__("Plan a Session"), plan, "add");
		list.set_primary_action();
	},
};
