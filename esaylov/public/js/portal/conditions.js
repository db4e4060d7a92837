/** Conditions of a form's fields, as the server has them (core/forms/conditions.py): tests/core/data/conditions.json holds both. */

const APOSTROPHES = /['ʻʼ‘’`´ʹ′＇]/g;

/** Whether a condition is met; answerOf gives the answer of a field by its name, undefined where there is none. */
export function holds(condition, answerOf) {
	if ("all" in condition) return condition.all.every((part) => holds(part, answerOf));
	if ("any" in condition) return condition.any.some((part) => holds(part, answerOf));
	if ("not" in condition) return !holds(condition.not, answerOf);
	const answer = answerOf(condition.field);
	const values = "in" in condition ? condition.in : [condition.equals];
	return values.some((value) => same(answer, value));
}

/** Equal as JSON, lists and objects too. */
function same(one, other) {
	if (!isNested(one) || !isNested(other)) return one === other;
	const keys = Object.keys(one);
	return (
		Array.isArray(one) === Array.isArray(other) &&
		keys.length === Object.keys(other).length &&
		keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
	);
}

function isNested(value) {
	return typeof value === "object" && value !== null;
}

/** What a typed text is as an answer of a kind; undefined for none. */
export function typedAnswer(kind, typed) {
	if (kind === "Choice") return typed || undefined; // as its type has it
	let text = typed.normalize("NFC").replace(APOSTROPHES, "'").trim();
	if (kind === "Yes/No") return { yes: true, no: false }[text];
	if (kind !== "Long Text") text = text.replace(/\s+/g, " ");
	const digits = text.replaceAll(" ", "");
	if (kind === "Integer" && /^-?[0-9]{1,15}$/.test(digits)) return Number(digits);
	return text || undefined;
}

/**
 * The keys of the fields that are not asked; a field may be hidden by another that is hidden itself.
 *
 * fields: { key, shownIf, level }, those with a condition. controls: { name, answer, within }, with the keys of the fields
 * around it; several have one name where one of them is chosen.
 */
export function unasked(fields, controls) {
	let hidden = new Set();
	for (let turn = 0; turn <= fields.length; turn++) {
		const answers = answersAsked(controls, hidden);
		const found = fields.filter((field) => !meets(field.shownIf, answers, field.level));
		const isSettled = found.length === hidden.size && found.every((field) => hidden.has(field.key));
		if (isSettled) break;
		hidden = new Set(found.map((field) => field.key));
	}
	return hidden;
}

/** Answers by the names of the form's fields; a field that is hidden or not typedAnswer has none, but it is there. */
export function answersAsked(controls, hidden) {
	const answers = new Map(controls.map(({ name }) => [name, undefined]));
	for (const { name, answer, within } of controls)
		if (answer !== undefined && !within.some((key) => hidden.has(key))) answers.set(name, answer);
	return answers;
}

/** Whether a condition is met by the answers of its level (`a.persons.0.`) or, where it has no field of the name, around it. */
export function meets(condition, answers, level) {
	return holds(condition, (name) => nearest(name, answers, level));
}

/** The nearest level that has a field of the name is meant, typedAnswer or not: `a.persons.0.`, then `a.`. */
function nearest(name, answers, level) {
	for (let around = level; ; around = around.replace(/[^.]+\.(\d+\.)?$/, "")) {
		if (answers.has(around + name) || around.split(".").length <= 2) return answers.get(around + name);
	}
}
