/**
 * What the studio decides in the browser, without a page: where a field of the form stands, where it may be moved, what is undone.
 * No rule: what holds together is said by the server. Nothing is imported, so tests run it as it stands.
 * A row is one of the table of fields, with an `id` of this page; a group comes before what it holds.
 */

export const LANGUAGES = ["uz", "ru", "en"];
const MOST_STEPS = 200; // that can be undone

/** The numbers of the law that can be a time limit: days, and the one that is chosen already. */
export const limitsOf = (statutes, chosen) =>
	statutes.filter((row) => row.unit === "days" || row.key === chosen);

const isGroup = (row) => row.kind === "Group";
const inGroup = (rows, name) => rows.filter((row) => (row.parent_field || "") === (name || ""));
export const byId = (rows, id) => rows.find((row) => row.id === id) || null;

/** The group that holds a row, null at the top. */
export function groupOf(rows, row) {
	return (
		(row.parent_field &&
			rows.find((one) => isGroup(one) && one.field_name === row.parent_field && one.id !== row.id)) ||
		null
	);
}

/** The rows of a group in their order; what names a group that is not there stands at the top (id ""). */
export function inside(rows, group) {
	return rows.filter((row) => (groupOf(rows, row)?.id || "") === (group?.id || ""));
}

/** The rows with each group before what it holds. */
export function ordered(rows) {
	const found = [];
	const put = (row) => {
		if (found.includes(row)) return;
		found.push(row);
		if (isGroup(row)) for (const inner of inside(rows, row)) put(inner);
	};
	for (const row of inside(rows, null)) put(row);
	for (const row of rows) put(row); // groups that hold each other: the check says so
	return found;
}

const nextId = (rows) => `f${1 + Math.max(0, ...rows.map((row) => Number(row.id?.slice(1) || 0)))}`;

/** The rows of a type as it was read, each with an id; `known`: what was sent, whose rows keep their ids. */
export function identified(rows, known = []) {
	return ordered((rows || []).map((row, place) => ({ ...row, id: known[place]?.id || `f${place + 1}` })));
}

/** The values as the server takes them: without what this page alone knows. */
export function fileOf(values) {
	const plain = ({ id: _id, fresh: _fresh, ...row }) =>
		Object.fromEntries(
			Object.entries(row).filter(([, value]) => value !== "" && value !== null && value !== undefined),
		);
	return {
		...plain(values),
		form_fields: values.form_fields.map(plain),
		form_rules: (values.form_rules || []).map(plain),
	};
}

/** A row and all that stands in it. */
export function branch(rows, row) {
	const found = [row];
	for (let at = 0; at < found.length; at += 1) {
		if (isGroup(found[at])) found.push(...inside(rows, found[at]).filter((inner) => !found.includes(inner)));
	}
	return found;
}

/** A name that no other row of the group has. */
export function free(rows, group, name) {
	const taken = inGroup(rows, group).map((row) => row.field_name);
	let found = name;
	for (let number = 2; taken.includes(found); number += 1) found = `${name}_${number}`;
	return found;
}

function put(rows, those, before) {
	const rest = rows.filter((row) => !those.some((one) => one.id === row.id));
	const at = before ? rest.findIndex((row) => row.id === before) : -1;
	return ordered(at < 0 ? [...rest, ...those] : [...rest.slice(0, at), ...those, ...rest.slice(at)]);
}

/** The rows with a new one. place: the name of its group ("" at the top), and the id of the row before which it stands ("" at the end). */
export function added(rows, row, { group = "", before = "" } = {}) {
	const name = row.field_name.startsWith("@") ? row.field_name : free(rows, group, row.field_name);
	return put(rows, [{ ...row, id: nextId(rows), field_name: name, parent_field: group }], before);
}

/** Where a field that is added now stands: in the chosen group, else after the chosen field, else at the end. */
export function placeAfter(rows, id) {
	const row = byId(rows, id);
	if (!row) return { group: "", before: "" };
	if (isGroup(row)) return { group: row.field_name, before: "" };
	const siblings = inside(rows, groupOf(rows, row));
	return { group: row.parent_field || "", before: siblings[siblings.indexOf(row) + 1]?.id || "" };
}

/** The rows with one, and all that stands in it, at another place; the same rows where it cannot stand there. */
export function moved(rows, id, { group = "", before = "" }) {
	const row = byId(rows, id);
	const those = branch(rows, row);
	if (before === id || those.some((one) => isGroup(one) && one.field_name === group)) return rows;
	const kept = { ...row, parent_field: group };
	return put(
		rows,
		those.map((one) => (one === row ? kept : one)),
		before,
	);
}

/** A step of the keyboard: up, down, into the group beside it, out of its group. The same rows where there is none. */
export function stepped(rows, id, way) {
	const row = byId(rows, id);
	const group = groupOf(rows, row);
	const siblings = inside(rows, group);
	const at = siblings.indexOf(row);
	const here = { group: group?.field_name || "" };
	if (way === "up") return at > 0 ? moved(rows, id, { ...here, before: siblings[at - 1].id }) : rows;
	if (way === "down")
		return at < siblings.length - 1 ? moved(rows, id, { ...here, before: siblings[at + 2]?.id || "" }) : rows;
	if (way === "out") return group ? moved(rows, id, placeBehind(rows, group)) : rows;
	const beside = siblings.slice(0, at).findLast(isGroup) || siblings.slice(at + 1).find(isGroup);
	return beside ? moved(rows, id, { group: beside.field_name }) : rows;
}

function placeBehind(rows, row) {
	const siblings = inside(rows, groupOf(rows, row));
	return { group: row.parent_field || "", before: siblings[siblings.indexOf(row) + 1]?.id || "" };
}

/** The rows without one and what stands in it. */
export function removed(rows, id) {
	const gone = branch(rows, byId(rows, id));
	return rows.filter((row) => !gone.includes(row));
}

/** Which row is chosen once another is gone: the next of its level, the one before it, its group; "" for none. */
export function successor(rows, id) {
	const row = byId(rows, id);
	const siblings = inside(rows, groupOf(rows, row));
	const at = siblings.indexOf(row);
	return (siblings[at + 1] || siblings[at - 1] || groupOf(rows, row))?.id || "";
}

/** JSON of a column, which may come as text or as it is; `empty` for what cannot be read. */
export function parsed(value, empty) {
	if (typeof value !== "string") return value ?? empty;
	try {
		return JSON.parse(value || "") ?? empty;
	} catch {
		return empty;
	}
}

const renamedIn = (value, old, name) => {
	if (Array.isArray(value)) return value.map((one) => renamedIn(one, old, name));
	if (!value || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [
			key,
			key === "field" && one === old ? name : renamedIn(one, old, name),
		]),
	);
};

/** The values with another name of a row, also where conditions, filters, rules, the effect, the title and what stands in the group name it. */
export function renamed(values, id, name) {
	const old = byId(values.form_fields, id).field_name;
	const condition = (text) => (text ? JSON.stringify(renamedIn(parsed(text, {}), old, name)) : text);
	const cited = (text) =>
		JSON.stringify(parsed(text, {})).replaceAll(`"@answers.${old}"`, `"@answers.${name}"`);
	const named = (text) => {
		const given = parsed(text, {});
		return JSON.stringify(
			Object.fromEntries(Object.entries(given).map(([key, one]) => [key, one === old ? name : one])),
		);
	};
	return {
		...values,
		recipient_field: values.recipient_field === old ? name : values.recipient_field,
		subject_template: values.subject_template
			?.replaceAll(`{${old}}`, `{${name}}`)
			.replaceAll(`{count:${old}}`, `{count:${name}}`),
		effect_mapping: values.effect_mapping && named(values.effect_mapping),
		form_rules: (values.form_rules || []).map((rule) => ({
			...rule,
			parameters: rule.parameters && named(rule.parameters),
		})),
		form_fields: values.form_fields.map((row) => ({
			...row,
			field_name: row.id === id ? name : row.field_name,
			parent_field: row.parent_field === old ? name : row.parent_field,
			shown_if: condition(row.shown_if),
			required_if: condition(row.required_if),
			link_filters: row.link_filters && cited(row.link_filters),
		})),
	};
}

/** The languages in which a row or a type has no text of this kind, though it needs one or has it in another. */
export function missing(row, key = "label") {
	const lacking = LANGUAGES.filter((language) => !row[`${key}_${language}`]);
	return key === "help" && lacking.length === LANGUAGES.length ? [] : lacking;
}

/** What the check found, by the id of the row that it is about; "" has what is about the type. */
export function pinned(findings, rows) {
	const found = {};
	for (const finding of findings) {
		const place = /^form_fields\[(\d+)\]/.exec(finding.path || "");
		const id = (place && rows[Number(place[1])]?.id) || "";
		found[id] = [...(found[id] || []), finding];
	}
	return found;
}

/** The places in the page where a finding may be mended, the best first: as selectors. A field is chosen before it is looked for. */
export function placesOf(finding, messages = []) {
	const path = finding.path || "";
	const rule = /^form_rules\[(\d+)\]/.exec(path);
	if (rule)
		return [`[data-rule-at="${rule[1]}"] select`, `[data-rule-at="${rule[1]}"] input`, "[data-new-rule]"];
	const key = /^effect_mapping\.(\w+)/.exec(path);
	if (key) return [`[data-key="${key[1]}"]`, "[data-effect]"];
	if (/^effect|^certificate/.test(path)) return [`[data-part="${path}"]`, "[data-effect]"];
	const message = /^messages(?:\[(\d+)\])?/.exec(path);
	if (message) {
		const event = messages[Number(message[1] ?? -1)]?.event || finding.params?.event || "";
		return [`[data-event="${event}"] select`, "[data-new-message]"];
	}
	const part = path.replace(/^form_fields\[\d+\]\.?/, "").replace(/[^\w].*$/, "");
	if (part === "applicant_kinds") return ["[data-kind]"];
	return [
		`.esaylov-studio-panel [data-text="${part}"]`,
		`.esaylov-studio-panel [data-part="${part}"]`,
		".esaylov-studio-panel input",
	];
}

/** The finding that comes after another, errors before warnings, and from the last on to the first; null for none. */
export function nextFinding(findings, last) {
	const all = [...findings].sort((one, other) => (other.severity === "error") - (one.severity === "error"));
	const at = all.findIndex((one) => last && one.path === last.path && one.message === last.message);
	return all[(at + 1) % Math.max(1, all.length)] || null;
}

/** What the check found about rules, by the place of the rule. */
export function pinnedRules(findings) {
	const found = {};
	for (const finding of findings || []) {
		const place = /^form_rules\[(\d+)\]/.exec(finding.path || "");
		if (place) found[place[1]] = [...(found[place[1]] || []), finding];
	}
	return found;
}

/** States by how many steps they are from the first at least: of arrows { state, next_state }. */
export function layers(arrows, first) {
	const found = [];
	let now = arrows.length ? [first] : [];
	const seen = new Set(now);
	while (now.length) {
		found.push(now);
		now = [...new Set(arrows.filter((one) => now.includes(one.state)).map((one) => one.next_state))].filter(
			(state) => !seen.has(state),
		);
		for (const state of now) seen.add(state);
	}
	return found;
}

/**
 * The events of a type by the state at which they happen. events: { event, states }, the state that an event is called after first.
 * `own` are set at this state, `also` happen here and are set at another; those of no state on the route stand under "".
 */
export function eventsAt(events, states) {
	const found = Object.fromEntries(["", ...states].map((state) => [state, { own: [], also: [] }]));
	for (const { event, states: those } of events) {
		const [home = "", ...more] = those.filter((state) => states.includes(state));
		found[home].own.push(event);
		for (const state of more) found[state].also.push(event);
	}
	return found;
}

/** The messages with another template for an event; "" sends none. Of two for one event one is left. */
export function withMessage(messages, event, template) {
	const at = messages.findIndex((one) => one.event === event);
	const others = messages.filter((one) => one.event !== event);
	if (!template) return others;
	const now = { event, sms_template: template };
	return at < 0 ? [...others, now] : [...others.slice(0, at), now, ...others.slice(at)];
}

/** What the check found about messages, by the event; "" has what is about none. */
export function pinnedMessages(findings, messages) {
	const found = {};
	for (const finding of findings || []) {
		const place = /^messages(?:\[(\d+)\])?/.exec(finding.path || "");
		if (!place) continue;
		const event = (place[1] ? messages[Number(place[1])]?.event : finding.params?.event) || "";
		found[event] = [...(found[event] || []), finding];
	}
	return found;
}

/** The steps that were taken, and what is to be seen now. */
export const begun = (now) => ({ past: [], now, future: [] });
export const done = (history, now) => ({
	past: [...history.past, history.now].slice(-MOST_STEPS),
	now,
	future: [],
});
/** After a save: what the server made of the type is what is seen now; the steps before it stay. */
export const stored = ({ past, future }, now) => ({ past, now, future });
export function undone({ past, now, future }) {
	return past.length
		? { past: past.slice(0, -1), now: past.at(-1), future: [now, ...future] }
		: { past, now, future };
}
export function redone({ past, now, future }) {
	return future.length
		? { past: [...past, now], now: future[0], future: future.slice(1) }
		: { past, now, future };
}

/** What a key does, null for nothing. While somebody types only saving and leaving the field are done. */
export function actionOf({ key, ctrlKey, metaKey, altKey, shiftKey }, isTyping) {
	const letter = key.toLowerCase();
	if (ctrlKey || metaKey) {
		if (altKey) return null;
		if (letter === "s") return "save";
		if (isTyping) return null;
		if (letter === "z") return shiftKey ? "redo" : "undo";
		return letter === "y" ? "redo" : null;
	}
	if (key === "F8") return "finding";
	if (isTyping) return key === "Escape" ? "blur" : null;
	if (altKey) return { ArrowUp: "up", ArrowDown: "down", ArrowRight: "into", ArrowLeft: "out" }[key] || null;
	const known = {
		ArrowUp: "previous",
		ArrowDown: "next",
		Delete: "remove",
		F2: "label",
		"/": "search",
		"?": "help",
		Escape: "back",
	};
	return known[key] || null;
}
