import { inWords } from "./in_words.js";

// What changed in a document stands beside its form with the values as they are stored: states and other choices in English, yes as 1.

/** A value of a field as it reads; of a link the title that the form was told. */
function said(value, { fieldtype, options, parent }, titles) {
	if (fieldtype === "Link" && value) return __(titles[`${options}::${value}`] || value);
	return inWords(fieldtype, value, parent) ?? value;
}

/** A changed field with both of its values in words. */
function changeSaid(doctype, [name, ...values], titles) {
	const field = frappe.meta.get_docfield(doctype, name);
	return [name, ...values.map((value) => (field ? said(value, field, titles) : value))];
}

function versionSaid(doctype, stored, titles) {
	const told = JSON.parse(stored);
	told.changed = told.changed?.map((change) => changeSaid(doctype, change, titles));
	told.row_changed = told.row_changed?.map(([table, place, row, changes]) => {
		const { options } = frappe.meta.get_docfield(doctype, table) || {};
		return [table, place, row, changes.map((change) => changeSaid(options, change, titles))];
	});
	return JSON.stringify(told);
}

/** Values in what is told of a document's past are read in the reader's language; of links the titles that the form was told. */
export function translateHistory() {
	const own = frappe.model.sync_docinfo;
	frappe.model.sync_docinfo = (answer) => {
		const titles = { ...frappe._link_titles, ...answer._link_titles };
		for (const version of answer.docinfo?.versions || [])
			if (version.data) version.data = versionSaid(answer.docinfo.doctype, version.data, titles);
		return own.call(frappe.model, answer);
	};
}
