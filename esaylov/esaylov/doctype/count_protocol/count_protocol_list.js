const COLOURS = {
	Draft: "gray",
	Signing: "blue",
	Signed: "orange",
	Received: "green",
	Returned: "red",
	Corrected: "gray",
	Annulled: "red",
};
const OPENING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"];

frappe.listview_settings["Count Protocol"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	add_fields: ["status"],
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	onload(list) {
		if (!OPENING.some((role) => frappe.user.has_role(role))) return;
		// a count is opened through its service: no role may create the document itself
		const open = () =>
			frappe.require("esaylov.bundle.js", () => window.esaylov.desk.openCount(() => list.refresh()));
		// the list takes its own button away from who may not create; it asks for it anew after each refresh
		list.set_primary_action = () => list.page.set_primary_action(__("Open the Count"), open, "add");
		list.set_primary_action();
	},
};
