const PREPARING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"];

// the id says nothing to a reader
frappe.listview_settings["Decision"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["kind", "status"],
	// a draft has no number, and its id would stand there
	formatters: { number: (value) => frappe.utils.escape_html(value || __("Not numbered yet")) },
	get_indicator(doc) {
		const colours = { Draft: "gray", Signed: "green", Annulled: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
	onload(list) {
		if (!PREPARING.some((role) => frappe.user.has_role(role))) return;
		// decisions come of signed steps: no role may create the document itself
		const decide = () => frappe.require("esaylov.bundle.js", () => window.esaylov.desk.decideWithoutAppeal());
		// the list takes its own button away from who may not create; it asks for it anew after each refresh
		list.set_primary_action = () =>
			list.page.set_primary_action(__("Decide Without an Appeal"), decide, "add");
		list.set_primary_action();
	},
};
