/** Reads the token of a QR code; the layout is that of `esaylov/core/records/token.py`, byte by byte. */

const DOMAIN = new TextEncoder().encode("esaylov-certificate-token\0");
const KINDS = [
	"",
	"observer_party",
	"observer_mahalla",
	"observer_foreign",
	"media_representative",
	"proxy",
	"authorized_representative",
	"candidate",
	"commission_member",
	"elected_deputy",
	"decision",
	"session_protocol",
	"observer_initiative",
	"count_protocol",
];
const VERSION = 2,
	WITHOUT_ELECTION = 1,
	OF_PRACTICE = 3;
const SIGNATURE = 64,
	LONGEST = 1024;
const EPOCH = Date.UTC(2000, 0, 1),
	DAY = 86400000;

/** A code that says nothing that may be believed. */
export class Unbelievable extends Error {}

/**
 * The claims of a token: id, kind, holder, commission, valid_from, valid_to ("" until the event), decision, election,
 * isPractice (of a practice election: it certifies nothing).
 * keys: key id -> { key: CryptoKey, retired_on: ISO day or "" }. Throws Unbelievable.
 */
export async function read(token, keys) {
	const signed = decoded(token);
	const data = signed.subarray(0, -SIGNATURE);
	const take = reader(data);
	const version = take.number(1);
	if (![VERSION, WITHOUT_ELECTION, OF_PRACTICE].includes(version)) throw new Unbelievable("version");
	const known = keys.get(take.text());
	if (!known) throw new Unbelievable("key");
	const whole = new Uint8Array([...DOMAIN, ...data]);
	if (!(await crypto.subtle.verify("Ed25519", known.key, signed.slice(-SIGNATURE), whole))) {
		throw new Unbelievable("signature");
	}
	const kind = KINDS[take.number(1)];
	if (!kind) throw new Unbelievable("malformed");
	const [from, to] = [take.number(2), take.number(2)];
	const [id, holder, commission, decision] = [take.text(), take.text(), take.text(), take.text()];
	const election = version === WITHOUT_ELECTION ? "" : take.text();
	take.end();
	const claims = {
		id,
		kind,
		holder,
		commission,
		decision,
		election,
		isPractice: version === OF_PRACTICE,
		valid_from: iso(from),
		valid_to: to ? iso(to) : "",
	};
	if (known.retired_on && claims.valid_from > known.retired_on) throw new Unbelievable("key retired");
	return claims;
}

export function bytes(base64) {
	return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function decoded(token) {
	if (token.length > LONGEST || !/^[\w-]+$/.test(token)) throw new Unbelievable("malformed");
	const base64 = token.replace(/-/g, "+").replace(/_/g, "/");
	let signed;
	try {
		signed = bytes(base64);
	} catch {
		throw new Unbelievable("malformed");
	}
	// one token, one spelling: no stray bits in the last character
	const again = btoa(String.fromCharCode(...signed)).replace(/=+$/, "");
	if (again !== base64 || signed.length <= SIGNATURE) throw new Unbelievable("malformed");
	return signed;
}

function reader(data) {
	let at = 0;
	const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
	const take = (count) => {
		if (at + count > data.length) throw new Unbelievable("malformed");
		at += count;
		return data.subarray(at - count, at);
	};
	const number = (count) => take(count).reduce((sum, byte) => sum * 256 + byte, 0);
	return {
		number,
		text() {
			try {
				return strict.decode(take(number(1)));
			} catch {
				throw new Unbelievable("malformed");
			}
		},
		end() {
			if (at !== data.length) throw new Unbelievable("malformed");
		},
	};
}

function iso(days) {
	return new Date(EPOCH + days * DAY).toISOString().slice(0, 10);
}
