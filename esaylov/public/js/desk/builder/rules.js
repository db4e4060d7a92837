import { groups, namesIn } from "./names.js";
import { column, escaped, said, searched } from "./words.js";

/** The rules with what they say; the chosen one opens its parameters. */
export function openRules(frm, bench) {
	const dialog = new frappe.ui.Dialog({
		title: __("Choose a Rule"),
		size: "large",
		fields: [
			{ fieldtype: "Data", fieldname: "search", label: __("Search") },
			{ fieldtype: "HTML", fieldname: "list" },
		],
	});
	const list = dialog.get_field("list").$wrapper;
	const buttons = bench.rules.map(
		(
			rule,
		) => `<button class="btn btn-default btn-block text-left" style="white-space: normal" data-rule="${escaped(rule.name)}">
			${escaped(said(rule.text))} <span class="text-muted">${escaped(rule.name)}</span></button>`,
	);
	list.html(`<div style="max-height: 55vh; overflow: auto">${buttons.join("")}</div>`);
	dialog.get_field("search").$input.on("input", (event) => {
		const text = searched(event.target.value);
		list
			.find("[data-rule]")
			.each((_, button) => $(button).toggle(searched(button.textContent).includes(text)));
	});
	list.on("click", "[data-rule]", (event) => {
		dialog.hide();
		openParameters(frm, bench, { rule: event.currentTarget.dataset.rule });
	});
	dialog.show();
}

/** The parameters of a row of the table, the one that is ticked. */
export function editRule(frm, bench, row) {
	if (row) openParameters(frm, bench, row);
	else frappe.msgprint(__("Tick the rule first."));
}

function openParameters(frm, bench, row) {
	const rule = bench.rules.find((item) => item.name === row.rule);
	if (!rule) return frappe.msgprint(__("There is no rule {0}. Choose from the list.", [escaped(row.rule)]));
	const given = JSON.parse(row.parameters || "{}");
	const dialog = new frappe.ui.Dialog({
		title: rule.name,
		fields: [
			{ fieldtype: "HTML", options: `<p>${escaped(said(rule.text))}</p>` },
			...rule.parameters.map((item) => field(frm, bench, item, given)),
			{ fieldtype: "Data", fieldname: "article", label: __("Article"), default: row.article || "" },
		],
		primary_action_label: row.name ? __("Change") : __("Add"),
		primary_action: ({ article, ...typed }) => {
			const kept = Object.entries(typed).filter(
				([, value]) => value !== undefined && value !== null && value !== "",
			);
			const target = row.name ? row : frm.add_child("form_rules", { rule: rule.name });
			target.parameters = JSON.stringify(Object.fromEntries(kept));
			target.article = article || "";
			frm.refresh_field("form_rules");
			frm.dirty();
			dialog.hide();
		},
	});
	dialog.show();
}

/** A control for one parameter, with what may be chosen for it. */
function field(frm, bench, item, given) {
	const options = {
		group: () => groups(frm),
		field: () => namesIn(frm),
		column: () => [...groups(frm), ""].flatMap((group) => namesIn(frm, group)),
		statute: () =>
			bench.statutes.map((row) => ({ value: row.key, label: `${row.key}: ${row.value} ${__(row.unit)}` })),
		stage: () => bench.stages.map((row) => ({ value: row.key, label: column(row, "title") || row.key })),
		choice: () => Object.entries(item.choices).map(([value, label]) => ({ value, label: said(label) })),
	}[item.kind]();
	return {
		fieldtype: "Select",
		fieldname: item.name,
		label: said(item.label),
		description: escaped(said(item.help)),
		options: item.required && options.length ? options : ["", ...options],
		default: given[item.name] ?? item.default ?? "",
		reqd: item.required,
	};
}
