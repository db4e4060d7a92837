import { showAnew } from "../anew.js";
import { call, explain } from "../api.js";
import { ask, sessionFields } from "./steps.js";

const VOTED_ROUTES = ["commission_vote", "expert_then_vote", "acknowledgement"];
const MOST = 500;

/** Choose appeals under review and put them on the agenda: one by one, or as a batch decided by one vote. */
export async function openAgenda(room) {
	const filters = { status: "Under Review", recipient: room.state.commission, route: ["in", VOTED_ROUTES] };
	const waiting = await frappe.db.get_list("Appeal", {
		filters,
		fields: ["name", "number", "subject", "due_on"],
		order_by: "due_on asc",
		limit: MOST,
	});
	if (!waiting.length) {
		frappe.msgprint({
			title: __("Add to the Agenda"),
			message: __("No appeal under review waits for a vote here."),
		});
		return;
	}
	const options = waiting.map((one) => ({
		value: one.name,
		label: frappe.utils.escape_html(
			[one.number, one.subject, one.due_on && frappe.datetime.str_to_user(one.due_on)]
				.filter(Boolean)
				.join(" · "),
		),
	}));
	await ask(
		__("Add to the Agenda"),
		[
			{
				fieldtype: "MultiCheck",
				fieldname: "appeals",
				label: __("Appeals under review"),
				options,
				select_all: true,
				columns: 1,
				sort_options: false,
			},
			{
				fieldtype: "Data",
				fieldname: "batch",
				label: __("Name of the batch"),
				description: __(
					"With a name they are opened, voted on and closed together; each can be taken out before the vote.",
				),
			},
		],
		__("Add"),
		({ appeals, batch }) => put(room.name, appeals || [], batch || ""),
	);
}

async function put(session, appeals, batch) {
	if (!appeals.length) {
		explain(new Error(__("Choose at least one appeal.")));
		return false;
	}
	await call("sessions.put_batch", { session, appeals, batch });
	return true;
}

/** The sessions of a commission that take items, as options: the next one first, those left open on earlier days last. */
export async function openSessions(commission) {
	const sessions = await frappe.db.get_list("Commission Session", {
		filters: { commission, status: ["in", ["Planned", "Open", "Recess"]] },
		fields: ["name", "title", "starts_at"],
		order_by: "starts_at desc",
		limit: MOST,
	});
	const today = frappe.datetime.get_today();
	const isPast = (one) => one.starts_at < today;
	const ordered = [...sessions.filter((one) => !isPast(one)).reverse(), ...sessions.filter(isPast)];
	return ordered.map((one) => ({
		value: one.name,
		label: `${frappe.datetime.str_to_user(one.starts_at)} · ${one.title}`,
	}));
}

/** Put one appeal on the agenda of a session that is to be chosen. */
export async function putOnAgenda(frm) {
	const options = await openSessions(frm.doc.recipient);
	if (!options.length) {
		explain(new Error(__("No session is planned. Plan one in the list of sessions first.")));
		return;
	}
	const field = {
		fieldtype: "Select",
		fieldname: "session",
		label: __("Session"),
		reqd: 1,
		options,
		default: options[0].value,
	};
	await ask(__("Put on Agenda"), [field], __("Add"), async ({ session }) => {
		await call("appeals.put_on_agenda", { appeal: frm.doc.name, session });
		await showAnew(frm);
	});
}

/** Plan a session of a commission of the reader's, and go to its room. */
export async function planSession() {
	const commission = await ownCommission(
		__("Whose session?"),
		__("You cannot arrange sessions. The chair, deputy chair or secretary of a commission can."),
	);
	if (!commission) return;
	await ask(__("Plan a Session"), sessionFields(), __("Plan"), async (given) => {
		const { session } = await call("sessions.plan_session", { ...given, commission });
		frappe.set_route("Form", "Commission Session", session);
	});
}

/** The commission for which the reader acts, "" without one; asked for when there are several. none: what is said to who has none. */
export async function ownCommission(question, none) {
	const held = await call("sessions.arranged_commissions", {}, "GET");
	if (held.length === 1) return held[0].commission;
	if (!held.length) {
		explain(new Error(none));
		return "";
	}
	const options = held.map((one) => ({ value: one.commission, label: one.title }));
	let chosen = "";
	await ask(
		question,
		[{ fieldtype: "Select", fieldname: "commission", label: __("Commission"), reqd: 1, options }],
		__("Go On"),
		({ commission }) => {
			chosen = commission;
		},
	);
	return chosen;
}
