/**
 * What a client may say in realtime: the name of an event and short plain words; and until when it hears anything.
 *
 * Frappe 16 calls this for each socket (`realtime/handlers.js` of every installed app), our own server
 * (`standalone/realtime`) too. The framework's handlers put what they are given into the names of rooms; an object
 * without a text of its own makes that throw, and a throw there ends the process for everybody.
 *
 * A socket is asked who it is once, when it connects. It is closed when its session is told to be over
 * (`esaylov/framework/login_sessions.py`), and every five minutes the server is asked again, for a session that ended
 * without a word.
 */
const { createHash } = require("node:crypto");

const LONGEST = 500;
const ENDED = "esaylov_session_ended";
const ASKED_EVERY = 5 * 60 * 1000; // ms

function isPlain(word) {
	return typeof word === "string" ? word.length <= LONGEST : typeof word === "number";
}

/** The session that the browser connected with, "" without one. */
function sessionOf(socket) {
	const found = /(?:^|;\s*)sid=([^;]*)/.exec(socket.request.headers.cookie || "");
	try {
		return found ? decodeURIComponent(found[1]) : "";
	} catch {
		return "";
	}
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

/** Close the socket where its session opens nothing any more; a server that does not answer says nothing about it. */
async function askAgain(socket) {
	try {
		const answer = await socket.frappe_request("/api/method/frappe.realtime.get_user_info");
		const { message } = await answer.json();
		if (answer.status === 401 || answer.status === 403 || (message && message.user === "Guest")) {
			socket.disconnect(true);
		}
	} catch {
		// asked again in five minutes
	}
}

module.exports = (socket) => {
	socket.use((event, next) => {
		if (event.length && event.every(isPlain)) next(); // what is not let through is dropped, without an answer
	});
	endWithSession(socket);
};
