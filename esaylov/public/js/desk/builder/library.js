import { column, escaped, said, searched } from "./words.js";

/** Ready fields with a search; one or several are put into the form, a group with its fields. */
export function openLibrary(frm, bench) {
	const dialog = new frappe.ui.Dialog({
		title: __("Library of Fields"),
		size: "large",
		fields: [
			{ fieldtype: "Data", fieldname: "search", label: __("Search"), placeholder: __("Name or label") },
			{ fieldtype: "HTML", fieldname: "list" },
		],
		primary_action_label: __("Insert"),
		primary_action: () => {
			const chosen = list
				.find("input:checked")
				.map((_, box) => box.value)
				.get();
			insert(frm, bench.library, chosen);
			dialog.hide();
		},
	});
	const list = dialog.get_field("list").$wrapper;
	list.html(sections(bench));
	dialog.get_field("search").$input.on("input", (event) => filter(list, searched(event.target.value)));
	dialog.show();
}

function sections(bench) {
	const parts = Object.entries(bench.sections).map(([section, title]) => {
		const rows = bench.library.filter((row) => row.section === section);
		return rows.length
			? `<section><h6>${escaped(said(title))}</h6>${rows.map(entry).join("")}</section>`
			: "";
	});
	return `<div style="max-height: 55vh; overflow: auto">${parts.join("")}</div>`;
}

function entry(row) {
	const words = [row.field_name, row.label_uz, row.label_ru, row.label_en].join(" ").toLowerCase();
	const inner = row.columns ? `: ${row.columns.join(", ")}` : "";
	return `<label class="d-block" data-words="${escaped(words)}" style="margin: 0 0 var(--margin-xs)">
		<input type="checkbox" value="${escaped(row.field_name)}"> ${escaped(column(row, "label"))}
		<span class="text-muted">${escaped(row.field_name)} · ${escaped(__(row.kind))}${escaped(inner)}</span></label>`;
}

function filter(list, text) {
	list
		.find("[data-words]")
		.each((_, label) =>
			$(label)
				.toggleClass("d-block", label.dataset.words.includes(text))
				.toggle(label.dataset.words.includes(text)),
		);
	list.find("section").each((_, section) => $(section).toggle($(section).find(".d-block").length > 0));
}

/** Rows of the chosen entries at the end of the form; what stands there already is not put in twice. */
function insert(frm, library, chosen) {
	const byName = Object.fromEntries(library.map((row) => [row.field_name, row]));
	for (const name of chosen) {
		add(frm, byName[name], "");
		for (const inner of byName[name].columns || []) add(frm, byName[inner], name);
	}
	frm.refresh_field("form_fields");
	frm.dirty();
}

function add(frm, { section: _section, columns: _columns, ...row }, group) {
	const same = (other) => other.field_name === row.field_name && (other.parent_field || "") === group;
	if ((frm.doc.form_fields || []).some(same)) return;
	frm.add_child("form_fields", { ...row, parent_field: group });
}
