import { namesIn } from "./names.js";
import { escaped } from "./words.js";

const read = (text, empty) => {
	try {
		return JSON.parse(text || "") ?? empty;
	} catch {
		return empty; // what was typed by hand and cannot be read is written anew
	}
};

function ticked(frm, kinds) {
	const row = frm.get_field("form_fields").grid.get_selected_children()[0];
	if (!row) frappe.msgprint(__("Tick the field first."));
	else if (kinds && !kinds.includes(row.kind))
		frappe.msgprint(__("Only fields of the kind {0} have this.", [__(kinds[0])]));
	else return row;
}

/** Values of a Choice with their labels, as a table instead of JSON. */
export function editChoices(frm) {
	const row = ticked(frm, ["Choice"]);
	if (!row) return;
	const data = read(row.choices, []).map(({ value, label }) => ({
		value,
		uz: label?.uz,
		ru: label?.ru,
		en: label?.en,
	}));
	const text = (fieldname, label) => ({
		fieldtype: "Data",
		fieldname,
		label,
		in_list_view: 1,
		columns: 2,
		reqd: 1,
	});
	const columns = [
		text("value", __("Value")),
		text("uz", "Oʻzbekcha"),
		text("ru", "Русский"),
		text("en", "English"),
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Choices of {0}", [escaped(row.field_name)]),
		size: "large",
		fields: [
			{
				fieldtype: "Table",
				fieldname: "choices",
				fields: columns,
				data,
				in_place_edit: true,
				cannot_add_rows: false,
			},
		],
		primary_action_label: __("Set"),
		primary_action: ({ choices = [] }) => {
			const made = choices
				.filter((item) => item.value)
				.map(({ value, uz, ru, en }) => ({ value, label: { uz, ru, en } }));
			frappe.model.set_value(row.doctype, row.name, "choices", JSON.stringify(made));
			dialog.hide();
		},
	});
	dialog.show();
}

/** When a field is shown or must be filled in: another field of its level and the value that it has then. */
export function editCondition(frm) {
	const row = ticked(frm);
	if (!row) return;
	const group = row.parent_field || "";
	const others = frm.doc.form_fields.filter((other) => (other.parent_field || "") === group && other !== row);
	const now = read(row.shown_if || row.required_if, {});
	const dialog = new frappe.ui.Dialog({
		title: __("Condition of {0}", [escaped(row.field_name)]),
		fields: [
			{
				fieldtype: "Select",
				fieldname: "what",
				label: __("The field is"),
				options: [
					{ value: "shown_if", label: __("shown only if") },
					{ value: "required_if", label: __("required only if") },
				],
				default: row.required_if && !row.shown_if ? "required_if" : "shown_if",
			},
			{
				fieldtype: "Select",
				fieldname: "field",
				label: __("Field"),
				options: ["", ...namesIn(frm, group).filter((name) => name !== row.field_name)],
				default: now.field || "",
			},
			{
				fieldtype: "Data",
				fieldname: "value",
				label: __("has the value"),
				default: String(now.equals ?? ""),
				description: __(
					"Yes or No for a field of the kind Yes/No; the value, not the label, of a Choice. Empty field: no condition.",
				),
			},
		],
		primary_action_label: __("Set"),
		primary_action: ({ what, field, value }) => {
			const condition = field
				? {
						field,
						equals: typed(
							others.find((other) => other.field_name === field),
							value,
						),
					}
				: null;
			frappe.model.set_value(row.doctype, row.name, what, condition ? JSON.stringify(condition) : "");
			dialog.hide();
		},
	});
	dialog.show();
}

/** The value as the answers hold it. */
function typed(field, value) {
	if (field?.kind === "Yes/No")
		return !["no", "false", "0", __("No").toLowerCase()].includes(String(value ?? "").toLowerCase());
	return field?.kind === "Integer" ? Number(value) : value;
}
