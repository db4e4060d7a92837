import { groupOf, inside, parsed } from "./canvas.js";
import { clausesOf } from "./clauses.js";
import { labelOf } from "./words.js";

/** The field that a condition of a row reads: of its level, else of those around it. */
export function readBy(rows, row, name) {
	for (let group = groupOf(rows, row); ; group = groupOf(rows, group)) {
		const found = inside(rows, group).find((one) => one.field_name === name);
		if (found || !group) return found || null;
	}
}

/** A value as the form shows it: yes or no, the words of a choice, the text itself. */
export function valueWords(field, value, language) {
	if (typeof value === "boolean") return value ? __("Yes") : __("No");
	const choice = parsed(field?.choices, []).find((one) => one.value === value);
	return choice?.label?.[language] || choice?.label?.uz || String(value ?? "");
}

function clauseWords(rows, row, { field: name, values, isNot }, language) {
	const field = readBy(rows, row, name);
	const label = field ? labelOf(field, language) : __("a field that was removed");
	const said = values.map((value) => __("“{0}”", [valueWords(field, value, language)])).join(" / ");
	return isNot ? __("“{0}” is not {1}", [label, said]) : __("“{0}” is {1}", [label, said]);
}

/** A condition as a sentence. what: shown_if or required_if. */
export function conditionWords(rows, row, what, language) {
	const found = clausesOf(parsed(row[what], {}));
	if (found === null)
		return what === "shown_if"
			? __("Shown under several conditions")
			: __("Required under several conditions");
	const words = found.clauses
		.map((clause) => clauseWords(rows, row, clause, language))
		.join(` ${found.join === "any" ? __("or") : __("and")} `);
	return what === "shown_if" ? __("Shown only if {0}", [words]) : __("Required only if {0}", [words]);
}
