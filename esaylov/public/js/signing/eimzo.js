/**
 * The E-IMZO program on the user's own machine: its keys, and a signature by one of them.
 * One call is one connection, as the vendor's own script does it. The key never leaves the program.
 *
 * From the vendor's document and demonstration: the calls, `apikey` before all others, 3.37 as the oldest version, key ids
 * "idcard" (ID card and USB token, from 4.12) and "baikey" (BAIK token), BadPaddingException for a wrong password.
 * CANCELLED is what several public clients compare with, not documented.
 */
const ADDRESSES = ["wss://127.0.0.1:64443/service/cryptapi", "ws://127.0.0.1:64646/service/cryptapi"];
const WAIT = 60000; // ms: the program asks for the key's password meanwhile
const OLDEST = 337; // 3.37, as major * 100 + minor
const WITH_CARDS = 412;
const WRONG_PASSWORD = /BadPaddingException/;
const CANCELLED = /отмен[её]н/i;

/**
 * @param {string[]} site domain, its key, domain, its key … of this site, given by the vendor
 * @returns {Promise<{kind: "file"|"card"|"token"|"baik", holder: string, until: string, ended: boolean, place: string[]}[]>}
 *   until: ISO date or ""; what cannot be listed (no service of card readers) hides no other key; rejects with code
 *   `eimzo_missing`, `eimzo_old`, `eimzo_site`, `eimzo_no_keys`, or that of the list that failed
 */
export async function keys(site = []) {
	const version = await started(site);
	const [found, failed] = [[], []];
	for (const list of [files, version < WITH_CARDS ? tokens : cards]) {
		try {
			found.push(...(await list()));
		} catch (cause) {
			failed.push(cause);
		}
	}
	if (failed.length && !found.some(({ kind }) => kind !== "baik")) throw failed[0];
	if (!found.length) throw problem("eimzo_no_keys");
	return found;
}

/** @returns {Promise<string>} base64 of a detached PKCS#7 over the content, given in base64 */
export async function sign(content, key, site = []) {
	if (key.ended) throw problem("eimzo_key_ended");
	await started(site);
	const id = await keyId(key);
	const { pkcs7_64: signature } = await call({
		plugin: "pkcs7",
		name: "create_pkcs7",
		arguments: [content, id, "yes"],
	});
	if (!signature) throw problem("eimzo_failed");
	return signature;
}

/** The program knows this site and is new enough; its version. */
async function started(site) {
	const { major, minor } = await call({ name: "version" });
	const version = Number.parseInt(major, 10) * 100 + Number.parseInt(minor, 10);
	if (!(version >= OLDEST)) throw problem("eimzo_old");
	await call({ name: "apikey", arguments: site }, "eimzo_site");
	return version;
}

async function files() {
	const { certificates } = await call({ plugin: "pfx", name: "list_all_certificates" });
	return (certificates || []).map(({ disk, path, name, alias }) =>
		named("file", alias, name, [disk, path, name, alias]),
	);
}

/** USB tokens of a program before 4.12. */
async function tokens() {
	const { tokens } = await call({ plugin: "ftjc", name: "list_all_keys", arguments: [""] });
	return (tokens || []).map(({ cardUID, info, ownerName }) => named("token", info, ownerName, [cardUID]));
}

/** An ID card or a USB token where a reader has one; a BAIK token cannot be asked for, so it is always offered. */
async function cards() {
	const place = await readers();
	const baik = { kind: "baik", holder: "", until: "", ended: false, place: [] };
	return place.length ? [{ ...baik, kind: "card", place }, baik] : [baik];
}

async function readers() {
	const { readers } = await call({ plugin: "idcard", name: "list_readers" });
	return readers || [];
}

async function keyId({ kind, place }) {
	if (kind === "baik") return "baikey";
	if (kind === "card") {
		if (!(await readers()).length) throw problem("eimzo_no_token");
		return "idcard";
	}
	const { keyId } = await call({
		plugin: kind === "file" ? "pfx" : "ftjc",
		name: "load_key",
		arguments: place,
	});
	return keyId;
}

async function call(message, code = "eimzo_failed") {
	const answer = await firstOf(ADDRESSES, message);
	if (!answer.success) throw refused(String(answer.reason || ""), code);
	return answer;
}

function refused(reason, code) {
	if (WRONG_PASSWORD.test(reason)) return problem("eimzo_wrong_password");
	if (CANCELLED.test(reason)) return problem("eimzo_cancelled");
	return Object.assign(problem(code), { reason });
}

async function firstOf(addresses, message) {
	for (const address of addresses) {
		try {
			return await ask(address, message);
		} catch (cause) {
			if (cause.code !== "eimzo_missing") throw cause;
		}
	}
	throw problem("eimzo_missing");
}

function ask(address, message) {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(address);
		const end = setTimeout(() => socket.close(), WAIT);
		let opened = false;
		socket.onopen = () => {
			opened = true;
			socket.send(JSON.stringify(message));
		};
		socket.onmessage = (event) => {
			try {
				resolve(JSON.parse(event.data));
			} catch {
				reject(problem("eimzo_failed"));
			}
			socket.close();
		};
		socket.onclose = () => {
			clearTimeout(end);
			reject(problem(opened ? "eimzo_failed" : "eimzo_missing"));
		};
	});
}

/** The holder and the last day out of the program's one-line name of a certificate. */
function named(kind, alias, name, place) {
	const until = part(alias, "validto").replace(/\./g, "-").replace(" ", "T");
	const holder = part(alias, "cn") || name || alias;
	const ended = Boolean(until) && new Date(until) < new Date();
	return { kind, holder, until: until.slice(0, 10), ended, place };
}

function part(alias, name) {
	const found = new RegExp(`(?:^|,)${name}=([^,]+)`, "i").exec(alias || "");
	return found ? found[1] : "";
}

function problem(code) {
	return Object.assign(new Error(code), { code });
}
