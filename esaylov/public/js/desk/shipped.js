import { entitle } from "./form_title.js";
import { showTable } from "./values.js";

const text = (value) => frappe.utils.escape_html(String(value));

/** A record that we ship, under its title; what differs here from what we ship, in words. */
export function showShipped(frm) {
	const { shown_title: title, differences } = frm.doc.__onload || {};
	entitle(frm, `${__(frm.doc.reference_doctype)}: ${title || __(frm.doc.reference_name)}`);
	frm.set_df_property("reference_doctype", "formatter", (kind) => text(__(kind)));
	showTable(
		frm,
		"comparison",
		__("Difference"),
		[__("Field"), __("On This Site"), __("As We Ship It")],
		(differences || []).map(({ label, here, shipped }) => [label, here, shipped]),
		differences
			? __("Nothing differs from what we ship.")
			: __("It is not there any more, or you may not read it."),
	);
}
