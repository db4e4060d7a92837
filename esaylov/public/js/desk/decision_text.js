import { offerChoices } from "./autocomplete.js";
import { recordsOf, titleOf } from "./titles.js";

/** What keeps the titles of what a text of decisions serves; routes and effects are called by words of their own, the choices of a field of a type. */
const TITLED = { "Appeal Type": "Appeal Type", "Without Appeal": "Decision Subject" };
const CHOSEN = { Route: "route", Effect: "effect" };
const TYPE = "Appeal Type";
const MOST = 500;

/** DocType and name of what a text serves, null where no record has its title. */
export const servedBy = ({ scope, scope_key: key }) => (TITLED[scope] && key ? [TITLED[scope], key] : null);

/** A route or an effect in words; in English its code is made of them. */
const chosenSaid = (code) => (__(code) === code ? frappe.unscrub(code) : __(code));

/** What texts of a scope may serve, each as it is kept and as it is called. */
async function servable(scope) {
	if (CHOSEN[scope]) {
		await frappe.model.with_doctype(TYPE);
		const { options } = frappe.meta.get_docfield(TYPE, CHOSEN[scope]);
		return options
			.split("\n")
			.filter(Boolean)
			.map((value) => ({ value, label: chosenSaid(value) }));
	}
	return TITLED[scope] ? recordsOf(TITLED[scope], MOST) : [];
}

/** Offer by its words what the text may serve, and say what it serves. */
export async function showServed(frm) {
	const { scope, scope_key: key } = frm.doc;
	const [options, title] = await Promise.all([
		servable(scope),
		key && servedBy(frm.doc) && titleOf(...servedBy(frm.doc)),
	]);
	if (frm.doc.scope !== scope || frm.doc.scope_key !== key) return; // another was chosen meanwhile
	const words = title || (key ? chosenSaid(key) : "");
	const known = options.some(({ value }) => value === key) || !key;
	offerChoices(frm, "scope_key", known ? options : [...options, { value: key, label: words }], words);
}
