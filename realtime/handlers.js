/**
 * What a client may say in realtime: the name of an event and short plain words; and until when it hears anything.
 *
 * Frappe 16 calls this for each socket (`realtime/handlers.js` of every installed app), our own server
 * (`standalone/realtime`) too. The framework's handlers put what they are given into the names of rooms; an object
 * without a text of its own makes that throw, and a throw there ends the process for everybody.
 *
 * A socket is asked who it is once, when it connects, by the id of its session alone. Here the server is asked once more, with
 * the cookie that only the browser of the login has (`esaylov/framework/requests/session_cookie.py`): until it has answered, the socket
 * is in no room, and what it says waits. It is closed when its session is told to be over (`esaylov/framework/requests/login_sessions.py`),
 * and every five minutes the server is asked again, for a session that ended without a word.
 */
const { createHash } = require("node:crypto");

const LONGEST = 500;
const ENDED = "esaylov_session_ended";
const ASKED_EVERY = 5 * 60 * 1000; // ms
const MOST_WAITING = 100;
const OWN = "__Host-esaylov";
const WHOSE = "/api/method/frappe.realtime.get_user_info?esaylov_whole=1";

function isPlain(word) {
	return typeof word === "string" ? word.length <= LONGEST : typeof word === "number";
}

/**
 * A cookie that the browser connected with, "" without one. Spaces, tabs and quotation marks around it are passed over, and no other
 * sign is: with a space of print before it another host may set a name that begins with `__Host-`.
 */
function cookieOf(socket, name) {
	const bare = (word) => word.replace(/^[ \t]+|[ \t]+$/g, "");
	const pairs = (socket.request.headers.cookie || "").split(";").map((pair) => pair.split("="));
	const [, ...value] = pairs.find(([key, ...rest]) => bare(key) === name && rest.length) || [];
	try {
		return decodeURIComponent(bare(value.join("=")).replace(/^"(.*)"$/, "$1"));
	} catch {
		return "";
	}
}

function sessionOf(socket) {
	return cookieOf(socket, "sid");
}

function fingerprint(sid) {
	return createHash("sha256").update(sid).digest("hex");
}

/** Close the socket with its session; it has heard of that before. */
function endWithSession(socket) {
	const own = fingerprint(sessionOf(socket));
	socket.onAnyOutgoing((event, ended) => {
		if (event === ENDED && ended?.sessions?.includes(own)) {
			setImmediate(() => socket.disconnect(true));
		}
	});
	if (typeof socket.frappe_request !== "function") return;
	const timer = setInterval(() => askAgain(socket), ASKED_EVERY);
	timer.unref();
	socket.on("disconnect", () => clearInterval(timer));
}

/** Frappe 16 asks with the cookie `sid` alone, made of this: the browser's own goes with it from here on. */
function bringOwnCookie(socket) {
	const own = cookieOf(socket, OWN);
	if (/^[\w-]+$/.test(own) && typeof socket.sid === "string") socket.sid += `; ${OWN}=${own}`;
}

/** Whether the session opens something, for this browser: true, false, or undefined of a server that does not say. */
async function isOpen(socket) {
	try {
		const answer = await socket.frappe_request(WHOSE);
		const { message } = await answer.json();
		if (answer.status === 401 || answer.status === 403 || message?.user === "Guest") return false;
		return answer.status === 200 && message?.user ? true : undefined;
	} catch {
		return undefined;
	}
}

/** Take the socket out of its rooms until its session is known to be its browser's; whether it is. */
async function admit(socket) {
	// whoever brings cookies is asked for their browser's, whatever we make of them: a key of a system's brings none
	if (!socket.request.headers.cookie || typeof socket.frappe_request !== "function") return true;
	bringOwnCookie(socket);
	const rooms = [...socket.rooms].filter((room) => room !== socket.id);
	for (const room of rooms) socket.leave(room);
	const open = await isOpen(socket);
	if (open && socket.connected) socket.join(rooms);
	if (open === false) socket.disconnect(true);
	if (open === undefined) socket.conn.close(); // the browser comes again by itself
	return Boolean(open);
}

/** Close the socket where its session opens nothing any more; a server that does not answer says nothing about it. */
async function askAgain(socket) {
	if ((await isOpen(socket)) === false) socket.disconnect(true);
}

module.exports = (socket) => {
	const admitted = admit(socket);
	let waiting = 0;
	socket.use(async (event, next) => {
		// what is not let through is dropped, without an answer
		if (!event.length || !event.every(isPlain) || waiting >= MOST_WAITING) return;
		waiting += 1;
		const isAdmitted = await admitted;
		waiting -= 1;
		if (isAdmitted) next();
	});
	endWithSession(socket);
};
