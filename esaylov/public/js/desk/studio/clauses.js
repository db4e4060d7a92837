/**
 * Conditions of a field and filters of a list as lines that somebody can read and change. Nothing is imported, so tests run it as it stands.
 */

const keysOf = (value) =>
	Object.keys(value || {})
		.sort()
		.join();

/**
 * A condition as clauses that must all hold, or one of them: { join: "all" or "any", clauses: { field, values, isNot }[] }.
 * Without one there are no clauses; null for a condition that goes deeper.
 */
export function clausesOf(condition) {
	const keys = keysOf(condition);
	if (!keys) return { join: "all", clauses: [] };
	const join = ["all", "any"].includes(keys) && Array.isArray(condition[keys]) ? keys : "";
	const clauses = (join ? condition[join] : [condition]).map(clauseOf);
	return clauses.every(Boolean) ? { join: join || "all", clauses } : null;
}

function clauseOf(condition) {
	const keys = keysOf(condition);
	if (keys === "not") {
		const inner = clauseOf(condition.not);
		return inner && !inner.isNot ? { ...inner, isNot: true } : null;
	}
	if (keys === "equals,field") return { field: condition.field, values: [condition.equals], isNot: false };
	if (keys === "field,in" && Array.isArray(condition.in))
		return { field: condition.field, values: condition.in, isNot: false };
	return null;
}

/** The condition of clauses; null for none. */
export function conditionOf({ join, clauses }) {
	const made = clauses.map(({ field, values, isNot }) => {
		const leaf = values.length === 1 ? { field, equals: values[0] } : { field, in: values };
		return isNot ? { not: leaf } : leaf;
	});
	if (!made.length) return null;
	return made.length === 1 ? made[0] : { [join]: made };
}

/** A filter of a list as lines: a column, and whether it is one of values, a fact, not given, or true of itself. */
export function linesOf(filters) {
	return Object.entries(filters || {}).map(([column, value]) => ({ column, ...compared(value) }));
}

function compared(value) {
	if (value === null) return { is: "empty" };
	if (value === true) return { is: "own" };
	if (typeof value === "string" && value.startsWith("@")) return { is: "fact", fact: value.slice(1) };
	return { is: "values", values: Array.isArray(value) ? value : [value] };
}

/** The filter of lines; a column that stands twice is taken as it stands last. */
export const filtersOf = (lines) => Object.fromEntries(lines.map((line) => [line.column, filterOf(line)]));

function filterOf({ is, fact, values }) {
	if (is === "empty") return null;
	if (is === "own") return true;
	if (is === "fact") return `@${fact}`;
	return values.length === 1 ? values[0] : values;
}

/** The values with one more or one less of a list, in the order of the list; the last one stays. */
export function ticked(values, value, isOn, order) {
	const now = isOn ? [...values, value] : values.filter((one) => one !== value);
	const sorted = [...order.filter((one) => now.includes(one)), ...now.filter((one) => !order.includes(one))];
	return sorted.length ? sorted : values;
}

const PLACE = /\{((?:count:)?[a-z][a-z0-9_]*)\}/g;

/** The places of the title of an appeal, by their names: `party`, `count:persons`. */
export const placesIn = (template) => [...(template || "").matchAll(PLACE)].map(([, name]) => name);

/** The title with its places in words. words: by name. */
export const inWords = (template, words) =>
	(template || "").replace(PLACE, (whole, name) => (words[name] ? `{${words[name]}}` : whole));

/** The title as it is stored, of one with words; what is no place stays. */
export function fromWords(text, words) {
	const names = Object.fromEntries(Object.entries(words).map(([name, said]) => [said, name]));
	return text.replace(/\{([^{}]*)\}/g, (whole, said) => (names[said] ? `{${names[said]}}` : whole));
}

/** Words by name, none of them twice and none with a brace: two fields may have one label. */
export function distinct(pairs) {
	const found = {};
	for (const [name, words] of pairs) {
		const plain = words.replace(/[{}]/g, "");
		let said = plain;
		for (let number = 2; Object.values(found).includes(said); number += 1) said = `${plain} (${number})`;
		found[name] = said;
	}
	return found;
}
