import { sayAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { showing } from "./showing.js";
import { openSignature } from "./sign.js";
import { showTable } from "./values.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const COLOURS = { Draft: "gray", Signed: "green", Annulled: "red" };

/** The form of a decision: its state, what annulled it or what it annuls, and the step that this user may take. */
export async function showDecision(frm) {
	frm.disable_save();
	showSigned(frm);
	frm.page.set_indicator(__(frm.doc.status), COLOURS[frm.doc.status]);
	const isSeen = showing(frm);
	let standing;
	try {
		standing = await call("decisions.standing", { decision: frm.doc.name }, "GET");
	} catch (problem) {
		if (isSeen()) explain(problem);
		return;
	}
	if (!isSeen()) return;
	showLinks(frm, standing);
	if (standing.may_annul) frm.add_custom_button(__("Annul"), () => askReason(frm)).addClass("btn-danger");
	if (standing.may_sign) frm.page.set_primary_action(__("Sign"), () => signDecision(frm));
}

/** What was signed, in words; the bytes are folded below it. */
function showSigned(frm) {
	const rows = (frm.doc.__onload?.as_signed || []).map((part) => [part.label, part.lines]);
	const [title, nothing] = [__("As it was signed"), __("Nothing was signed yet.")];
	showTable(frm, "signed_view", title, [__("Field"), __("Value")], rows, nothing);
}

/** What nobody should overlook: the other decision, by its number, as a link. */
function showLinks(frm, standing) {
	const link = (name, number) =>
		`<a href="${frappe.utils.get_form_link("Decision", name)}">№ ${text(number)}</a>`;
	if (standing.annulled_by) {
		const { name, number, decided_on } = standing.annulled_by;
		const day = frappe.datetime.str_to_user(decided_on);
		frm.set_intro(__("Annulled by decision {0} of {1}.", [link(name, number), text(day)]), "red");
	} else if (standing.annuls) {
		frm.set_intro(__("Annuls decision {0}.", [link(standing.annuls.name, standing.annuls.number)]), "orange");
	} else if (standing.needs_vote && frm.doc.status === "Signed") {
		frm.set_intro(__("This decision was voted on: only a vote annuls it."), "blue");
	} else if (standing.missing.length) {
		const who = standing.missing
			.map((part) => (part === "presiding" ? __("Presiding") : __("Secretary")))
			.join(", ");
		frm.set_intro(__("Not in effect yet. Signature missing: {0}.", [text(who)]), "orange");
	}
}

function askReason(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Annul decision {0}", [frm.doc.number]),
		fields: [
			{ fieldtype: "Small Text", fieldname: "reason", label: __("Reason"), reqd: 1 },
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("Everything that this decision did is undone: entries end, ended ones come back, the appeal is reviewed anew.")}</p>`,
			},
		],
		primary_action_label: __("Read and Sign"),
		primary_action: async ({ reason }) => {
			const asked = { decision: frm.doc.name, reason };
			try {
				const draft = await call("decisions.annulment_draft", asked);
				dialog.hide();
				openSignature({
					title: __("Sign the annulment"),
					draft,
					send: (signature) => call("decisions.annul", { ...asked, signature }),
					done: (result) => sayAnew(frm, __("Done"), __("Annulled by decision {0}.", [result.number])),
				});
			} catch (problem) {
				explain(problem);
			}
		},
	});
	dialog.show();
}

async function signDecision(frm) {
	try {
		const names = [frm.doc.name];
		const { payload } = await call("decisions.to_sign", { names });
		openSignature({
			title: __("Sign the decision"),
			draft: { payload, text_uz: frm.doc.text_uz, text_ru: frm.doc.text_ru },
			send: (signature) => call("decisions.sign", { names, signature }),
			done: (signed) =>
				sayAnew(
					frm,
					__("Done"),
					signed.waiting ? __("Signed. The other signature is missing yet.") : __("Signed and in effect."),
				),
		});
	} catch (problem) {
		explain(problem);
	}
}
