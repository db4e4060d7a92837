/**
 * What the desk of a commission decides in the browser, without a page: which row is next, what is chosen, what a key does.
 * No rule of the law: which steps there are is said by the server. Nothing is imported, so tests run it as it stands.
 */

/** Rows with those of the next page behind them; a row that moved meanwhile stands once, as it is now. */
export function joined(rows, more) {
	const fresh = new Map(more.map((row) => [row.name, row]));
	return [...rows.filter((row) => !fresh.has(row.name)), ...more];
}

/**
 * The first rows read anew, and behind the last of them those that stood there: of a long queue not all is read with each change. Of
 * the rows that were `asked` about by name only those stay that are `found` in the queue, as they are now. Where none of the first rows
 * was known, nothing says where the others belong, and none is kept.
 */
export function withLater(fresh, before, asked = [], found = []) {
	const here = new Set(fresh.map((row) => row.name));
	const last = before.findLastIndex((row) => here.has(row.name));
	if (last < 0) return fresh;
	const now = new Map(found.map((row) => [row.name, row]));
	const later = before.slice(last + 1).filter(({ name }) => now.has(name) || !asked.includes(name));
	return [...fresh, ...later.map((row) => now.get(row.name) || row)];
}

/** The row so many places from another, by name; the first where none is open, and never past either end. */
export function neighbour(rows, name, by) {
	if (!rows.length) return "";
	const at = rows.findIndex((row) => row.name === name);
	if (at < 0) return rows[0].name;
	return rows[Math.min(Math.max(at + by, 0), rows.length - 1)].name;
}

/** What to open when a row has left the queue: what stands in its place now, the last where it was the last; "" where nothing is left. */
export function successor(before, after, name) {
	if (after.some((row) => row.name === name)) return name;
	const here = new Set(after.map((row) => row.name));
	const at = before.findIndex((row) => row.name === name);
	if (at < 0) return after[0]?.name || "";
	const later = before.slice(at + 1).find((row) => here.has(row.name));
	const earlier = before.slice(0, at).findLast((row) => here.has(row.name));
	return (later || earlier || after[0])?.name || "";
}

/** The chosen names with one put in or taken out; nothing is put in above `most`. */
export function toggled(chosen, name, most) {
	if (chosen.includes(name)) return chosen.filter((one) => one !== name);
	return chosen.length < most ? [...chosen, name] : chosen;
}

/** What a key does on the desk, null for nothing: never while somebody types, and never with Ctrl, Alt or the system's key. */
export function actionOf({ key, ctrlKey, metaKey, altKey }, isTyping) {
	if (ctrlKey || metaKey || altKey) return null;
	if (isTyping) return key === "Escape" ? "leave" : null;
	const known = {
		j: "next",
		ArrowDown: "next",
		k: "previous",
		ArrowUp: "previous",
		x: "choose",
		Enter: "open",
		r: "review",
		s: "steps",
		"/": "search",
		"?": "help",
		Escape: "back",
	};
	return known[key] || null;
}

/** Whether anything that registers hold stands against a row of an appeal. */
export const isDoubted = (appeal) => appeal.subjects.some((subject) => subject.against.length);

/** What the check of a form said about one row of its appeal; without a row, what is about none of the appeal's rows. */
export function findingsAt(appeal, path = "") {
	const isAt = (finding, row) => Boolean(row) && `${finding.path}.`.startsWith(`${row}.`);
	const isAtNone = (finding) => !appeal.subjects.some((subject) => isAt(finding, subject.path));
	return appeal.findings.filter((one) => (path ? isAt(one, path) : isAtNone(one))).map((one) => one.text);
}

/** Appeals of a table that a step may take: those that admit it; what is doubted is decided by itself, never among many. */
export function takable(appeals, step) {
	return appeals.filter((one) => one.may.includes(step) && (step !== "decide" || !isDoubted(one)));
}

/** Whether all may be taken at once: only after each row was on the screen. */
export function allSeen(appeals, seen) {
	return appeals.length > 0 && appeals.every((one) => seen.has(one.name));
}

/** The names of others who have the open appeal before them: of `colleagues` (login to name) those among `users` but oneself. */
export function besides(users, colleagues, self) {
	return users.filter((user) => user !== self && colleagues[user]).map((user) => colleagues[user]);
}

/** Milliseconds to wait before the queue is read anew: of many changes one reading, and of a stream of them one in five seconds. */
export function restFor(since, isOpenAppeal) {
	return isOpenAppeal ? 1500 : Math.max(1500, 5000 - since);
}

/** Rooms to enter and to leave for who was in some and is to be in others. */
export function moves(before, after) {
	return {
		enter: after.filter((one) => !before.includes(one)),
		leave: before.filter((one) => !after.includes(one)),
	};
}

/** Saved views with one put in under its name; the newest of a name stays. */
export function withView(views, view) {
	return [...views.filter((one) => one.title !== view.title), view];
}
