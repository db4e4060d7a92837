import { openAcknowledgement } from "./acknowledge.js";
import { act } from "./act.js";
import { call, explain } from "./api.js";
import { isStaff, showCorrectionSteps } from "./correction.js";
import { openDecision } from "./decide.js";
import { renderMatter } from "./matter.js";
import { bindRemarks } from "./remarks.js";
import { putOnAgenda } from "./session/agenda.js";
import { showing } from "./showing.js";
import { renderStory } from "./story.js";
import { showWords } from "./values.js";
import { bindViewer } from "./viewer.js";

const STEPS = {
	decide: { label: () => __("Decide"), act: openDecision },
	acknowledge: { label: () => __("Acknowledge"), act: openAcknowledgement },
	assign: { label: () => __("Take for Review"), act: takeForReview },
	put_on_agenda: { label: () => __("Put on Agenda"), act: putOnAgenda },
};

/** Fill the form of an appeal: answers beside what the registers say, days left, and one button for the next lawful step. */
export async function showAppeal(frm) {
	hideStockActions(frm);
	showWords(frm, "applicant_kind");
	const officer = frm.doc.__onload?.officer || "";
	frm.set_df_property("assigned_to", "formatter", () => frappe.utils.escape_html(officer));
	const isSeen = showing(frm);
	let matter, beside;
	try {
		[matter, beside] = await Promise.all([
			call("decisions.matter", { appeal: frm.doc.name }, "GET"),
			readBeside(frm),
		]);
	} catch (problem) {
		if (isSeen()) explain(problem);
		return;
	}
	if (!isSeen()) return;
	const $matter = frm.get_field("answers_view").$wrapper;
	$matter.html(renderMatter(matter, beside) + renderStory(frm.doc, beside.rounds));
	bindRemarks(frm, $matter, beside);
	bindViewer($matter);
	showDaysLeft(frm, matter.days_left);
	showCorrectionSteps(frm);
	const step = STEPS[matter.next_step];
	if (step) frm.page.set_primary_action(step.label(), () => step.act(frm, matter));
	if (waitsForVote(frm.doc)) frm.page.set_primary_action(__("Put on Agenda"), () => putOnAgenda(frm));
}

const VOTED = ["commission_vote", "expert_then_vote", "acknowledgement"];

/** Whether whoever arranges sessions may put the appeal on an agenda now. */
function waitsForVote(doc) {
	const arranges = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary"].some((role) =>
		frappe.user.has_role(role),
	);
	return arranges && doc.status === "Under Review" && VOTED.includes(doc.route);
}

/** Remarks and verdicts of the registers; rounds and differences only of an appeal that was returned. */
async function readBeside(frm) {
	const asked = { appeal: frm.doc.name };
	const wasReturned = Boolean(frm.doc.correction);
	const [remarks, rounds, differences, registers] = await Promise.all([
		call("appeals.remarks", asked, "GET"),
		wasReturned ? call("appeals.rounds", asked, "GET") : [],
		wasReturned ? call("appeals.differences", asked, "GET") : [],
		call("people.registers", asked, "GET").catch(() => null), // the rest is of use without them
	]);
	return {
		remarks,
		rounds,
		differences,
		registers,
		mayRemark: isStaff() && frm.doc.status === "Under Review",
	};
}

/** What nobody may do with an appeal: copy, rename, delete. The server refuses it; the menu should not offer it. */
function hideStockActions(frm) {
	frm.disable_save();
	for (const label of ["Duplicate", "Rename", "Delete", "Copy to Clipboard", "New Appeal"]) {
		frm.page.menu
			.find(`[data-label="${encodeURIComponent(__(label))}"]`)
			.closest("li")
			.addClass("hide");
	}
}

function showDaysLeft(frm, left) {
	if (left === null) return;
	const words =
		left < 0 ? __("{0} days late", [-left]) : left === 0 ? __("Due today") : __("{0} days left", [left]);
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline_alert(words, left < 1 ? "red" : left < 3 ? "orange" : "blue");
}

function takeForReview(frm) {
	return act(frm, "appeals.assign", { appeal: frm.doc.name, user: frappe.session.user });
}
