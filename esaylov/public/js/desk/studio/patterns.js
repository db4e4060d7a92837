/**
 * How a text has to look, in words: shapes that are known as a whole, and shapes made of parts that are read and written here.
 * Nothing is imported, so tests run it as it stands.
 */

const SETS = { digits: "[0-9]", capitals: "[A-Z]", letters: "[A-Za-z]", both: "[A-Z0-9]" };
const SAMPLES = { digits: "1234567890", capitals: "ABCDEFGHIJ", letters: "abcdefghij", both: "A1B2C3D4E5" };
const TEXT = "text";

/** What a part is made of; `text` stands there as it is. */
export const KINDS = [...Object.keys(SETS), TEXT];

/** Shapes that have a name, by their expressions, and what fits them. */
export const READY = {
	pinfl: { patterns: ["^[1-6][0-9]{13}$"], example: "30101900000001" },
	passport: { patterns: ["^[A-Z]{2}[0-9]{7}$"], example: "AA1234567" },
	phone: { patterns: ["^\\+?[0-9 ()-]{5,40}$", "^\\+?[0-9 ()-]{5,24}$"], example: "+998 71 200 00 00" },
	paper: { patterns: ["^[A-Z0-9-]{4,20}$"], example: "AB-123456" },
	time: { patterns: ["^([01][0-9]|2[0-3]):[0-5][0-9]$"], example: "10:30" },
	address: { patterns: ["^https?://[^\\s]+$"], example: "https://example.uz" },
};

/** The key of the known shape; "" for another. */
export const readyOf = (pattern) =>
	Object.keys(READY).find((key) => READY[key].patterns.includes(pattern)) || "";

/** The parts of an expression: { what, least, most } or { what: "text", text }[]; null for one that is not made of such. */
export function partsOf(pattern) {
	const whole = /^\^(.+)\$$/.exec(pattern || "");
	const parts = [];
	for (let rest = whole?.[1]; rest; ) {
		const found = setAt(rest) || textAt(rest);
		if (!found) return null;
		parts.push(found.part);
		rest = rest.slice(found.length);
	}
	return parts.length ? parts : null;
}

function setAt(text) {
	const what = Object.keys(SETS).find((key) => text.startsWith(SETS[key]));
	if (!what) return null;
	const [times, least = "1", most = least] = /^(?:\{(\d+)(?:,(\d+))?\})?/.exec(text.slice(SETS[what].length));
	return {
		part: { what, least: Number(least), most: Number(most) },
		length: SETS[what].length + times.length,
	};
}

function textAt(text) {
	const written = /^(?:\\[^A-Za-z0-9]|[^\\^$.|?*+()[\]{}])+/.exec(text)?.[0];
	return written && { part: { what: TEXT, text: written.replace(/\\(.)/g, "$1") }, length: written.length };
}

/** The expression of parts; "" for none. */
export function patternOf(parts) {
	const written = parts.map((part) =>
		part.what === TEXT ? escaped(part.text) : SETS[part.what] + times(part),
	);
	return written.join("") && `^${written.join("")}$`;
}

const escaped = (text) => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

function times({ least, most }) {
	const [from, to] = [Math.min(least, most), Math.max(least, most)];
	if (from === to) return from === 1 ? "" : `{${from}}`;
	return `{${from},${to}}`;
}

/** A text that fits; "" where none is known. */
export function exampleOf(pattern) {
	const ready = READY[readyOf(pattern)];
	if (ready) return ready.example;
	return (partsOf(pattern) || [])
		.map((part) => (part.what === TEXT ? part.text : filled(SAMPLES[part.what], Math.max(part.least, 1))))
		.join("");
}

const filled = (sample, length) => sample.repeat(Math.ceil(length / sample.length)).slice(0, length);
