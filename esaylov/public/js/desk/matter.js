import { registerCell, registerPanel, verdictsByPath } from "./registers.js";
import { remarkButton, remarksAt } from "./remarks.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/**
 * The answers of an appeal as HTML, each value escaped here.
 * beside: what else is known, by path: `registers` (verdicts), `remarks`, `differences`, and whether remarks may be written.
 */
export function renderMatter(matter, beside) {
	const verdicts = verdictsByPath(beside.registers);
	return `<div class="esaylov-matter">
		${note(matter.note)}
		${(matter.given || []).map(decision).join("")}
		${findings(matter.findings)}
		${differences(beside.differences)}
		<div class="esaylov-beside">
			<div>${matter.answers.length ? `<dl class="esaylov-answers">${matter.answers.map((one) => single(one, verdicts, beside)).join("")}</dl>` : ""}</div>
			${registerPanel(verdicts.get(""))}
		</div>
		${matter.groups.map((part) => group(part, verdicts, beside)).join("")}
		${attachments(matter.attachments, beside)}
	</div>`;
}

// more than that and the answers would stand pages below
const MOST_SHOWN = 10;

/** Who was refused and why; of many it opens where one asks for it. */
function refusals(rows) {
	const all = rows.map(({ subject, reason }) => `<li><b>${text(subject)}</b>: ${text(reason)}</li>`).join("");
	if (rows.length <= MOST_SHOWN) return all && `<ul>${all}</ul>`;
	return `<details><summary>${__("Who was refused and why: {0}", [rows.length])}</summary><ul>${all}</ul></details>`;
}

/** A decision on the appeal: its outcome, and of what was refused the reasons; what was granted stands among the answers. */
function decision(one) {
	const { refused } = one;
	const isMixed = one.granted && refused.length;
	const by = one.annulled_by;
	return `<section class="esaylov-given" data-decision="${text(one.name)}">
		<h3>${__("Decision {0}: {1}", [number(one), text(__(one.outcome))])} <span class="text-muted">${day(one)}</span></h3>
		${by ? `<p class="esaylov-rose">${__("Annulled by decision {0} of {1}.", [number(by), day(by)])}</p>` : ""}
		${isMixed ? `<p>${__("Granted: {0}, refused: {1}", [one.granted, refused.length])}</p>` : ""}
		${refusals(refused)}</section>`;
}

const day = (one) => text(frappe.datetime.str_to_user(one.decided_on));

/** Its number, as a link for who may read decisions. */
function number(one) {
	const words = text(one.number);
	return frappe.model.can_read("Decision")
		? `<a href="${frappe.utils.get_form_link("Decision", one.name)}">${words}</a>`
		: words;
}

function single(answer, verdicts, beside) {
	return `<div><dt>${text(answer.label)}</dt><dd>${text(answer.value)}
		${differs(verdicts.get(""), answer.path)}${remarkButton(answer.path, answer.label, beside)}
		${remarksAt(answer.path, beside)}</dd></div>`;
}

function group(part, verdicts, beside) {
	const head = part.columns.map((column) => `<th scope="col">${text(column)}</th>`).join("");
	const isAsked = part.rows.some((_, index) => verdicts.has(`${part.path}[${index}]`));
	const rows = part.rows.map((row, index) => groupRow(part, row, index, isAsked, verdicts, beside)).join("");
	return `<h3 id="group-${part.path}">${text(part.label)} <span class="text-muted">(${part.rows.length})</span></h3>
		<div class="esaylov-table" tabindex="0" role="region" aria-labelledby="group-${part.path}"><table class="table table-bordered">
		<thead><tr><th scope="col">№</th>${head}${isAsked ? `<th scope="col">${__("State register results")}</th>` : ""}
		</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function groupRow(part, row, index, isAsked, verdicts, beside) {
	const path = `${part.path}[${index}]`;
	const found = verdicts.get(path);
	const cells = row.map((cell, place) => {
		const column = part.column_names[place];
		const at = `${path}.${column}`;
		return `<td data-label="${text(part.columns[place])}">${text(cell)}${differs(found, column)}
			${remarkButton(at, `${part.label} ${index + 1}: ${part.columns[place]}`, beside)}${remarksAt(at, beside)}</td>`;
	});
	const verdict = isAsked
		? `<td data-label="${__("State register results")}">${registerCell(found)}</td>`
		: "";
	return `<tr data-path="${path}"><th scope="row">${index + 1}</th>${cells.join("")}${verdict}</tr>`;
}

function differs(found, column) {
	if (!found?.checks.some((check) => check.differs_in.includes(column))) return "";
	return ` <span class="esaylov-mark esaylov-rose">≠ ${__("differs from the register")}</span>`;
}

function attachments(files, beside) {
	if (!files.length) return "";
	const items = files.map((file) => {
		const size = Math.max(1, Math.round(file.size / 1024));
		const name = file.url
			? `<button type="button" class="btn btn-default btn-sm" data-view="${text(file.url)}" data-file="${text(file.file)}"
				data-title="${text(file.label)}">${text(file.file_name)}</button>`
			: text(file.file_name);
		return `<li><span>${text(file.label)}</span> ${name} <span class="text-muted">${__("{0} KB", [size])}</span>
			${remarkButton(file.path, file.label, beside)}${remarksAt(file.path, beside)}</li>`;
	});
	return `<h3>${__("Attachments")}</h3><ul class="esaylov-files">${items.join("")}</ul>`;
}

function differences(changed) {
	if (!changed?.length) return "";
	const cell = (value) => (value ? text(value) : `<i>${__("nothing")}</i>`);
	const rows = changed.map(
		(one) => `<tr><th scope="row">${text(one.label)}</th>
			<td>${cell(one.before)}</td><td>${cell(one.after)}</td></tr>`,
	);
	const title = __("What the corrected filing changed");
	return `<h3>${title}</h3><div class="esaylov-table" tabindex="0" role="region" aria-label="${title}"><table class="table table-bordered">
		<thead><tr><th scope="col">${__("Field")}</th><th scope="col">${__("Before")}</th><th scope="col">${__("Corrected")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

function note(words) {
	return words ? `<div class="alert alert-info">${text(words)}</div>` : "";
}

function findings(found) {
	if (!found.length) return "";
	const items = found.map((finding) => `<li>${text(finding.text)}</li>`);
	return `<div class="alert alert-warning"><b>${__("Check results")}</b><ul>${items.join("")}</ul></div>`;
}
