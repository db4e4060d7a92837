import { act } from "./act.js";

const STAFF = ["Commission Chair", "Commission Deputy Chair", "Commission Secretary", "Commission Staff"];

/** Whether the user works on appeals; the server asks for the position at the appeal's own commission. */
export const isStaff = () => STAFF.some((role) => frappe.user.has_role(role));

/** Buttons for what staff do with a filing that has mistakes; whether it is lawful is the server's to say. */
export function showCorrectionSteps(frm) {
	if (!isStaff()) return;
	const group = __("Correction");
	if (frm.doc.status === "Under Review") {
		frm.add_custom_button(__("Return for Correction"), () => askReason(frm), group);
		if (frm.doc.route === "expert_then_vote") {
			frm.add_custom_button(__("Ask Experts"), () => take(frm, "ask_experts"), group);
		}
	}
	if (frm.doc.status === "Expert Review") {
		frm.add_custom_button(__("File the Conclusion"), () => askConclusion(frm));
	}
	if (frm.doc.status === "Returned" && frm.doc.correct_until < frappe.datetime.get_today()) {
		frm.add_custom_button(__("Resume Review"), () => take(frm, "resume_review"), group);
	}
}

function askConclusion(frm) {
	const fields = [{ fieldtype: "Long Text", fieldname: "text", label: __("Conclusion"), reqd: 1 }];
	const send = (values) => take(frm, "conclude", values);
	frappe.prompt(fields, send, __("File the Conclusion"), __("Save"));
}

function askReason(frm) {
	const fields = [{ fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 }];
	const send = (values) => take(frm, "return_for_correction", values);
	frappe.prompt(fields, send, __("Return for Correction"), __("Return for Correction"));
}

const take = (frm, step, values = {}) => act(frm, `appeals.${step}`, { appeal: frm.doc.name, ...values });
