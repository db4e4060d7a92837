export const escaped = (value) => frappe.utils.escape_html(String(value ?? ""));

/** A text that comes in uz, ru, en, in the language of the Desk. */
export const said = (texts) =>
	texts?.[frappe.boot.lang] || texts?.[frappe.boot.lang === "ru" ? "ru" : "uz"] || texts?.uz || "";

/** A column such as title_uz or label_ru of a row, in the language of the Desk. */
export function column(row, name) {
	return row[`${name}_${frappe.boot.lang}`] || row[`${name}_uz`] || "";
}

/** The letters of 2026 and those of 1995, as core/people/letters.py has them. */
const OLD = { ö: "o'", ğ: "g'", ş: "sh", ç: "ch" };

/** A text as it is searched: lower case, whatever its apostrophes and alphabet. */
export const searched = (text) =>
	text
		.normalize("NFC")
		.trim()
		.toLowerCase()
		.replace(/[öğşç]/g, (letter) => OLD[letter])
		.replace(/[ʻʼ‘’`´ʹ′＇]/g, "'");

/** Findings as HTML: errors first, each with its place; `nothing` stands where there are none. */
export function findingsHtml(findings, nothing) {
	if (!findings.length) return `<p class="text-success">${escaped(nothing)}</p>`;
	const items = findings.map((finding) => {
		const error = finding.severity === "error";
		const mark = `<span class="indicator-pill ${error ? "red" : "orange"}">${error ? __("Error") : __("Warning")}</span>`;
		const place = finding.path
			? ` <code class="text-muted" style="overflow-wrap: anywhere">${escaped(finding.path)}</code>`
			: "";
		return `<li style="margin-bottom: var(--margin-sm)">${mark} ${escaped(finding.message)}${place}</li>`;
	});
	return `<ul class="list-unstyled" data-findings>${items.join("")}</ul>`;
}

/** The type as it stands in the form, saved or not. */
export const values = (frm) => JSON.parse(JSON.stringify(frm.doc));
