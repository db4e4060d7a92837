/**
 * How much waits for the reader's signature, beside the link to the page of it: in the sidebar of Frappe 16, in the bar of 15. The number
 * is asked for once a page load and whenever the server says that it changed; nobody polls.
 */
import { call } from "../api.js";

const PAGE = "signature-inbox";
const CHANGED = "esaylov_signatures"; // word of the server, see framework/desk/desk_notices.py
const STEPPED = "esaylov-signatures"; // word of this window's own page
const CONFIRMING = ["Election Administrator", "System Manager"];
const REST_MS = 1500; // of many changes one question
const BADGE = "esaylov-to-sign";
let count = 0;
let resting = null;

function signs() {
	const { commissions = [] } = frappe.boot.esaylov || {};
	return commissions.length > 0 || CONFIRMING.some((role) => frappe.user.has_role(role));
}

async function read() {
	try {
		({ count } = await call("signatures.count_items", {}, "GET"));
	} catch (problem) {
		console.warn(problem); // the number stays as it was
	}
	place();
}

function rest() {
	clearTimeout(resting);
	resting = setTimeout(read, REST_MS);
}

/** The links of the sidebar; in the bar of 15, which has none, one of ours. */
function links() {
	const inSidebar = document.querySelectorAll(`.body-sidebar a[href$="/${PAGE}"]`);
	if (inSidebar.length) return inSidebar;
	const bar = document.querySelector(".navbar .navbar-collapse > .navbar-nav");
	if (bar && !bar.querySelector(`.${BADGE}-link`)) {
		const line = document.createElement("li");
		line.innerHTML = `<a class="btn btn-default btn-xs ${BADGE}-link" href="/app/${PAGE}"></a>`;
		line.firstElementChild.textContent = __("To Sign");
		bar.prepend(line);
	}
	return document.querySelectorAll(`.${BADGE}-link`);
}

function place() {
	if (!signs()) return;
	for (const link of links()) {
		link.querySelector(`.${BADGE}`)?.remove();
		if (!count) continue;
		const badge = document.createElement("span");
		badge.className = BADGE;
		badge.textContent = count > 99 ? "99+" : count;
		badge.title = __("Waits for your signature: {0}", [count]);
		badge.setAttribute("aria-label", badge.title);
		badge.setAttribute("role", "img");
		link.append(badge);
	}
}

/** Show the number on every page of the Desk, also after the framework drew its bar or sidebar anew. */
export function countSignatures() {
	$(document).on("toolbar_setup page-change", place);
	$(document).on(STEPPED, read);
	$(document).one("app_ready", () => {
		if (!signs()) return;
		read();
		frappe.realtime.on(CHANGED, rest);
		frappe.realtime.on("connect", rest); // what was said while the line was cut was not heard
	});
}
