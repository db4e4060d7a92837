const text = (value) => frappe.utils.escape_html(String(value));
const lines = (values) =>
	values.map((line) => `<div>${text(line) || "&nbsp;"}</div>`).join("") ||
	`<span class="text-muted">${__("Empty")}</span>`;

/** A record that we ship, under its title; what differs here from what we ship, in words. */
export function showShipped(frm) {
	const { shown_title: title, differences } = frm.doc.__onload || {};
	frm.page.set_title(`${__(frm.doc.reference_doctype)}: ${title || __(frm.doc.reference_name)}`);
	frm.set_df_property("reference_doctype", "formatter", (kind) => text(__(kind)));
	const rows = (differences || []).map(
		({ label, here, shipped }) =>
			`<tr><th scope="row" style="overflow-wrap: normal">${text(label)}</th><td>${lines(here)}</td><td>${lines(shipped)}</td></tr>`,
	);
	const heads = [__("Field"), __("On This Site"), __("As We Ship It")]
		.map((word) => `<th scope="col" style="overflow-wrap: normal">${word}</th>`)
		.join("");
	frm
		.get_field("comparison")
		.$wrapper.html(
			rows.length
				? `<div class="table-responsive" tabindex="0" role="region" aria-label="${__("Difference")}"><table class="table table-bordered" style="overflow-wrap: anywhere"><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`
				: `<p class="text-muted">${differences ? __("Nothing differs from what we ship.") : __("It is not there any more, or you may not read it.")}</p>`,
		);
}
