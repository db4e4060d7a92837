/**
 * What the framework's own frame lacks for whoever listens to a screen, walks it by keys or enlarges it: the parts of a page,
 * its heading, names of buttons and fields, the order of keys. Drawn anew all the time, so what changed is looked over after each change:
 * the pages that a day's work leaves behind in the window are not.
 */

import { nameField } from "./fields.js";

const label = (part, words) => part.setAttribute("aria-label", words);
const firstText = (part) => part?.textContent.trim().replace(/\s+/g, " ") || "";

function tooltip(part) {
	if (part.matches(".sidebar-toggle-btn")) return __("Menu");
	return (
		part.title || part.dataset.originalTitle || firstText(part) || (part.dataset.toggle ? __("Actions") : "")
	);
}

/** Whether something is written on a button; on a phone it may be hidden, which its text alone does not tell. */
const isRead = (part) =>
	[...part.childNodes].some(
		(one) => one.textContent.trim() && (one.nodeType === Node.TEXT_NODE || one.checkVisibility?.()),
	);

const openOrClose = (what) => (what ? __("Open or close: {0}", [what]) : __("Menu"));

/** What has no name, and from where it gets one; an empty name is given to nothing. */
const NAMELESS = [
	[".card-actions > a[data-toggle='dropdown']", () => __("Actions")],
	[".filter-toggle", () => __("Filter")],
	[".attachment-icon", (part) => firstText(part.parentElement)],
	[".scroll-to-top", () => __("To the top of the page")],
	[
		".sidebar-section button",
		(part) => firstText(part.closest(".sidebar-section").querySelector(".form-sidebar-label")),
	],
	[".drop-icon", (part) => openOrClose(firstText(part.closest(".standard-sidebar-item")))],
	[".navbar-breadcrumbs a, .breadcrumb-container a", (part) => (firstText(part) ? "" : __("Home"))],
	[
		".list-row-checkbox",
		(part) =>
			__("Select {0}", [firstText(part.closest(".list-row")?.querySelector(".list-subject .ellipsis"))]),
	],
	[".grid-row-check", (part) => __("Select {0}", [part.closest("[data-idx]")?.dataset.idx || "№"])],
	[".list-check-all", (part) => part.title],
	["select[placeholder], .page-form input[placeholder]", (part) => part.getAttribute("placeholder")],
	[".dt-filter", (part) => __("Filter: {0}", [part.dataset.name || "№"])],
	["button", (part) => (isRead(part) ? "" : tooltip(part))],
];

/** What a selector finds in a part of the page, the part itself with it. */
const within = (part, selector) => [
	...(part.matches(selector) ? [part] : []),
	...part.querySelectorAll(selector),
];

function nameParts(changed) {
	for (const [parts, words] of NAMELESS)
		for (const part of within(changed, parts)) {
			if (part.hasAttribute("aria-label") || part.labels?.length) continue;
			const name = words(part);
			if (name) label(part, name);
			if (part.matches(".dt-filter")) part.title = name; // said in English by the table
		}
}

/** A link that opens a menu is a button, and says so. */
function nameMenus(changed) {
	for (const part of within(changed, "a[aria-haspopup]:not([href]):not([role])")) {
		part.setAttribute("role", "button");
		part.tabIndex = 0;
	}
}

/** Who set a number there meant "can be reached", and put it before all else. */
function orderKeys(changed) {
	for (const part of within(changed, "[tabindex='1']")) part.tabIndex = 0;
	for (const part of within(changed, ".dt-paste-target")) {
		part.tabIndex = -1; // takes what is pasted into a table; nobody types there
		part.setAttribute("aria-hidden", "true");
	}
}

/** A button with links in it, which does nothing itself, is none. */
function unbutton(pill) {
	const plain = document.createElement("div");
	plain.className = pill.className;
	plain.append(...pill.childNodes);
	pill.replaceWith(plain);
}

/** Fields by their labels; the list of a form's tabs holds tabs, for whoever does not see its marks. */
function nameFields(drawn) {
	for (const control of within(drawn, ".frappe-control")) nameField(control);
	const control = drawn.parentElement?.closest(".frappe-control"); // its input is made when it is first shown
	if (control) nameField(control);
	for (const pill of within(drawn, ".attachment-row > button.data-pill")) unbutton(pill);
	for (const item of within(drawn, ".form-tabs > li")) item.setAttribute("role", "none");
}

const NO_LANDMARKS = ".main-section > header:empty, header.list-row-head, nav.datepicker--nav";

/** Menu and contents of the page. */
function nameLandmarks(changed) {
	document.getElementById("body")?.setAttribute("role", "main");
	for (const menu of within(changed, ".body-sidebar-container")) {
		menu.setAttribute("role", "navigation");
		label(menu, __("Menu"));
	}
	for (const part of within(changed, NO_LANDMARKS)) part.setAttribute("role", "none");
	for (const part of within(changed, ".datepicker:not([role])")) {
		part.setAttribute("role", "dialog");
		label(part, __("Calendar"));
	}
}

/** The one heading of the page, which its title is. */
function head() {
	const body = document.getElementById("body");
	if (!body) return;
	let heading = document.getElementById("esaylov-heading");
	if (!heading) {
		heading = document.createElement("h1");
		Object.assign(heading, { id: "esaylov-heading", className: "sr-only" });
		body.prepend(heading);
	}
	if (heading.textContent !== document.title) heading.textContent = document.title;
}

/** Forms of the framework begin with the third level of headings, or the fourth: what stands highest on a page counts as the second. */
function levelHeadings(page) {
	const seen = [...page.querySelectorAll("h2, h3, h4, h5")].filter((one) => one.checkVisibility?.() ?? true);
	const missing = Math.min(...seen.map((one) => Number(one.tagName[1]))) - 2;
	for (const heading of seen)
		if (missing > 0) heading.setAttribute("aria-level", Number(heading.tagName[1]) - missing);
		else heading.removeAttribute("aria-level");
}

/** What was drawn, and the links and buttons whose words changed; nothing that lies within another of them. */
function drawnBy(records) {
	const drawn = records
		.flatMap(({ target, addedNodes }) => [target.closest?.("a, button"), ...addedNodes])
		.filter((part) => part?.nodeType === Node.ELEMENT_NODE && part.isConnected);
	const parts = new Set(drawn);
	const isWithin = (part) => part && (parts.has(part) || isWithin(part.parentElement));
	return [...parts].filter((part) => !isWithin(part.parentElement));
}

function lookOver(records) {
	head();
	for (const part of drawnBy(records))
		for (const look of [nameLandmarks, nameParts, nameFields, nameMenus, orderKeys]) look(part);
	const page = window.frappe?.container?.page; // the one that is shown
	if (page) levelHeadings(page);
}

/** Milliseconds until a window that is not shown, and so draws nothing, is looked over all the same: what changes there would pile up. */
const UNSEEN = 2000;

/** Keep the frame in order; a phone may enlarge the page. */
export function keepFrame() {
	const view = document.querySelector("meta[name='viewport']");
	if (view) view.content = "width=device-width, initial-scale=1";
	let due = [];
	let [frame, timer] = [0, 0];
	const look = () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
		const records = due;
		due = [];
		lookOver(records);
		seen.takeRecords(); // of what was just put there
	};
	const seen = new MutationObserver((records) => {
		if (!due.length) [frame, timer] = [requestAnimationFrame(look), setTimeout(look, UNSEEN)];
		due.push(...records);
	});
	seen.observe(document.documentElement, { childList: true, subtree: true });
}
