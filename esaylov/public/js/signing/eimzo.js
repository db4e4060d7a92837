/**
 * The E-IMZO program on the user's own machine: its keys, and a signature by one of them.
 * One call is one connection, as the vendor's own script does it. The key never leaves the program.
 */
const ADDRESSES = ["wss://127.0.0.1:64443/service/cryptapi", "ws://127.0.0.1:64646/service/cryptapi"];
const WAIT = 60000; // ms: the program asks for the key's password meanwhile

/** @returns {Promise<{label: string, place: string[]}[]>} rejects with code `eimzo_missing` or `eimzo_no_keys` */
export async function keys() {
	const { certificates } = await call({ plugin: "pfx", name: "list_all_certificates" });
	if (!certificates?.length) throw problem("eimzo_no_keys");
	return certificates.map(({ disk, path, name, alias }) => ({
		label: label(alias) || name,
		place: [disk, path, name, alias],
	}));
}

/** @returns {Promise<string>} base64 of a detached PKCS#7 over the content, given in base64 */
export async function sign(content, place) {
	const { keyId } = await call({ plugin: "pfx", name: "load_key", arguments: place });
	const { pkcs7_64: signature } = await call({
		plugin: "pkcs7",
		name: "create_pkcs7",
		arguments: [content, keyId, "yes"],
	});
	if (!signature) throw problem("eimzo_failed");
	return signature;
}

async function call(message) {
	const answer = await firstOf(ADDRESSES, message);
	if (!answer.success) throw problem("eimzo_failed");
	return answer;
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

function label(alias) {
	const found = /(?:^|,)cn=([^,]+)/i.exec(alias || "");
	return found ? found[1] : alias;
}

function problem(code) {
	return Object.assign(new Error(code), { code });
}
