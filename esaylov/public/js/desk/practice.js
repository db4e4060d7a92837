import { call, explain } from "./api.js";

const MARK = "esaylov-practice";

/** What stands above whatever belongs to a practice election. */
export const practiceNote = () =>
	__("Practice election: nothing here is public, counted or sent, and papers of it certify nothing.");

/**
 * Above the form of whatever belongs to a practice election: that nothing of it counts. A line of its own, for forms write over the
 * framework's intro. Told on 15 and 16 alike.
 */
export function markPractice() {
	$(document).on("form-refresh", (_event, frm) => {
		frm.$wrapper.find(`.${MARK}`).remove();
		const election = frm.doctype === "Election" ? frm.doc.name : frm.doc.election;
		const known = frappe.boot.esaylov?.practice || [];
		if (!election || frm.is_new() || !known.includes(election)) return;
		frm.layout.wrapper.before(
			$("<div>", { class: `esaylov-practice-note ${MARK}`, role: "note" }).append(
				$("<b>").text(practiceNote()),
			),
		);
	});
}

const BEING_MADE = () => __("Practice election is being made");
const TO_END = () => __("End the Practice Election");
const TO_BEGIN = () => __("Begin a Practice Election");

/** A button, and its line in the menu that phones have in its place, which the framework leaves there. */
function takeAway(page, words) {
	page.remove_inner_button(words);
	page.menu
		.find(`[data-label="${encodeURIComponent(words)}"]`)
		.closest("li")
		.remove();
}

/** The button of the list of elections: begin a practice election, or end the one that runs and empty it; anew each time the list is shown. */
export async function offerPractice(list) {
	const { election, preparation } = await call("preparing.practice", {}, "GET");
	for (const words of [BEING_MADE, TO_END, TO_BEGIN]) takeAway(list.page, words());
	if (preparation)
		list.page.add_inner_button(BEING_MADE(), () =>
			frappe.set_route("Form", "Election Preparation", preparation),
		);
	else if (election) list.page.add_inner_button(TO_END(), () => confirmEnd(election));
	else list.page.add_inner_button(TO_BEGIN(), confirmBegin);
}

function confirmBegin() {
	frappe.confirm(
		__(
			"Everybody who may file or work in the present election can then try everything in the practice election. Its messages go to nobody and its pages are public nowhere. Begin it?",
		),
		async () => {
			try {
				const { name } = await call("preparing.begin_practice", {});
				frappe.set_route("Form", "Election Preparation", name);
			} catch (problem) {
				explain(problem);
			}
		},
	);
}

function confirmEnd(election) {
	frappe.confirm(
		__(
			"Drafts of the practice election are deleted and its open appeals withdrawn; what was signed stays, and counts nowhere. Then it can be begun anew. End it?",
		),
		async () => {
			try {
				let left = 1;
				while (left) {
					({ left } = await call("preparing.end_practice", { election }));
					frappe.show_alert(__("Appeals left: {0}", [left]), 3);
				}
				window.location.reload();
			} catch (problem) {
				explain(problem);
			}
		},
	);
}
