/**
 * A question about the screen one is on, from every page of the Desk: by F1, or by the button beside the choice of the language.
 * Administrators answer; the answer is read at PAGE.
 */
import { call, explain } from "./api.js";
import { showSteps } from "./first_login.js";
import { contextOf } from "./screen.js";

const PAGE = "/cabinet/help";
const KEY = "F1";
const LONGEST = 4000;
const PLACES = [".navbar .navbar-collapse > .navbar-nav", ".body-sidebar-bottom"];
const BUTTON = "esaylov-help";

/** The dialog; it says what goes with the question. */
export function askForHelp() {
	const form = window.cur_frm && frappe.get_route()?.[0] === "Form" ? window.cur_frm : null;
	const context = contextOf(frappe.get_route(), Boolean(form?.is_new()));
	const link = `<a href="${PAGE}">${__("My questions, and answers to what is often asked")}</a>`;
	const told = context.name
		? __(
				"The name of this screen and the record that it shows are sent with it; nothing that you typed there.",
			)
		: __("The name of this screen is sent with it; nothing that you typed there.");
	const dialog = new frappe.ui.Dialog({
		title: __("Ask for help"),
		fields: [
			{
				fieldname: "text",
				fieldtype: "Small Text",
				label: __("Your question"),
				description: __("Say what you wanted to do and what happened. Do not write passport or PINFL."),
				reqd: 1,
				length: LONGEST,
			},
			{
				fieldname: "told",
				fieldtype: "HTML",
				options: `<p class="text-muted small">${told}</p><p>${link}</p>`,
			},
		],
		secondary_action_label: __("A short tour"),
		secondary_action() {
			dialog.hide();
			showSteps();
		},
		primary_action_label: __("Send"),
		async primary_action({ text }) {
			dialog.disable_primary_action();
			try {
				const { number } = await call("support.ask", { text, ...context });
				dialog.hide();
				frappe.show_alert({ message: sent(number), indicator: "green" }, 15);
			} catch (problem) {
				dialog.enable_primary_action();
				explain(problem);
			}
		},
	});
	dialog.show();
}

const sent = (number) =>
	`${__("Your question {0} was sent.", [frappe.utils.escape_html(number)])} <a href="${PAGE}">${__("My questions")}</a>`;

/** The word in an element of its own: a sidebar that is folded has no room for it, and shows a question mark instead. */
function word(text) {
	const part = document.createElement("span");
	part.textContent = text;
	return part;
}

function place() {
	for (const where of PLACES) {
		const host = document.querySelector(where);
		if (!host || host.querySelector(`.${BUTTON}`)) continue;
		const button = document.createElement("button");
		button.type = "button";
		button.className = `btn btn-default btn-xs ${BUTTON}`;
		button.append(word(__("Help")));
		button.title = `${__("Ask for help")} (${KEY})`;
		button.setAttribute("aria-label", __("Help"));
		button.setAttribute("aria-keyshortcuts", KEY);
		button.addEventListener("click", askForHelp);
		const line = document.createElement(host.tagName === "UL" ? "li" : "div");
		line.append(button);
		host.prepend(line);
	}
}

function onKey(event) {
	if (event.key !== KEY || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
	event.preventDefault();
	if (!document.querySelector(".modal.show")) askForHelp();
}

/** Put the button where it is missing, also after the framework drew its bar or sidebar anew; the key works on every page. */
export function offerHelp() {
	$(document).on("toolbar_setup page-change", place);
	document.addEventListener("keydown", onKey);
}
