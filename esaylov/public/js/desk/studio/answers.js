import { namesIn } from "../builder/names.js";
import { column } from "../builder/words.js";
import { labelOf, named } from "./words.js";

/** What the answers of a level may be named by: [name, words][]; a block of a person gives its columns. group: a name, "" at the top. */
export function answersIn(rows, group, bench, language) {
	return namesIn({ doc: { form_fields: rows } }, group).map((name) => {
		const row = rows.find((one) => one.field_name === name && (one.parent_field || "") === group);
		return [name, row ? labelOf(row, language) : keyWords(name, bench)];
	});
}

/** The groups of the form, by their labels. */
export function groupsIn(rows, language) {
	return rows.filter((row) => row.kind === "Group").map((row) => [row.field_name, labelOf(row, language)]);
}

/** A column of a register, or of a person, in words: as the library calls the field of this name. */
export function keyWords(name, bench) {
	const ready = bench.library.find((row) => row.field_name === name);
	return bench.columns[name] || (ready && column(ready, "label")) || named(name);
}
