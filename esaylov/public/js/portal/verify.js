/** The token of a QR code stands behind `#`, which browsers do not send: it is read here and asked about. */

export function verifyToken(place) {
	// a second code opened in the same tab changes nothing but what stands behind `#`
	addEventListener("hashchange", () => ask(place));
	ask(place);
}

async function ask(place) {
	const token = decodeURIComponent(location.hash.slice(1));
	if (!token || token === "main") return;
	place.textContent = place.dataset.checking;
	try {
		const answer = await fetch(`/verify?code=${encodeURIComponent(token)}`);
		if (!answer.ok) throw new Error(answer.status);
		const page = new DOMParser().parseFromString(await answer.text(), "text/html");
		place.replaceChildren(...page.querySelector("[data-verify]").childNodes);
	} catch {
		place.textContent = place.dataset.failed;
	}
}
