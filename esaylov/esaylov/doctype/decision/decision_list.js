const PREPARING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"];

// a draft has no number, and is called by its id, which says nothing to a reader
const called = (doc, about) =>
	[doc.title && doc.title !== doc.name ? doc.title : __("Not numbered yet"), about]
		.filter(Boolean)
		.join(" · ");
const matter = (doc) => {
	if (doc.appeal) return ["Appeal", doc.appeal];
	return doc.subject_kind ? ["Decision Subject", doc.subject_kind] : null;
};

frappe.listview_settings["Decision"] = {
	hide_name_column: true,
	hide_name_filter: true,
	add_fields: ["kind", "status", "appeal", "subject_kind"],
	// with its number what it is about: an appeal by its subject, or else a matter of the commission's own
	formatters: { title: (_title, _field, doc) => called(doc) },
	refresh: (list) =>
		frappe.require("esaylov.bundle.js", () =>
			window.esaylov.desk.showTitles(list, matter, ".list-subject a[data-name]", (title, doc) =>
				called(doc, title),
			),
		),
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
