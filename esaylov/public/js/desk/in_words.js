// How stored values read, wherever a form or a history tells them.
const SAID = {
	Check: (value) => (Number(value) ? __("Yes") : __("No")),
	Datetime: (value) => frappe.datetime.str_to_user(value),
	Date: (value) => frappe.datetime.str_to_user(value),
	Select: (value, doctype) => __(value, null, doctype),
};

/** A value of a field of a kind (Check, Date …) in words, null where it stands as it is stored; doctype: whose choices they are. */
export function inWords(kind, value, doctype) {
	if ([null, undefined, ""].includes(value)) return null;
	return SAID[kind]?.(value, doctype) ?? null;
}
