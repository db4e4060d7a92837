// the id says nothing to a reader
frappe.listview_settings["Decision"] = {
	hide_name_column: true,
	add_fields: ["kind", "status"],
	get_indicator(doc) {
		const colours = { Draft: "gray", Signed: "green", Annulled: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
