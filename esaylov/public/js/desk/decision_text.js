import { titleOf } from "./titles.js";

/** What keeps the titles of what a text of decisions serves; routes and effects are called by words of their own. */
const TITLED = { "Appeal Type": "Appeal Type", "Without Appeal": "Decision Subject" };

/** DocType and name of what a text serves, null where no record has its title. */
export const servedBy = ({ scope, scope_key: key }) => (TITLED[scope] && key ? [TITLED[scope], key] : null);

/** Say below the code in the form what it stands for. */
export async function showServed(frm) {
	const { scope_key: key } = frm.doc;
	const link = servedBy(frm.doc);
	const words = key ? (link ? await titleOf(...link) : __(key)) : "";
	if (frm.doc.scope_key !== key) return; // another was chosen meanwhile
	const asked = __(
		"Code of the route, the effect, the appeal type, or the kind of a decision without an appeal",
	);
	frm.set_df_property("scope_key", "description", frappe.utils.escape_html(words) || asked);
}
