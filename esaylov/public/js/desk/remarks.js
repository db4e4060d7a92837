import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/** A button that writes a remark on one field; nothing while remarks may not be written. */
export function remarkButton(path, label, beside) {
	if (!beside.mayRemark) return "";
	return ` <button type="button" class="btn btn-xs btn-link" data-remark="${text(path)}" data-label="${text(label)}"
		title="${__("Write a Remark")}" aria-label="${__("Write a Remark")}: ${text(label)}">✎</button>`;
}

/** The remarks on one field. */
export function remarksAt(path, beside) {
	return (beside.remarks || [])
		.filter((remark) => remark.field === path)
		.map((remark) => `<div class="esaylov-remark"><b>${__("Remark")}:</b> ${text(remark.text)}</div>`)
		.join("");
}

/** Let the buttons of a rendered appeal write, change and take off remarks. */
export function bindRemarks(frm, $matter, beside) {
	$matter.find("[data-remark]").on("click", (event) => {
		const { remark: field, label } = event.currentTarget.dataset;
		const known = (beside.remarks || []).find((one) => one.field === field && !one.correction);
		askRemark(frm.doc.name, field, label, known?.text || "", () => showAnew(frm));
	});
}

/** Ask for the remark on a field of an appeal, with what was written before; `done` is called when it is stored. */
export function askRemark(appeal, field, label, before, done) {
	const fields = [
		{
			fieldtype: "Small Text",
			fieldname: "text",
			label: __("What must be mended"),
			default: before,
			description: __(
				"The applicant reads it when you return the appeal. Leave it empty to take the remark off.",
			),
		},
	];
	const send = async (values) => {
		try {
			await call("appeals.remark", { appeal, field, text: values.text || "" });
			done();
		} catch (problem) {
			explain(problem);
		}
	};
	frappe.prompt(fields, send, label, __("Save"));
}
