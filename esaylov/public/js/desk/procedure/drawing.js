/**
 * How the states of a route are drawn: below each other, with the arrows beside them, so that no two arrows cross. Where an arrow
 * goes left or right, and the order of the states, follow from that; only a route that no sheet of paper can hold has a crossing.
 * Nothing is imported, so tests run it as it stands.
 */

const [WIDTH, HEIGHT, DOWN, LANE, ROOM] = [176, 38, 24, 11, 354]; // pixels: of a box, between two, between two arrows; of a phone
const PORT = 8; // between two arrows at a box, at least
const DEAR = 1000; // a crossing, against the length of the arrows and the order in which an appeal comes to the states

/** Each pair of states with an arrow once: `isBoth` where one leads back. */
export function pairs(arrows) {
	const found = new Map();
	for (const { state, next_state } of arrows) {
		const back = found.get(`${next_state} > ${state}`);
		if (back) back.isBoth = true;
		else if (state !== next_state && !found.has(`${state} > ${next_state}`))
			found.set(`${state} > ${next_state}`, { state, next_state, isBoth: false });
	}
	return [...found.values()];
}

const crosses = (one, other) =>
	(one.low < other.low && other.low < one.high && one.high < other.high) ||
	(other.low < one.low && one.low < other.high && other.high < one.high);

/** The arrows between states that stand in an order, as [low, high] places; those of neighbours go straight down. */
function spans(lines, order) {
	return lines.map((line) => {
		const [from, to] = [order.indexOf(line.state), order.indexOf(line.next_state)];
		const [low, high] = from < to ? [from, to] : [to, from];
		return { line, low, high, isUp: to < from && !line.isBoth, isBeside: high - low > 1 };
	});
}

/** Left or right for each arrow, so that those of one side do not cross; how many do all the same. */
function sided(found) {
	const arcs = found
		.filter((one) => one.isBeside)
		.sort((one, other) => other.high - other.low - (one.high - one.low));
	const side = new Map();
	let crossings = 0;
	for (const first of arcs) {
		if (side.has(first)) continue;
		side.set(first, first.isUp ? "left" : "right");
		const queue = [first];
		while (queue.length) {
			const now = queue.shift();
			for (const other of arcs.filter((one) => crosses(now, one))) {
				if (side.get(other) === side.get(now)) crossings += 1;
				if (side.has(other)) continue;
				side.set(other, side.get(now) === "left" ? "right" : "left");
				queue.push(other);
			}
		}
	}
	return { side, crossings: crossings / 2 };
}

function cost(lines, order, wished) {
	const found = spans(lines, order);
	const length = found.reduce((sum, { low, high, isUp }) => sum + (high - low) + (isUp ? 2 : 0), 0);
	const turned = order.reduce(
		(sum, state, at) =>
			sum + order.slice(at + 1).filter((other) => wished.indexOf(other) < wished.indexOf(state)).length,
		0,
	);
	return sided(found).crossings * DEAR + length + 2 * turned;
}

/** The order in which the states stand: as `wished`, or where arrows cross then, another in which they do not. The first stays the first. */
export function ordered(lines, wished) {
	if (!sided(spans(lines, wished)).crossings) return wished;
	let best = wished;
	let least = cost(lines, best, wished);
	for (let isBetter = true; isBetter; ) {
		isBetter = false;
		for (const state of best.slice(1)) {
			const rest = best.filter((one) => one !== state);
			for (let at = 1; at <= rest.length; at += 1) {
				const tried = [...rest.slice(0, at), state, ...rest.slice(at)];
				const now = cost(lines, tried, wished);
				if (now < least) [best, least, isBetter] = [tried, now, true];
			}
		}
	}
	return best;
}

/** How far out each arrow of a side runs: outside of all that it reaches around. */
function lanes(arcs) {
	const found = new Map();
	for (const one of [...arcs].sort((first, other) => first.high - first.low - (other.high - other.low))) {
		const within = [...found].filter(([other]) => other.low < one.high && one.low < other.high);
		found.set(one, 1 + Math.max(0, ...within.map(([, lane]) => lane)));
	}
	return found;
}

/** The arrows of a side at a place, from above: those that come from above, the nearest first; then those that go down, the farthest first. */
function ports(arcs, lane, place) {
	const nearest = (one, other) => lane.get(one) - lane.get(other);
	const above = arcs.filter((one) => one.high === place).sort(nearest);
	return [...above, ...arcs.filter((one) => one.low === place).sort((one, other) => nearest(other, one))];
}

const rounded = ([start, corner, turn, end]) => {
	const out = Math.sign(corner[0] - start[0]) * 4;
	const down = Math.sign(turn[1] - corner[1]) * 4;
	return [
		`M ${start[0]} ${start[1]} H ${corner[0] - out} Q ${corner[0]} ${corner[1]} ${corner[0]} ${corner[1] + down}`,
		`V ${turn[1] - down} Q ${turn[0]} ${turn[1]} ${turn[0] - out} ${turn[1]} H ${end[0]}`,
	].join(" ");
};

/**
 * The drawing of a route. arrows: { state, next_state }; layers: its states by how many steps they are from the first.
 * `order`, `boxes` by state { x, y }, `box` { width, height }, `lines` { state, next_state, isBoth, points, path }, `width`, `height`.
 */
export function drawn(arrows, layers) {
	const known = layers.flat();
	const lines = pairs(arrows).filter((one) => known.includes(one.state) && known.includes(one.next_state));
	const order = ordered(lines, known);
	const found = spans(lines, order);
	const { side } = sided(found);
	const of = Object.fromEntries(
		["left", "right"].map((name) => [
			name,
			[...side].filter(([, where]) => where === name).map(([one]) => one),
		]),
	);
	const lane = { left: lanes(of.left), right: lanes(of.right) };
	const most = Object.fromEntries(
		Object.entries(lane).map(([name, those]) => [name, Math.max(0, ...those.values())]),
	);
	const step = Math.min(LANE, (ROOM - WIDTH) / Math.max(1, most.left + most.right));
	const placed = Object.fromEntries(
		["left", "right"].map((name) => [name, order.map((_, place) => ports(of[name], lane[name], place))]),
	);
	const busiest = Math.max(0, ...[...placed.left, ...placed.right].map((those) => those.length));
	const height = Math.max(HEIGHT, PORT * (busiest + 1));
	const left = most.left * step;
	const top = (place) => place * (height + DOWN);

	const port = (name, one, place) => {
		const those = placed[name][place];
		return top(place) + (height * (those.indexOf(one) + 1)) / (those.length + 1);
	};
	const points = (one) => {
		const [from, to] = [order.indexOf(one.line.state), order.indexOf(one.line.next_state)];
		if (!one.isBeside) {
			const middle = left + WIDTH / 2;
			return from < to
				? [
						[middle, top(from) + height],
						[middle, top(to)],
					]
				: [
						[middle, top(from)],
						[middle, top(to) + height],
					];
		}
		const name = side.get(one);
		const [edge, way] = name === "left" ? [left, -1] : [left + WIDTH, 1];
		const out = edge + way * step * lane[name].get(one);
		const [start, end] = [port(name, one, from), port(name, one, to)];
		return [
			[edge, start],
			[out, start],
			[out, end],
			[edge, end],
		];
	};
	const straight = ([start, end]) => `M ${start[0]} ${start[1]} V ${end[1]}`;

	return {
		order,
		box: { width: WIDTH, height },
		boxes: Object.fromEntries(order.map((state, place) => [state, { x: left, y: top(place) }])),
		lines: found.map((one) => {
			const way = points(one);
			return { ...one.line, points: way, path: way.length > 2 ? rounded(way) : straight(way) };
		}),
		width: left + WIDTH + most.right * step,
		height: Math.max(0, top(order.length) - DOWN),
	};
}
