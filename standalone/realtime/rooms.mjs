/** Who is in which room. Python publishes to these names; see frappe/realtime.py. */

const EVERY_DESK_USER = "all";
const EVERYBODY = "website";
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
	sites.on("connection", (socket) => welcome(socket, web));
	return sites;
}

function welcome(socket, web) {
	socket.join([rooms.user(socket.data.user), EVERYBODY]);
	if (socket.data.user_type === "System User") socket.join(EVERY_DESK_USER);

	socket.on("ping", () => socket.emit("pong"));
	// The id of a task is a secret of the person who started it, so knowing it is the right to follow it.
	socket.on("task_subscribe", (task) => socket.join(rooms.task(task)));
	socket.on("progress_subscribe", (task) => socket.join(rooms.task(task)));
	socket.on("task_unsubscribe", (task) => socket.leave(rooms.task(task)));

	socket.on("doctype_subscribe", async (doctype) => {
		if (await web.mayRead(socket, doctype)) socket.join(rooms.doctype(doctype));
	});
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(rooms.doctype(doctype)));
	socket.on("doc_subscribe", async (doctype, name) => {
		if (name && (await web.mayRead(socket, doctype, name))) socket.join(rooms.doc(doctype, name));
	});
	socket.on("doc_unsubscribe", (doctype, name) => socket.leave(rooms.doc(doctype, name)));
	showViewers(socket, web);
}

/** Tell everyone who has a document open who else has. */
function showViewers(socket, web) {
	const open = new Map();

	async function tell({ doctype, name }) {
		const others = await socket.nsp.in(rooms.viewers(doctype, name)).fetchSockets();
		const users = [...new Set(others.map((other) => other.data.user))];
		socket.nsp.to(rooms.viewers(doctype, name)).emit("doc_viewers", { doctype, docname: name, users });
	}

	socket.on("doc_open", async (doctype, name) => {
		const room = rooms.viewers(doctype, name);
		if (open.has(room) || !name || !(await web.mayRead(socket, doctype, name))) return;
		open.set(room, { doctype, name });
		socket.join(room);
		await tell({ doctype, name });
	});
	socket.on("doc_close", async (doctype, name) => {
		const room = rooms.viewers(doctype, name);
		socket.leave(room);
		if (open.delete(room)) await tell({ doctype, name });
	});
	socket.on("disconnect", () => Promise.all([...open.values()].map(tell)));
}
