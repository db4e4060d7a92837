/**
 * Offer choices by their words in a field (Autocomplete) that keeps codes: `{value, label}` each; one that is only read says `words`.
 * The framework takes the choices of such a field when its input is made, and no later.
 */
export function offerChoices(frm, name, choices, words) {
	const field = frm.get_field(name);
	frm.set_df_property(name, "formatter", () => frappe.utils.escape_html(words));
	field.df.options = choices;
	if (!field.awesomplete) return;
	field.set_data(choices);
	field.set_formatted_input(frm.doc[name]);
}
