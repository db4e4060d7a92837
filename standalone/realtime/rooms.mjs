/** Who is in which room. Python publishes to these names; see frappe/realtime.py. */
import plainWords from "../../realtime/handlers.js";

const EVERY_DESK_USER = "all";
const EVERYBODY = "website";
const MOST_ROOMS = 500;
const MOST_WAITING = 100;
const rooms = {
	user: (user) => `user:${user}`,
	doctype: (doctype) => `doctype:${doctype}`,
	doc: (doctype, name) => `doc:${doctype}/${name}`,
	viewers: (doctype, name) => `open_doc:${doctype}/${name}`,
	task: (task) => `task_progress:${task}`,
};

/** Serve every site; gives the parent of all their namespaces. */
export function serve(io, web) {
	const sites = io.of(/^\/[\w.-]+$/);
	sites.use(web.authenticate);
	sites.on("connection", (socket) => {
		welcome(socket, asker(socket, web));
		plainWords(socket); // after the framework's own, as Frappe 16 has it: it takes the socket out of its rooms for a moment
	});
	return sites;
}

function welcome(socket, mayRead) {
	const on = listener(socket);
	const join = (room) => {
		if (socket.rooms.size < MOST_ROOMS) socket.join(room);
	};
	socket.join([rooms.user(socket.data.user), EVERYBODY]);
	if (socket.data.user_type === "System User") socket.join(EVERY_DESK_USER);

	on("ping", () => socket.emit("pong"));
	// The id of a task is a secret of the person who started it, so knowing it is the right to follow it.
	on("task_subscribe", (task) => join(rooms.task(task)));
	on("progress_subscribe", (task) => join(rooms.task(task)));
	on("task_unsubscribe", (task) => socket.leave(rooms.task(task)));

	on("doctype_subscribe", async (doctype) => {
		if (await mayRead(doctype)) join(rooms.doctype(doctype));
	});
	on("doctype_unsubscribe", (doctype) => socket.leave(rooms.doctype(doctype)));
	on("doc_subscribe", async (doctype, name) => {
		if (name && (await mayRead(doctype, name))) join(rooms.doc(doctype, name));
	});
	on("doc_unsubscribe", (doctype, name) => socket.leave(rooms.doc(doctype, name)));
	showViewers(socket, on, join, mayRead);
}

/** Tell everyone who has a document open who else has. */
function showViewers(socket, on, join, mayRead) {
	const open = new Map();

	async function tell({ doctype, name }) {
		const others = await socket.nsp.in(rooms.viewers(doctype, name)).fetchSockets();
		const users = [...new Set(others.map((other) => other.data.user))];
		socket.nsp.to(rooms.viewers(doctype, name)).emit("doc_viewers", { doctype, docname: name, users });
	}

	on("doc_open", async (doctype, name) => {
		const room = rooms.viewers(doctype, name);
		if (open.has(room) || !name || !(await mayRead(doctype, name))) return;
		join(room);
		open.set(room, { doctype, name });
		await tell({ doctype, name });
	});
	on("doc_close", async (doctype, name) => {
		const room = rooms.viewers(doctype, name);
		socket.leave(room);
		if (open.delete(room)) await tell({ doctype, name });
	});
	on("disconnect", () => Promise.all([...open.values()].map(tell)));
}

/** `on` of a socket whose handlers may fail: that is a line in the log, and nobody else's matter. */
function listener(socket) {
	return (event, handle) =>
		socket.on(event, async (...words) => {
			try {
				await handle(...words);
			} catch (error) {
				console.error(`realtime: ${event}: ${error.message}`);
			}
		});
}

/** The questions of one socket are asked one after another; while too many wait, the answer is no. */
function asker(socket, web) {
	let last = Promise.resolve();
	let waiting = 0;
	return (doctype, name) => {
		if (waiting >= MOST_WAITING) return false;
		waiting += 1;
		last = last.then(() => web.mayRead(socket, doctype, name)).finally(() => (waiting -= 1));
		return last;
	};
}
