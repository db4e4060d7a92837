/** The token of a QR code stands behind `#`, which browsers do not send: it is read here and asked about. */

export async function verifyToken(place) {
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
