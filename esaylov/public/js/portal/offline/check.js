/** Whether a certificate is valid today, by its token, the keys of the page and the last signed list. */

import { bytes, read, Unbelievable } from "./token.js";

const DOMAIN = new TextEncoder().encode("esaylov-certificate-endings\0");
const ONLINE = ["decision", "session_protocol", "count_protocol"]; // signed by us, but whether it stands only the server knows
const OF_ANNOUNCEMENT = "Official Announcement";

/** The keys as WebCrypto knows them; throws where the browser has no Ed25519. given: key id -> { key, retired_on }. */
export async function importKeys(given) {
	const found = new Map();
	for (const [id, { key, retired_on }] of Object.entries(given)) {
		const imported = await crypto.subtle.importKey("raw", bytes(key), "Ed25519", false, ["verify"]);
		found.set(id, { key: imported, retired_on });
	}
	return found;
}

/**
 * What a signed list says (`esaylov/core/records/revocation_list.py`), or null when none of the keys signed it, or when its day is later than
 * the day on which its key was retired.
 */
export async function readList(signed, keys) {
	const known = keys.get(signed?.key);
	if (!known) return null;
	const content = new TextEncoder().encode(signed.content);
	const whole = new Uint8Array([...DOMAIN, ...content]);
	if (!(await crypto.subtle.verify("Ed25519", known.key, bytes(signed.signature), whole))) return null;
	const said = JSON.parse(signed.content);
	if (known.retired_on && String(said.at).slice(0, 10) > known.retired_on) return null;
	return said.version === 1 ? { at: said.at, ended: new Set(said.ended), announced: said.announced } : null;
}

/**
 * { status, claims, until }: status Valid, Expired, Formed (not yet), Ended (revoked or replaced), Practice (certifies
 * nothing), Decision (ask online) or unknown.
 * text: the token, or the whole link of the QR code. events: kind -> the event that ends it. list: null while none is known.
 */
export async function check(text, { keys, list, events, today }) {
	let claims;
	try {
		claims = await read(text.trim().slice(text.trim().lastIndexOf("#") + 1), keys);
	} catch (problem) {
		if (!(problem instanceof Unbelievable)) throw problem;
		return { status: "unknown" };
	}
	if (claims.isPractice) return { status: "Practice", claims, until: claims.valid_to };
	if (ONLINE.includes(claims.kind)) return { status: "Decision" };
	const announced = events[claims.kind] === OF_ANNOUNCEMENT && list?.announced[claims.election];
	const until = claims.valid_to || announced || "";
	return { status: status(claims, until, list, today), claims, until };
}

/** The day in Tashkent, ISO. A clock that is behind the list is not believed. */
export function todayInTashkent(list) {
	const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Tashkent" }).format(new Date());
	const listed = list?.at.slice(0, 10) ?? "";
	// biome-ignore lint/complexity/useMathMinMax: days as text, ISO
	return day > listed ? day : listed;
}

function status(claims, until, list, today) {
	if (list?.ended.has(claims.id)) return "Ended";
	if (today < claims.valid_from) return "Formed";
	return until && today > until ? "Expired" : "Valid";
}
