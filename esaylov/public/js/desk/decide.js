import { call, explain } from "./api.js";

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
				openSignature(frm, rows, draft);
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

/** Second step: the text as it will stand, and the key. The password is a plain input: Frappe's own sends it to the server. */
function openSignature(frm, rows, draft) {
	const dialog = new frappe.ui.Dialog({
		title: __("Sign the decision: {0}", [__(draft.outcome)]),
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
		primary_action_label: __("Sign"),
		primary_action: () => signAndDecide(frm, rows, draft, dialog),
	});
	dialog.get_field("body").$wrapper.html(`
		<pre style="white-space: pre-wrap; font: inherit; color: var(--text-color)">${text(draft.text_uz)}</pre>
		<div class="form-group"><label class="w-100">${__("Key file (.p12)")}
			<input class="form-control h-auto" type="file" accept=".p12,.pfx" data-key></label></div>
		<div class="form-group"><label class="w-100">${__("Password of the key")}
			<input class="form-control" type="password" autocomplete="off" data-password></label></div>
		<p class="text-muted">${__("The key is used in this page only; it is not sent anywhere.")}</p>`);
	dialog.show();
}

async function signAndDecide(frm, rows, draft, dialog) {
	const inputs = dialog.get_field("body").$wrapper;
	const file = inputs.find("[data-key]")[0].files[0];
	if (!file) return explain(new Error(__("Choose your key file first.")));
	dialog.disable_primary_action();
	try {
		await frappe.require("signing.bundle.js");
		const signature = await window.esaylovSign({
			p12: await file.arrayBuffer(),
			password: inputs.find("[data-password]").val(),
			content: Uint8Array.from(atob(draft.payload), (letter) => letter.charCodeAt(0)),
		});
		const result = await call("decisions.decide", { appeal: frm.doc.name, rows, signature });
		dialog.hide();
		frm.reload_doc();
		const words = __("Decision {0}: {1}. Certificates being formed: {2}.", [
			result.number,
			__(result.outcome),
			result.certificates,
		]);
		frappe.msgprint({ title: __("Decided"), message: words, indicator: "green" });
	} catch (problem) {
		dialog.enable_primary_action();
		explain(problem);
	}
}
