/** Arrow keys move from region to region of the map, to the nearest one in that direction. */

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function arrowKeys(map) {
	const regions = [...map.querySelectorAll(".map-region")];
	map.addEventListener("keydown", (event) => {
		const direction = DIRECTIONS[event.key];
		const here = event.target.closest(".map-region");
		if (!direction || !here) return;
		const next = nearest(here, regions, direction);
		if (!next) return;
		event.preventDefault();
		next.focus();
	});
}

function nearest(here, regions, [right, down]) {
	const from = middle(here);
	let best = null;
	let least = Infinity;
	for (const region of regions) {
		const to = middle(region);
		const along = (to.x - from.x) * right + (to.y - from.y) * down;
		const across = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
		const cost = along + 2 * across; // rather straight than near
		if (region !== here && along > 0 && cost < least) [best, least] = [region, cost];
	}
	return best;
}

function middle(region) {
	const box = region.querySelector("path").getBBox();
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
