/** Questions to the web server, asked in the name of the person behind a socket. */
import http from "node:http";
import { json } from "node:stream/consumers";

const TIMEOUT_MS = 10_000;

export function webServer(address) {
	/** The `message` of a method's answer; throws when it refuses. */
	async function call(socket, method, parameters = {}) {
		const { cookie, authorization } = socket.request.headers;
		const headers = { "X-Frappe-Site-Name": socket.nsp.name.slice(1) };
		if (cookie) headers.Cookie = cookie;
		if (authorization) headers.Authorization = authorization;
		const url = `${address}/api/method/${method}?${new URLSearchParams(parameters)}`;
		const answer = await get(url, headers);
		if (answer.statusCode !== 200) {
			answer.resume();
			throw new Error(`${method} answered ${answer.statusCode}`);
		}
		return (await json(answer)).message;
	}

	/** An address of the site, asked for in the person's name: its status, and its body as JSON. */
	async function asked(socket, path) {
		const { cookie } = socket.request.headers;
		const headers = { "X-Frappe-Site-Name": socket.nsp.name.slice(1), ...(cookie && { Cookie: cookie }) };
		const answer = await get(address + path, headers);
		return { status: answer.statusCode, json: () => json(answer) };
	}

	return {
		/** Socket.io middleware: know the person, or refuse the connection. */
		async authenticate(socket, next) {
			const { host, origin, cookie, authorization } = socket.request.headers;
			// Cookies travel with requests from any page, so a page of another host must not use them.
			const ours = hostname(`http://${host}`);
			if (!ours || ours !== hostname(origin)) return next(new Error("Invalid origin"));
			if (!cookie && !authorization) return next(new Error("No cookie transmitted"));
			try {
				Object.assign(socket.data, await call(socket, "frappe.realtime.get_user_info"));
				// as Frappe 16 has it, for `realtime/handlers.js`
				socket.frappe_request = (path) => asked(socket, path);
			} catch (error) {
				return next(new Error(`Unauthorized: ${error.message}`));
			}
			// Nothing is told here to whoever has not logged in.
			const isKnown = socket.data.user && socket.data.user !== "Guest";
			next(isKnown ? undefined : new Error("Unauthorized"));
		},

		/** Whether the person may read the document (or, with no name, documents of the type). */
		async mayRead(socket, doctype, name = "") {
			if (typeof doctype !== "string" || !doctype) return false;
			const allowed = await call(socket, "frappe.realtime.has_permission", { doctype, name }).catch(
				() => false,
			);
			return Boolean(allowed) && socket.connected;
		},
	};
}

function get(url, headers) {
	return new Promise((resolve, reject) => {
		// A connection of its own: one that is kept may be closed by the server just when it is used again.
		const options = { headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
		http.get(url, options, resolve).on("error", reject);
	});
}

function hostname(url) {
	return URL.canParse(url) ? new URL(url).hostname : undefined;
}
