/** A name for the answers from a label: ASCII, lower case, not taken by another row. */
export function proposeName(label, taken) {
	const plain = label
		.normalize("NFD")
		.replace(/[\u0300-\u036f]|['ʻʼ‘’`´ʹ′＇]/g, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "_")
		.replace(/^[_0-9]+|_+$/g, "")
		.slice(0, 50);
	if (!plain) return "";
	let name = plain;
	for (let number = 2; taken.includes(name); number += 1) name = `${plain}_${number}`;
	return name;
}

/** Rows of the form by what a picker offers. */
export const groups = (frm) =>
	frm.doc.form_fields.filter((row) => row.kind === "Group").map((row) => row.field_name);

const PERSON = [
	"pinfl",
	"passport",
	"full_name",
	"birth_date",
	"gender",
	"nationality",
	"address",
	"specialty",
];
const PERSON_COLUMNS = [...PERSON, "workplace_position", "phone"];

/** Names of the answers of one level; a block of a person gives its columns. */
export function namesIn(frm, group = "") {
	const rows = frm.doc.form_fields.filter((row) => row.field_name && (row.parent_field || "") === group);
	return rows.flatMap((row) => (row.field_name.startsWith("@") ? PERSON_COLUMNS : [row.field_name]));
}
