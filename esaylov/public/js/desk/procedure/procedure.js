/**
 * What the picture of a procedure decides in the browser, without a page: in which order steps are read, what stands at a state. Where a
 * state is drawn: drawing.js. What may be changed is said by the server. Nothing is imported, so tests run it as it stands.
 */

/** The steps by the state that they leave, in the order of the states of the picture; a state that none leaves has none. */
export function byState(arrows, states) {
	return states.map((state) => ({ state, steps: arrows.filter((one) => one.state === state) }));
}

/** What stands at a state: the key of the number whose days run in it, "" for none. */
export function limitOf(state, { running, decided, type }) {
	if (running.includes(state)) return type.review;
	if (state === "Returned") return "correction_days";
	return decided.includes(state) ? "court_appeal_days" : "";
}

/** Types by their route: [route, types][], in the order in which they come. */
export function byRoute(types) {
	const found = new Map();
	for (const one of types) found.set(one.route, [...(found.get(one.route) || []), one]);
	return [...found];
}

/** The parts of the route for a type and a message of it. */
export function placeOf(type, message = "") {
	return ["appeal-procedure", ...[type, message].filter(Boolean)];
}

/** A text with a place put where the cursor is: `text`, and `at`, where the cursor stands then. */
export function inserted(text, words, start, end) {
	const place = `{${words}}`;
	return { text: text.slice(0, start) + place + text.slice(end), at: start + place.length };
}

/** A text as it is stored, with its places (`name`, `words`) called by words. */
export function named(text, places) {
	const words = new Map(places.map((place) => [place.name, place.words]));
	return text.replace(/\{(\w+)\}/g, (whole, name) => (words.has(name) ? `{${words.get(name)}}` : whole));
}

/** Whether texts by language differ from those that were read. */
export const isOther = (texts, read) =>
	Object.entries(read).some(([language, one]) => texts[language] !== one.text);

/** What a text costs, in the sentence given ({0}: as in the preview, {1}: with the longest values), or the other where no price is known. */
export function costOf({ cost, most_cost: most }, sentence, unknown) {
	return cost === null ? unknown : sentence.replace("{0}", cost).replace("{1}", most);
}

/** Whether a finding is shown: what is only missing, not before it was typed in or a saving was tried. */
export const isDue = ({ code, path }, typedIn, isTried) =>
	code !== "required" || isTried || typedIn.includes(path);

/** Kinds of receivers as they are stored, with one of them put in or taken out. */
export function chosen(audience, name, isOn) {
	const others = listed(audience).filter((one) => one !== name);
	return (isOn ? [...others, name] : others).join(",");
}

/** The kinds of receivers of a text with commas. */
export const listed = (audience) => (audience || "").split(/[\s,;]+/).filter(Boolean);

/** A value as it is typed: by language; a stored text without languages is the Uzbek one, which stands for those that are empty. */
export const typedOf = (value) => ({
	...{ uz: "", ru: "", en: "" },
	...(value && typeof value === "object" ? value : { uz: String(value ?? "") }),
});

/** A value as it is stored: a text, or one for each language where they differ. */
export const storedOf = ({ uz, ru, en }) => (ru || en ? { uz, ru, en } : uz);

/** A day as messages write it, 27.10.2024, from that of a date field, 2024-10-27; the other way back. Another text is no day: "". */
export const dayWritten = (day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? day.split("-").reverse().join(".") : "");
export const dayTyped = (text) =>
	/^\d\d\.\d\d\.\d{4}$/.test(text) ? text.split(".").reverse().join("-") : "";
