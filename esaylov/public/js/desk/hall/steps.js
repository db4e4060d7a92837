import { call } from "../api.js";
import { openAgenda } from "../session/agenda.js";
import { signDecisions } from "../session/decisions.js";
import { openDraft } from "../session/draft.js";
import { ask, STEPS, sure } from "../session/steps.js";
import { bySpeech, stepOf } from "./hall.js";

/** The steps of the form's room, and what only the hall has; each gets the room and what it is about, and resolves when it is done. */
const OF_HALL = {
	put_on_agenda: openAgenda,
	redraft: openDraft,
	sign_decisions: signDecisions,
	close_item: closeItem,
	ask_to_speak: (room) => room.post("hall.ask_to_speak"),
	withdraw_request: (room, { person = "" }) => room.post("hall.withdraw_request", { person }),
	begin_speech: (room, { person }) => (person ? begin(room, { person }) : callGuest(room)),
	end_speech: (room) => room.post("hall.end_speech"),
	enter_minute: (room) =>
		ask(
			__("Enter in the Minutes"),
			[{ fieldtype: "Small Text", fieldname: "text", label: __("What the minutes say"), reqd: 1 }],
			__("Add"),
			({ text }) => room.post("hall.enter_minute", { text }),
		),
	note_left: (room, { person, name }) =>
		sure(__("Note that {0} has left?", [frappe.utils.escape_html(name)]), () =>
			room.post("sessions.leave", { person }),
		),
	show_display: showDisplay,
	hide_display: (room) =>
		sure(__("End the link of the display? Screens that show it go dark."), () =>
			room.post("hall.hide_display"),
		),
};

/** Take a step. */
export const take = (room, step, about) => (OF_HALL[step] || STEPS[step])(room, about);

/** The item that is spoken to: the open one, else the one that is next. */
const begin = (room, who) => room.post("hall.begin_speech", { ...who, item: room.itemNow() });

function callGuest(room) {
	const field = { fieldtype: "Data", fieldname: "name", label: __("Name of the guest"), reqd: 1 };
	return ask(__("Call a Guest to Speak"), [field], __("Call"), ({ name }) => begin(room, { name }));
}

/** Call who has waited longest. */
export function callNext(room) {
	const [first] = bySpeech(room.state.speakers).waiting;
	const isOffered = stepOf(room.state.steps, "begin_speech");
	return first && isOffered ? begin(room, { person: first.person }) : null;
}

/** While somebody has not voted, whoever closes is asked once. */
function closeItem(room, { item }) {
	const send = () => call("decisions.close_item", { item });
	const missing = room.state.open.some((open) => open.not_voted.length);
	if (!missing) return send();
	const found = room.state.items.find((one) => one.name === item);
	const causes = stepOf(found?.steps || [], "close_item")?.causes || [];
	return sure(
		`${causes.map(frappe.utils.escape_html).join("<br>")}<br><b>${__("Close the vote?")}</b>`,
		send,
	);
}

async function showDisplay(room) {
	const { address } = await room.post("hall.show_display");
	const link = frappe.utils.escape_html(location.origin + address);
	const dialog = new frappe.ui.Dialog({
		title: __("Hall Display"),
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
		primary_action_label: __("Copy the Link"),
		primary_action: () => frappe.utils.copy_to_clipboard(location.origin + address),
	});
	dialog.get_field("body").$wrapper.html(`
		<p>${__("Open this link on the screen in the hall. It needs no login, shows no names and no votes of members, and ends a day after the session.")}</p>
		<p><a href="${link}" target="_blank" rel="noopener" data-display style="overflow-wrap: anywhere">${link}</a></p>`);
	dialog.show();
}
