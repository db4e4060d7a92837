/** The page that checks certificates without network: `/verify/offline`. */
import { check, importKeys, readList, todayInTashkent } from "./portal/offline/check.js";
import { needsReader, scan } from "./portal/offline/scan.js";

const MINUTE = 60000,
	STALE = 24 * 60 * MINUTE;
const page = document.querySelector("[data-offline]");
const {
	keys: given,
	events,
	kinds,
	commissions,
	texts,
	list: listAt,
	reader,
	worker,
} = JSON.parse(page.dataset.offline);
const place = (name) => document.querySelector(`[data-place="${name}"]`);
let keys,
	list = null;

// for tests and for whoever wires a scanner to the page: the same check that the form uses
page.check = async (text) => check(text, { keys, list, events, today: todayInTashkent(list) });
page.refresh = refresh;

async function start() {
	try {
		keys = await importKeys(given);
	} catch {
		place("answer").textContent = texts.old_browser;
		return;
	}
	await refresh();
	setInterval(refresh, MINUTE);
	addEventListener("online", refresh);
	addEventListener("hashchange", fromAddress);
	place("form").addEventListener("submit", (event) => {
		event.preventDefault();
		show(place("code").value);
	});
	wireCamera();
	await keep();
	page.dataset.ready = "yes";
	fromAddress();
}

/** The newest list that is to be had: from the server, else what the service worker kept. */
async function refresh() {
	try {
		const found = await readList(await (await fetch(listAt)).json(), keys);
		if (found && (!list || found.at >= list.at)) list = found;
	} catch {
		// no network and nothing kept: signatures are still checked, and the page says that the list is missing
	}
	place("state").textContent = list
		? texts.list_of.replace("{at}", list.at.replace("T", " ").slice(0, 16))
		: texts.no_list;
	// list.at is the clock of Tashkent, which knows no summer time
	const age = list ? Date.now() - Date.parse(`${list.at}+05:00`) : Infinity;
	place("state").classList.toggle("is-stale", age > STALE);
}

function fromAddress() {
	const token = decodeURIComponent(location.hash.slice(1));
	if (token && token !== "main") show(token);
}

async function show(text) {
	const { status, claims, until } = await page.check(text);
	const isValid = status === "Valid";
	const panel = document.createElement("section");
	panel.className = `panel ${isValid ? "is-valid" : "is-invalid"}`;
	panel.dataset.status = status;
	panel.append(line("h2", `${isValid ? "✓" : "✕"} ${isValid ? texts.valid : texts.invalid}`));
	if (!isValid) panel.append(line("p", texts[`status_${status}`]));
	if (isValid && !list) panel.append(line("p", texts.no_list));
	if (claims) panel.append(facts(claims, until));
	place("answer").replaceChildren(panel);
	panel.scrollIntoView({ block: "nearest" });
}

function facts(claims, until) {
	const rows = {
		holder_name: claims.holder,
		kind: kinds[claims.kind],
		until: until ? until.split("-").reverse().join(".") : texts[`event_${events[claims.kind]}`],
		commission: commissions[claims.commission] ?? claims.commission,
		decision: texts.by_decision.replace("{number}", claims.decision),
	};
	const found = document.createElement("dl");
	for (const [key, value] of Object.entries(rows)) {
		if (value) found.append(line("dt", texts[key]), line("dd", value));
	}
	return found;
}

function line(tag, text) {
	const element = document.createElement(tag);
	element.textContent = text;
	return element;
}

function wireCamera() {
	const button = place("scan"),
		video = place("video");
	let stop = null;
	button.hidden = !navigator.mediaDevices;
	button.addEventListener("click", async () => {
		if (stop) return stop.abort();
		stop = new AbortController();
		[video.hidden, button.textContent] = [false, texts.stop];
		try {
			const text = await scan(video, reader, stop.signal);
			if (text) await show(text);
		} catch {
			place("answer").textContent = texts.no_camera;
		}
		[video.hidden, button.textContent, stop] = [true, texts.scan, null];
	});
}

/** The service worker keeps the page; the reader too, where this browser will need it. */
async function keep() {
	if (!("serviceWorker" in navigator)) return;
	try {
		await navigator.serviceWorker.register(worker, { scope: "/verify" });
		await navigator.serviceWorker.ready;
		place("kept").hidden = false;
		if (needsReader()) fetch(reader).catch(() => {});
	} catch {
		place("kept").hidden = true;
	}
}

start();
