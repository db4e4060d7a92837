/* Keeps the page that checks certificates without network. Served as /verify/worker.js with the scope /verify, so that
the link of a QR code, too, opens without network. */
const CACHE = {{ version | tojson }};
const PAGE = "/verify/offline";
const FILES = {{ files | tojson }};
const LIST = {{ list | tojson }};
const WAIT = 4000; // milliseconds for a page from the network before the kept one is shown

self.addEventListener("install", (event) => {
	event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, LIST, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
	const clean = async () => {
		for (const name of await caches.keys()) {
			if (name.startsWith("esaylov-verify-") && name !== CACHE) await caches.delete(name);
		}
		await self.clients.claim();
	};
	event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
	const { request } = event;
	const { pathname, origin } = new URL(request.url);
	if (request.method !== "GET" || origin !== self.location.origin) return;
	if (request.mode === "navigate") event.respondWith(page(request, pathname === PAGE));
	else if (pathname === LIST) event.respondWith(fresh(request, LIST));
	else if (pathname.startsWith("/assets/")) event.respondWith(kept(request));
});

/** The page from the network, kept for later; without network the kept one, whatever page of the scope was asked for. */
async function page(request, isOurs) {
	try {
		const answer = await Promise.race([fetch(request), new Promise((_, late) => setTimeout(late, WAIT))]);
		if (isOurs && answer.ok) await (await caches.open(CACHE)).put(PAGE, answer.clone());
		return answer;
	} catch {
		return (await caches.match(PAGE)) ?? Response.error();
	}
}

async function fresh(request, name) {
	try {
		const answer = await fetch(request);
		if (answer.ok) await (await caches.open(CACHE)).put(name, answer.clone());
		return answer;
	} catch {
		return (await caches.match(name)) ?? Response.error();
	}
}

/** Files have their hash in their name, so a kept one is right. */
async function kept(request) {
	const found = await caches.match(request);
	if (found) return found;
	const answer = await fetch(request);
	if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
	return answer;
}
