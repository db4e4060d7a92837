import { call, download, explain } from "./api.js";
import { askOfficer } from "./handover.js";

export const TITLES = {
	new: () => __("New"),
	due_soon: () => __("Due soon"),
	overdue: () => __("Overdue"),
	returned: () => __("Returned"),
	corrected: () => __("Corrected"),
	agenda: () => __("On Agenda"),
	mine: () => __("Mine"),
	to_decide: () => __("To be decided by the chair"),
};
const ASSIGNING = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary", "Commission Staff"];

/** Who is of a commission, or reads everything: the server refuses the queues to everybody else. */
const hasQueues = () => {
	const { commissions } = frappe.boot.esaylov;
	return commissions.length > 0 || frappe.user.has_role("Election Auditor");
};

/** Queues above the list of appeals, and what may be done with many; the stock bulk actions would only be refused. */
export function showInbox(list) {
	if (list.esaylov_queues) return;
	list.esaylov_queues = $(
		`<div class="esaylov-queues" role="group" aria-label="${__("Queues")}"></div>`,
	).prependTo(list.$frappe_list);
	list.page.clear_actions_menu();
	if (ASSIGNING.some((role) => frappe.user.has_role(role))) {
		list.page.add_action_item(__("Assign to an Officer"), () => askOfficer(list));
		for (const form of ["xlsx", "csv"]) {
			list.page.add_menu_item(__("Export as {0}", [form.toUpperCase()]), () => exportList(list, form));
		}
	}
	refreshInbox(list);
}

/** Bring the numbers and the applicants' names up to date; called whenever the list has been read. */
export async function refreshInbox(list) {
	if (!list.esaylov_queues) return;
	nameRows(list);
	if (!hasQueues()) return;
	try {
		showQueues(list, await call("inbox.queues", {}, "GET"));
	} catch (problem) {
		if (problem.code !== "not_permitted") explain(problem);
	}
}

function showQueues(list, queues) {
	const focused = document.activeElement?.dataset?.queue;
	list.esaylov_queues.html(queues.map((found) => button(found, isShown(list, found))).join(""));
	list.esaylov_queues.find("button").on("click", (event) => {
		const found = queues.find((one) => one.queue === event.currentTarget.dataset.queue);
		choose(list, found, isShown(list, found));
	});
	if (focused) list.esaylov_queues.find(`[data-queue="${focused}"]`).trigger("focus");
}

function button(found, isPressed) {
	const urgent = found.queue === "overdue" && found.count ? "text-danger" : "";
	return `<button type="button" class="btn btn-sm ${isPressed ? "btn-primary" : "btn-default"}"
		data-queue="${found.queue}" aria-pressed="${isPressed}">
		${TITLES[found.queue]()} <b class="${isPressed ? "" : urgent}">${Number(found.count)}</b></button>`;
}

const asText = (filters) => JSON.stringify(filters.map((one) => one.slice(-3).map(String)).sort());

function isShown(list, found) {
	return asText(list.get_filters_for_args()) === asText(found.filters);
}

async function choose(list, found, isPressed) {
	await list.filter_area.clear(isPressed);
	if (!isPressed) await list.filter_area.add(found.filters.map((one) => [list.doctype, ...one]));
}

/** The list knows applicants, types and officers by their ids: one request gives the words for the page that is shown. */
async function nameRows(list) {
	const appeals = list.data.map((row) => row.name);
	if (!appeals.length) return;
	try {
		const { applicants, types, officers } = await call(
			"inbox.titles",
			{ appeals: JSON.stringify(appeals) },
			"GET",
		);
		for (const [name, title] of Object.entries(applicants)) put(list, "applicant", name, title);
		for (const [code, title] of Object.entries(types)) put(list, "type", code, title);
		for (const [login, name] of Object.entries(officers)) put(list, "officer", login, name);
	} catch (problem) {
		console.warn(problem); // the list is of use without them
	}
}

function put(list, kind, name, words) {
	list.$result
		.find(`[data-${kind}="${CSS.escape(name)}"]`)
		.text(words)
		.attr("title", words);
}

async function exportList(list, form) {
	try {
		await download("inbox.export", { filters: list.get_filters_for_args(), form });
	} catch (problem) {
		explain(problem);
	}
}
