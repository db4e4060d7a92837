/** The display in the hall: asks for its middle part every few seconds, and says when what it shows may be out of date. */

const REST_MS = 3000;

export function hallDisplay(place) {
	const lost = document.querySelector("[data-hall-lost]");
	let shown = place.innerHTML.trim();

	async function ask() {
		try {
			const answer = await fetch(location.pathname, {
				headers: { "X-Requested-With": "XMLHttpRequest" },
				cache: "no-store",
			});
			if (answer.status === 404) return location.reload(); // the link has ended: the page says so
			if (!answer.ok) throw new Error(answer.status);
			const part = (await answer.text()).trim();
			if (part !== shown) {
				const made = new DOMParser().parseFromString(part, "text/html");
				place.replaceChildren(...made.body.childNodes);
				shown = part;
			}
			lost.hidden = true;
		} catch {
			lost.hidden = false;
		}
		setTimeout(ask, REST_MS);
	}

	setTimeout(ask, REST_MS);
}
