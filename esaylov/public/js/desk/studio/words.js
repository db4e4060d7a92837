import { column } from "../builder/words.js";

/** The languages of a text that somebody writes, by their own names. */
export const NAMES = { uz: "Oʻzbekcha", ru: "Русский", en: "English" };

/** What a row of the form is called in a language: its own text there, else in Uzbek, else what kind it is. */
export function labelOf(row, language) {
	return row[`label_${language}`] || row.label_uz || column(row, "label") || __(row.kind);
}

/** Values that are abbreviations, in English: the other languages have words for them. */
const ENGLISH = {
	CEC: "Central Election Commission",
	REG: "regional commission",
	OKR: "constituency commission",
	DC: "district commission",
	PEC: "precinct commission",
	ISSUER: "the commission that issued it",
	EDS: "digital signature",
	"EDS or SMS": "digital signature or SMS",
};

/** A value of a list in the reader's language; in English, whose words the lists have none of, without its underscores. */
export function named(value) {
	const said = __(value);
	return said === value ? ENGLISH[value] || value.replaceAll("_", " ") : said;
}

/** The choices of a field of a DocType, as the server has them: [value, words][]. */
export function options(doctype, field) {
	const found = frappe.meta.get_docfield(doctype, field)?.options || "";
	return found
		.split("\n")
		.filter(Boolean)
		.map((value) => [value, named(value)]);
}

/** A number of the law in words: what it limits, how much, by which article. */
export function statute(row) {
	const much = `${row.value} ${__(row.unit)}`;
	const said = `${column(row, "title") || row.key}: ${much}`;
	return row.law ? `${said} ${row.law}` : said;
}

/** Files of an applicant: kinds that are usual, and the largest size in megabytes. */
export const FILE_KINDS = "pdf, jpg, png";
export const MEGABYTE = 1024 * 1024;

/** What a new field of a kind begins with. */
export function beginning(kind) {
	const start = {
		File: { file_kinds: FILE_KINDS, maximum_bytes: 5 * MEGABYTE },
		Photo: { file_kinds: "jpg, png", maximum_bytes: 5 * MEGABYTE },
		Group: { min_rows: 1 },
		Link: { link_doctype: "Administrative Territory" },
		Choice: { choices: JSON.stringify([{ value: "choice_1", label: { uz: "", ru: "", en: "" } }]) },
	}[kind];
	return { kind, field_name: "field", fresh: true, ...start };
}

const LONGEST = 60; // of a line to choose; the whole text stands beside it

/** A text of a message in a language; what is put in stands there by its words. */
export const textOf = (row, language) => row[`text_${language}`] || row.text_uz || "";

/** The beginning of it, for a list. */
export function brief(row, language) {
	const text = textOf(row, language);
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The keys of the studio: what is pressed, what it does. */
export const KEYS = [
	["↑ ↓", __("the field above, the field below")],
	["Alt ↑ ↓", __("move the field up, down")],
	["Alt → ←", __("into the group beside it, out of its group")],
	["F2", __("write the label in place; Enter ends it")],
	["F8", __("the next finding of the check, where it is mended")],
	["Delete", __("remove the field")],
	["/", __("search the library; Enter adds what is chosen")],
	["Ctrl Z", __("undo; with Shift: redo")],
	["Ctrl S", __("save")],
	["Esc", __("back to the type")],
];
