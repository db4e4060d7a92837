import { call, explain } from "./api.js";
import { openSignature } from "./sign.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** First step: grant or refuse each row; a refusal needs its reason. */
export function openDecision(frm, matter) {
	const dialog = new frappe.ui.Dialog({
		title: __("Decide on appeal {0}", [frm.doc.number]),
		size: "large",
		fields: matter.subjects.flatMap(rowFields),
		primary_action_label: __("Read and Sign"),
		primary_action: async (values) => {
			const rows = matter.subjects.map((subject, index) => ({
				path: subject.path,
				outcome: values[`outcome_${index}`],
				reason: values[`reason_${index}`] || "",
			}));
			try {
				const draft = await call("decisions.draft", { appeal: frm.doc.name, rows });
				dialog.hide();
				openSignature({
					title: __("Sign the decision: {0}", [__(draft.outcome)]),
					draft,
					send: (signature) => call("decisions.decide", { appeal: frm.doc.name, rows, signature }),
					done: (result) => showDecided(frm, result),
				});
			} catch (problem) {
				explain(problem);
			}
		},
	});
	dialog.show();
}

function rowFields(subject, index) {
	const refused = `eval:doc.outcome_${index}=="Refused"`;
	const options = [
		{ value: "Granted", label: __("Grant") },
		{ value: "Refused", label: __("Refuse") },
	];
	return [
		{ fieldtype: "Section Break" },
		{ fieldtype: "Select", fieldname: `outcome_${index}`, label: text(subject.title), options, default: "Granted", reqd: 1 },
		{ fieldtype: "Column Break" },
		{ fieldtype: "Data", fieldname: `reason_${index}`, label: __("Reason"), depends_on: refused, mandatory_depends_on: refused },
	];
}

function showDecided(frm, result) {
	frm.reload_doc();
	const words = __("Decision {0}: {1}. Certificates being formed: {2}.", [
		result.number,
		__(result.outcome),
		result.certificates,
	]);
	frappe.msgprint({ title: __("Decided"), message: words, indicator: "green" });
}
