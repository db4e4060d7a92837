const REPORTING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"];

frappe.listview_settings["Turnout Report"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	onload(list) {
		if (!REPORTING.some((role) => frappe.user.has_role(role))) return;
		// a report is given through its service: no role may create the document itself
		const report = () =>
			frappe.require("esaylov.bundle.js", () => window.esaylov.desk.reportTurnout(() => list.refresh()));
		// the list takes its own button away from who may not create; it asks for it anew after each refresh
		list.set_primary_action = () => list.page.set_primary_action(__("Report Turnout"), report, "add");
		list.set_primary_action();
	},
};
