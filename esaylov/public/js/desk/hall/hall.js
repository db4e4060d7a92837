/**
 * What the hall decides in the browser, without a page: which item is next, what a key does, how long somebody speaks.
 * No rule of the law: which steps there are is said by the server. Nothing is imported, so tests run it as it stands.
 */

const put = (tree, [first, ...rest], value) => {
	const copy = Array.isArray(tree) ? [...tree] : { ...tree };
	copy[first] = rest.length ? put(copy[first], rest, value) : value;
	return copy;
};

/** The whole state after an answer: as it came, or the one before with its changes. */
export const stateAfter = (before, { answer, changes, ...whole }) =>
	changes
		? changes.reduce((tree, [path, value]) => put(tree, path, value), { ...before, answer })
		: { ...whole, answer };

/** A step of a list by its name, null where it is not offered. */
export const stepOf = (steps, name) => steps.find((one) => one.step === name) || null;

/** The item that is opened next: the first on the agenda whose vote may be opened now; null for none. */
export function nextItem(items) {
	return items.find((item) => stepOf(item.steps, "open_item")?.blocked === "") || null;
}

/** The item that the middle of the screen is about while no vote is open: the next one, else the first that wants something first. */
export function shownItem(items) {
	return nextItem(items) || items.find((item) => stepOf(item.steps, "open_item")) || null;
}

/** The steps beside an open vote, and the one that is the main action: closing it, or without a quorum the first of those that are left. */
export function voteSteps(steps, isFrozen) {
	const close = stepOf(steps, "close_item");
	if (isFrozen) return { main: null, others: [], left: steps.filter((one) => one !== close) };
	return { main: close, others: steps.filter((one) => one !== close), left: [] };
}

/** What a key does in the hall, null for nothing: never while somebody types, and never with Ctrl, Alt or the system's key. */
export function actionOf({ key, ctrlKey, metaKey, altKey, repeat }, isTyping) {
	if (ctrlKey || metaKey || altKey || repeat) return null;
	if (isTyping) return key === "Escape" ? "blur" : null;
	const known = {
		o: "open",
		c: "close",
		1: "for",
		2: "against",
		3: "abstained",
		s: "speaker",
		e: "end_speech",
		m: "minute",
		f: "fullscreen",
		"?": "help",
		Escape: "back",
	};
	return known[key] || null;
}

/** Whole seconds between two moments (ISO text without a zone, both of the same clock), never less than nought. */
export function seconds(from, until) {
	return Math.max(Math.round((Date.parse(`${until}Z`) - Date.parse(`${from}Z`)) / 1000), 0);
}

/** A moment (ISO text without a zone) so many milliseconds later. */
export function later(moment, ms) {
	return new Date(Date.parse(`${moment}Z`) + ms).toISOString().slice(0, 19);
}

/** Seconds as m:ss, with hours where there are some. */
export function asClock(count) {
	const two = (number) => String(number).padStart(2, "0");
	const hours = Math.floor(count / 3600);
	const rest = `${hours ? two(Math.floor((count % 3600) / 60)) : Math.floor(count / 60)}:${two(count % 60)}`;
	return hours ? `${hours}:${rest}` : rest;
}

/** The hour of a moment (ISO text), as hh:mm. */
export const hourOf = (moment) => (moment || "").slice(11, 16);

/** How much of a ring is filled, of a hundred. */
export const share = (part, whole) => (whole ? Math.round((100 * Math.min(part, whole)) / whole) : 0);

/** Who speaks now, who waits, and who spoke, the last first. */
export function bySpeech(speakers) {
	return {
		now: speakers.find((one) => one.began_at && !one.ended_at) || null,
		waiting: speakers.filter((one) => !one.began_at),
		spoken: speakers.filter((one) => one.ended_at).reverse(),
	};
}

/** Who votes on an item and what they chose, who is missing among them; members present or with a vote. */
export function ballots(members, votes) {
	const given = new Map(votes.map((vote) => [vote.member, vote]));
	return members
		.filter((member) => member.is_present || given.has(member.person))
		.map((member) => ({ ...member, vote: given.get(member.person) || null }));
}
