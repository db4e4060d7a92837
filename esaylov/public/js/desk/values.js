// What is stored as JSON, in a form as words: the server gives labels and lines, read by who looks.
const text = (value) => frappe.utils.escape_html(String(value));
const cell = (values) =>
	values.map((line) => `<div>${text(line) || "&nbsp;"}</div>`).join("") ||
	`<span class="text-muted">${__("Empty")}</span>`;

/** Show rows, the first cell of each its heading and the others lists of lines, in a field; or a sentence where there is none. */
export function showTable(frm, name, title, heads, rows, nothing) {
	const head = heads.map((word) => `<th scope="col" style="overflow-wrap: normal">${word}</th>`).join("");
	const body = rows
		.map(
			([label, ...cells]) =>
				`<tr><th scope="row" style="overflow-wrap: normal">${text(label)}</th>${cells.map((one) => `<td>${cell(one)}</td>`).join("")}</tr>`,
		)
		.join("");
	frm
		.get_field(name)
		.$wrapper.html(
			rows.length
				? `<div class="table-responsive" tabindex="0" role="region" aria-label="${title}"><table class="table table-bordered" style="overflow-wrap: anywhere"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`
				: `<p class="text-muted">${nothing}</p>`,
		);
}

/** Texts that are words of the app (a state, a kind, an event), in the reader's language; the framework shows them as they are stored. */
export function showWords(frm, ...names) {
	for (const name of names) {
		const said = frm.doc[name] ? __(frm.doc[name]) : "";
		frm.get_field(name)?.$wrapper.find(".control-value").text(said);
	}
}

/** What a change of a register overwrote. */
export function showValuesBefore(frm) {
	const rows = (frm.doc.__onload?.values_before || []).map((row) => [row.label, row.lines]);
	showTable(
		frm,
		"values_before",
		__("Values before"),
		[__("Field"), __("Value")],
		rows,
		__("No value was overwritten."),
	);
}

/** The appeals that were not handed over, and why; one that the reader may not read has no number. */
export function showRefused(frm) {
	const rows = (frm.doc.__onload?.refused || []).map((row) => [row.number || "–", [row.message]]);
	showTable(
		frm,
		"refused_view",
		__("Refused, with the reason"),
		[__("Appeal"), __("Reason")],
		rows,
		__("None was refused."),
	);
}
