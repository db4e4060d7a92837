const text = (value) => frappe.utils.escape_html(String(value ?? ""));

export const CHECKS = {
	PD: () => __("Personal data"),
	WP: () => __("Place of work"),
	ED: () => __("Education"),
	CR: () => __("Criminal record"),
	DIS: () => __("Disability"),
	LC: () => __("Legal capacity"),
};
/** Result of a register: sign, words, colour; the sign and the words say it to who does not see the colour. */
const RESULTS = {
	match: ["✓", () => __("agrees"), "leaf"],
	clear: ["✓", () => __("nothing found"), "leaf"],
	differs: ["≠", () => __("differs"), "rose"],
	not_found: ["?", () => __("person not found"), "rose"],
	found: ["!", () => __("found against the person"), "rose"],
	pending: ["…", () => __("answer awaited"), "sun"],
	unreachable: ["⚠", () => __("register not reached"), "sun"],
	"": ["–", () => __("not asked"), "sun"],
};

/** A disability is shown and decides nothing: its answer has no colour of a refusal. */
const INFORMATION = { DIS: { found: ["i", () => __("on record, for information"), "sun"] } };
const resultOf = (check) => INFORMATION[check.check]?.[check.result] || RESULTS[check.result];

/** Verdicts of `people.registers` by the path of the person; "" is the person at the top level. */
export function verdictsByPath(registers) {
	return new Map((registers || []).map((one) => [one.path, one]));
}

/** Answers about a row that is decided (`against`, `unanswered` of `decisions.matter`), as one text; "" where there are none. */
export function doubts(answers) {
	const said = answers.map((one) => `${CHECKS[one.check]?.() || one.check}: ${resultOf(one)[1]()}`);
	return [...new Set(said)].join("; ");
}

/** The answers of the registers about one person, for a cell of a table. */
export function registerCell(found) {
	if (!found) return "";
	const checks = found.checks.map((check) => `<li>${verdict(check)}</li>`).join("");
	const disputes = Object.entries(found.filled?.disputes || {}).map(
		([column, why]) => `<li>${__("The applicant disputes {0}: {1}", [text(column), text(why)])}</li>`,
	);
	if (!checks && !disputes.length) return `<span class="text-muted">${__("Not asked yet")}</span>`;
	return `<ul class="esaylov-verdicts">${checks}${disputes.join("")}</ul>`;
}

/** The same beside the answers of an appeal that is about one person. */
export function registerPanel(found) {
	if (!found) return "";
	return `<aside class="esaylov-registers" aria-label="${__("State register results")}">
		<h3>${__("State register results")}</h3>${registerCell(found)}</aside>`;
}

function verdict(check) {
	const [sign, words, colour] = resultOf(check) || ["", () => check.result, "sun"];
	const asked = `${text(__(check.source))}, ${frappe.datetime.str_to_user(check.asked_at.slice(0, 16))}`;
	return `<span class="esaylov-mark esaylov-${colour}">${sign} ${CHECKS[check.check]?.() || text(check.check)}: ${text(words())}</span>
		<small class="text-muted">${asked}</small>`;
}
