// Above the form of a document of which a change waits for a second person: the way to the proposal (`watching.tell_waiting`).
export function showProposals() {
	// told on 15 and 16 alike; scripts for forms of every kind ("*") are of 16
	$(document).on("form-refresh", (_event, frm) => {
		const name = frm.doc.__onload?.configuration_waits;
		if (!name || frm.is_new()) return;
		const words = __(
			"What was proposed here waits for the signature of another administrator; until then the document stays as you see it.",
		);
		const link = frappe.utils.get_form_link("Configuration Change", name, true, __("Show the proposal"));
		// the framework lays the cross that closes it over the end of a line
		frm.set_intro(`<div class="pr-4">${frappe.utils.escape_html(words)} ${link}</div>`, "blue");
	});
}
