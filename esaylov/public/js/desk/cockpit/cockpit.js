/**
 * What the cockpit decides in the browser, without a page: where it stands, what has changed, how much of a whole something is.
 * Figures and the filters of their rows are the server's. Nothing is imported, so tests run it as it stands.
 */

/** The parts of the route for an election and a commission; the commission stands behind the election alone. */
export function placeOf(election, commission) {
	if (!election) return ["cockpit"];
	return commission ? ["cockpit", election, commission] : ["cockpit", election];
}

/** A part of a whole in whole percent; 0 of nothing, and neither 0 nor 100 of what is only nearly that. */
export function share(part, whole) {
	if (!whole || !part) return 0;
	if (part >= whole) return 100;
	return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

/** The keys of figures that are other than they were; none where nothing was shown before. */
export function changed(before, after) {
	const known = new Map(before.map((one) => [one.key, one.count]));
	return after.filter((one) => known.has(one.key) && known.get(one.key) !== one.count).map((one) => one.key);
}

/** Rows of the load by the region of the map they lie in, without the commission itself; of two in one the first. */
export function byTerritory(rows) {
	const found = new Map();
	for (const row of rows) {
		if (row.territory && !row.is_itself && !found.has(row.territory)) found.set(row.territory, row);
	}
	return found;
}

/** All figures that have a key, in their order. */
export const keyed = (found) => [...found.deadlines, ...found.stages, ...found.messages, found.owed];

/** Filters `[field, operator, value][]` as the route of a list takes them: a field that stands twice has texts of both. */
export function routeOptions(filters) {
	const found = {};
	for (const [field, operator, value] of filters) {
		const one = [operator, value];
		if (!(field in found)) found[field] = one;
		else found[field] = [JSON.stringify(found[field]), JSON.stringify(one)];
	}
	return found;
}
