import { openAcknowledgement } from "./acknowledge.js";
import { call, explain } from "./api.js";
import { showCorrectionSteps } from "./correction.js";
import { openDecision } from "./decide.js";
import { renderMatter } from "./matter.js";

const STEPS = {
	decide: { label: () => __("Decide"), act: openDecision },
	acknowledge: { label: () => __("Acknowledge"), act: openAcknowledgement },
	assign: { label: () => __("Take for Review"), act: takeForReview },
};

/** Fill the form of an appeal: answers, days left, and one button for the next lawful step. */
export async function showAppeal(frm) {
	let matter;
	try {
		matter = await call("decisions.matter", { appeal: frm.doc.name }, "GET");
	} catch (problem) {
		explain(problem);
		return;
	}
	frm.get_field("answers_view").$wrapper.html(renderMatter(matter));
	showDaysLeft(frm, matter.days_left);
	showCorrectionSteps(frm);
	if (matter.note) frm.set_intro(frappe.utils.escape_html(matter.note), "blue");
	const step = STEPS[matter.next_step];
	if (step) frm.page.set_primary_action(step.label(), () => step.act(frm, matter));
}

function showDaysLeft(frm, left) {
	if (left === null) return;
	const words = left < 0 ? __("{0} days late", [-left]) : left === 0 ? __("Due today") : __("{0} days left", [left]);
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(words, left < 1 ? "red" : left < 3 ? "orange" : "blue");
}

async function takeForReview(frm) {
	try {
		await call("appeals.assign", { appeal: frm.doc.name, user: frappe.session.user });
		frm.reload_doc();
	} catch (problem) {
		explain(problem);
	}
}
