/** The short tour by role: by itself at the first login, later from the dialog “Ask for help”. A dialog, so that keys and phones have it too. */
import { call } from "./api.js";
import { stepsFor } from "./first_steps.js";

const WORDS = {
	desk: () => [
		__("The desk of your commission"),
		__(
			"The queue is on the left, the appeal in the middle, the next lawful steps on the right. Press ? there to see all keys.",
		),
		"/app/commission-desk",
	],
	sessions: () => [
		__("Sessions"),
		__(
			"Plan a session, put appeals on its agenda and lead it in the hall; the protocol is written beside it.",
		),
		"/app/commission-session",
	],
	vote: () => [
		__("Your vote"),
		__("In the hall of a session you see the open item and its materials, and vote or recuse yourself."),
		"/app/commission-session",
	],
	signature: () => [
		__("Your signature"),
		__(
			"A decision holds from your signature on. Have your key at hand; the bytes that are signed are shown to you.",
		),
		"/app/decision",
	],
	elections: () => [
		__("Elections"),
		__("An election is prepared step by step, from its kind to its opening; each step says what is missing."),
		"/app/preparation-wizard",
	],
	questions: () => [
		__("Questions to answer"),
		__("What the public and users ask is in one queue: take a question, write the answer, send it."),
		"/app/feedback",
	],
	audit: () => [
		__("What you can read"),
		__(
			"Appeals, decisions, votes, the chain of events and every look at data of people; you change nothing.",
		),
		"/app/election-audit",
	],
	logins: () => [
		__("Your logins"),
		__("See where you are logged in, end what is not yours, and add a passkey."),
		"/cabinet/logins",
	],
	help: () => [
		__("Help"),
		__(
			"Press F1 on any page, or the button “Help”. The answer comes as a notice; you read it on a page of your own.",
		),
		"/cabinet/help",
	],
};

const escaped = (text) => frappe.utils.escape_html(text);

function drawn([title, words, address], place, count) {
	const open = `<a href="${address}" target="_blank" rel="noopener">${escaped(__("Open the page"))}<span class="sr-only">: ${escaped(title)}</span></a>`;
	const number = __("Step {0} of {1}", [place + 1, count]);
	return `<div aria-live="polite"><p class="text-muted small">${escaped(number)}</p><h4>${escaped(title)}</h4>
		<p>${escaped(words)}</p><p>${open}</p></div>`;
}

/** Show the steps of the user's roles; `done` is called once, however the dialog is closed. */
export function showSteps(done = () => {}) {
	const keys = stepsFor(frappe.user_roles);
	if (!keys.length) return;
	let place = 0;
	const dialog = new frappe.ui.Dialog({
		title: __("A short tour"),
		fields: [{ fieldname: "step", fieldtype: "HTML" }],
		primary_action_label: __("Next"),
		primary_action: () => go(1),
		secondary_action_label: __("Previous"),
		secondary_action: () => go(-1),
	});
	const show = () => {
		dialog.get_field("step").$wrapper.html(drawn(WORDS[keys[place]](), place, keys.length));
		dialog.get_primary_btn().text(place === keys.length - 1 ? __("Done") : __("Next"));
		dialog.get_secondary_btn().prop("disabled", place === 0);
	};
	const go = (by) => {
		if (place + by >= keys.length) return dialog.hide();
		place = Math.max(0, place + by);
		show();
	};
	dialog.onhide = done;
	show();
	dialog.show();
}

/** By itself where the server says that it is the first login, and not again once it was closed. */
export function offerFirstSteps() {
	$(document).one("app_ready", () => {
		if (!frappe.boot.esaylov?.is_new) return;
		showSteps(() => {
			frappe.boot.esaylov.is_new = false;
			call("people.finish_tour", {}).catch(() => {}); // shown again at the next login, which harms nobody
		});
	});
}
