/**
 * Realtime for the Desk: hand what Python publishes in Redis to the browsers that may see it.
 *
 *     node standalone/realtime/server.mjs --bench .bench [--port 9000] [--web 8000]
 *
 * Speaks the protocol of Frappe's client (`frappe/public/js/frappe/socketio_client.js`). A namespace is a site. Who
 * connects is asked from the web server with the browser's own cookie; so is every right to follow a document.
 * Listens on loopback; the ports are those of common_site_config.json unless others are given.
 */
import { createServer } from "node:http";
import { parseArgs } from "node:util";

import { Bench, Problem, printed } from "../assets/bench.mjs";
import { serve } from "./rooms.mjs";
import { webServer } from "./web.mjs";

const LOOPBACK = "127.0.0.1";
const LARGEST = 20_000; // bytes of what a client says at once; the Desk says names
const text = { type: "string" };

await printed("realtime", async () => {
	const { values } = parseArgs({ options: { bench: text, port: text, web: text } });
	const bench = new Bench(values.bench);
	const { webserver_port, socketio_port, redis_queue } = bench.config();
	const port = Number(values.port ?? socketio_port ?? 9000);
	const web = Number(values.web ?? webserver_port ?? 8000);
	if (!redis_queue) throw new Problem("common_site_config.json does not say where redis_queue is");

	const server = createServer();
	const { Server } = bench.require("socket.io");
	// Any origin may ask: web.mjs refuses a page of another host before anything else happens.
	const cors = { origin: true, credentials: true };
	const io = new Server(server, { cors, maxHttpBufferSize: LARGEST, cleanupEmptyChildNamespaces: true });
	const sites = serve(io, webServer(`http://${LOOPBACK}:${web}`));

	await new Promise((resolve, reject) => {
		server.once("error", (error) => reject(new Problem(`cannot listen on port ${port}: ${error.code}`)));
		server.listen(port, LOOPBACK, resolve);
	});
	const redis = new (bench.require("ioredis"))(redis_queue, { maxRetriesPerRequest: null });
	redis.on("error", (error) =>
		console.error(`realtime: Redis at ${redis_queue}: ${error.message || error.code}`),
	);
	redis.on("message", (_channel, event) => publish(io, sites, event));
	redis.subscribe("events");
	console.log(`realtime: listening on ${LOOPBACK}:${port}`);
	// The handlers hold what is thrown in them; should one be forgotten, all other people stay connected.
	for (const fault of ["uncaughtException", "unhandledRejection"]) process.on(fault, report);
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
});

function publish(io, sites, text) {
	try {
		const { event, message, room, namespace } = JSON.parse(text);
		const site = namespace ? io.of(`/${namespace}`) : sites; // "built again" concerns every site
		(room ? site.to(room) : site).emit(event, message);
	} catch (error) {
		report(error);
	}
}

function report(error) {
	console.error(`realtime: ${error?.stack ?? error}`);
}
