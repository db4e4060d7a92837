/**
 * What the picture of a procedure decides in the browser, without a page: where a state stands, how an arrow goes, in which order steps are
 * read. What may be changed is said by the server. Nothing is imported, so tests run it as it stands.
 */

const [WIDTH, HEIGHT, ACROSS, DOWN, MOST] = [112, 46, 9, 38, 3]; // of a box and between two, in pixels; boxes in a row
export const BOX = { width: WIDTH, height: HEIGHT };

/** The rows in which layers of states are drawn: at most three beside each other. */
export function rowsOf(layers) {
	const found = [];
	for (const layer of layers) {
		for (let at = 0; at < layer.length; at += MOST) found.push(layer.slice(at, at + MOST));
	}
	return found;
}

/** Where the boxes of rows stand: `boxes` by state { x, y, row }, `width`, `height`. A phone of 390 px has room for it. */
export function placed(rows) {
	const width = MOST * WIDTH + (MOST - 1) * ACROSS;
	const boxes = {};
	rows.forEach((states, row) => {
		const used = states.length * WIDTH + (states.length - 1) * ACROSS;
		states.forEach((state, at) => {
			boxes[state] = { x: (width - used) / 2 + at * (WIDTH + ACROSS), y: row * (HEIGHT + DOWN), row };
		});
	});
	return { boxes, width, height: Math.max(0, rows.length * (HEIGHT + DOWN) - DOWN) };
}

/** The line from one box to another: down from its foot, back from its head, beside from its side. */
export function line(from, to) {
	const [middle, other] = [from.x + WIDTH / 2, to.x + WIDTH / 2];
	if (to.row > from.row) {
		const [start, end] = [from.y + HEIGHT, to.y - 2];
		const bend = Math.max(16, (end - start) / 2);
		return `M ${middle} ${start} C ${middle} ${start + bend}, ${other} ${end - bend}, ${other} ${end}`;
	}
	if (to.row < from.row) {
		const [start, end] = [from.y, to.y + HEIGHT + 2];
		const bend = Math.max(16, (start - end) / 2);
		return `M ${middle + 12} ${start} C ${middle + 12} ${start - bend}, ${other + 12} ${end + bend}, ${other + 12} ${end}`;
	}
	const isRight = to.x > from.x;
	const [start, end] = isRight ? [from.x + WIDTH, to.x - 2] : [from.x, to.x + WIDTH + 2];
	return `M ${start} ${from.y + HEIGHT / 2} L ${end} ${to.y + HEIGHT / 2}`;
}

/** The arrows that are drawn: each pair of states once. */
export function pairs(arrows) {
	const found = new Map();
	for (const { state, next_state } of arrows) {
		if (state !== next_state) found.set(`${state} > ${next_state}`, { state, next_state });
	}
	return [...found.values()];
}

/** The steps by the state that they leave, in the order of the rows of the picture; a state that none leaves has none. */
export function byState(arrows, rows) {
	return rows.flat().map((state) => ({ state, steps: arrows.filter((one) => one.state === state) }));
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

/** Whether texts by language differ from those that were read. */
export const isOther = (texts, read) =>
	Object.entries(read).some(([language, one]) => texts[language] !== one.text);

/** What a text costs, in the sentence given ({0}: as in the preview, {1}: with the longest values), or the other where no price is known. */
export function costOf({ cost, most_cost: most }, sentence, unknown) {
	return cost === null ? unknown : sentence.replace("{0}", cost).replace("{1}", most);
}
