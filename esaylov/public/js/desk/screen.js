// What a question says of the screen it came up on: the route without its record, and the record by its own, which the server
// stores only where the asker may read it. No query, no text that was typed.

const PAGES = {
	"commission-desk": "Appeal",
	"appeal-type-studio": "Appeal Type",
	"preparation-wizard": "Election Preparation",
	"session-hall": "Commission Session",
};

/** `route` as `frappe.get_route()` gives it; `isNew`: the form that is open was not saved yet. */
export function contextOf(route, isNew = false) {
	const [view = "", kind = "", name = ""] = route || [];
	if (view === "Form") return { screen: `Form/${kind}`, doctype: isNew ? "" : kind, name: isNew ? "" : name };
	if (PAGES[view]) return { screen: view, doctype: kind ? PAGES[view] : "", name: kind };
	return { screen: kind ? `${view}/${kind}` : view, doctype: "", name: "" };
}
