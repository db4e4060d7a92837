import { groups, namesIn } from "./names.js";
import { escaped } from "./words.js";

/** The effect, then a field of the form for each key that it knows. */
export function openMapping(frm, bench) {
	const dialog = new frappe.ui.Dialog({
		title: __("Effect"),
		fields: [
			{
				fieldtype: "Select",
				fieldname: "effect",
				label: __("Effect"),
				options: Object.keys(bench.effects).map((effect) => ({ value: effect, label: __(effect) })),
				default: frm.doc.effect || "record_only",
				reqd: 1,
			},
		],
		primary_action_label: __("Next"),
		primary_action: ({ effect }) => {
			dialog.hide();
			openKeys(frm, effect, bench.effects[effect]);
		},
	});
	dialog.show();
}

function openKeys(frm, effect, keys) {
	const mapping = frm.doc.effect === effect ? JSON.parse(frm.doc.effect_mapping || "{}") : {};
	const answers = [...new Set(["", ...groups(frm)].flatMap((group) => namesIn(frm, group)))];
	const control = (key, reqd) => ({
		fieldtype: "Select",
		fieldname: key,
		label: escaped(key),
		options: ["", ...(key === "rows" ? groups(frm) : answers)],
		default: mapping[key] || (answers.includes(key) ? key : ""),
		reqd,
	});
	const none = `<p class="text-muted">${__("This effect needs no fields.")}</p>`;
	const controls = [
		...keys.required.map((key) => control(key, 1)),
		...keys.optional.map((key) => control(key, 0)),
	];
	const dialog = new frappe.ui.Dialog({
		title: __("Fields of the Effect"),
		fields: controls.length ? controls : [{ fieldtype: "HTML", options: none }],
		primary_action_label: __("Set"),
		primary_action: (chosen) => {
			const kept = Object.entries(chosen).filter(([, name]) => name);
			frm.set_value("effect", effect);
			frm.set_value("effect_mapping", JSON.stringify(Object.fromEntries(kept), null, 1));
			dialog.hide();
		},
	});
	dialog.show();
}
