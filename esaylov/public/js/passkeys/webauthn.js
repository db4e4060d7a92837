/** Passkeys: what the server asks (JSON, base64url) for the browser, and what the device says back for the server. */

const bytes = (text) =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
	btoa(String.fromCharCode(...new Uint8Array(buffer)))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");

const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

/** Whether this browser knows passkeys on this page: only a page over https (or of localhost) may ask. */
export const isKnown = () => Boolean(window.PublicKeyCredential && navigator.credentials);

/** Have the device make a passkey; rejects when its user says no. */
export async function make(options) {
	const made = await navigator.credentials.create({
		publicKey: {
			...options,
			challenge: bytes(options.challenge),
			user: { ...options.user, id: bytes(options.user.id) },
			excludeCredentials: named(options.excludeCredentials),
		},
	});
	return written(made, {
		clientDataJSON: text(made.response.clientDataJSON),
		attestationObject: text(made.response.attestationObject),
	});
}

/** Have the device answer with one of its passkeys; rejects when its user says no. */
export async function answer(options) {
	const said = await navigator.credentials.get({
		publicKey: {
			...options,
			challenge: bytes(options.challenge),
			allowCredentials: named(options.allowCredentials),
		},
	});
	return written(said, {
		clientDataJSON: text(said.response.clientDataJSON),
		authenticatorData: text(said.response.authenticatorData),
		signature: text(said.response.signature),
	});
}

function written(credential, response) {
	return {
		id: credential.id,
		rawId: text(credential.rawId),
		type: credential.type,
		response,
		clientExtensionResults: credential.getClientExtensionResults(),
	};
}

/** POST to `esaylov.api.passkeys.<name>`; throws an Error with the server's `code` and words. */
export async function ask(name, given, token) {
	const reply = await fetch(`/api/method/esaylov.api.passkeys.${name}`, {
		method: "POST",
		headers: {
			Accept: "application/json",
			"Content-Type": "application/json",
			...(token && { "X-Frappe-CSRF-Token": token }),
		},
		body: JSON.stringify(given),
	});
	const said = await reply.json().catch(() => ({}));
	if (reply.ok) return said.message;
	throw Object.assign(new Error(said.error?.message || String(reply.status)), { code: said.error?.code });
}
