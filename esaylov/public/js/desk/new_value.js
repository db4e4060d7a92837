import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";

const escaped = (text) => frappe.utils.escape_html(String(text ?? ""));
const MOST_TYPES = 12;
const DEADLINES = {
	review: () => __("the limit of review"),
	correction_days: () => __("days to correct a returned appeal"),
	correction_times: () => __("how often an appeal may be returned"),
	reminder_days: () => __("the reminder of the officer"),
	escalation_days: () => __("the message to the higher commission"),
	court_appeal_days: () => __("days to go to court"),
};

/** The button of a number of the law that is in force: another value from a day on, which another administrator signs. */
export function offerNewValue(frm) {
	const isWriter = frappe.user.has_role("Election Administrator");
	if (frm.is_new() || !frm.doc.is_active || !isWriter || hasEnded(frm.doc)) return;
	frm.add_custom_button(__("New value…"), () => ask(frm)).addClass("btn-primary");
}

const hasEnded = (doc) => doc.valid_to && doc.valid_to < frappe.datetime.get_today();

async function ask(frm) {
	try {
		const uses = await call("procedures.find_number_uses", { statute: frm.doc.name }, "GET");
		show(frm, uses);
	} catch (problem) {
		explain(problem);
	}
}

function show(frm, uses) {
	const dialog = new frappe.ui.Dialog({
		title: __("New value from a day on"),
		fields: [
			{
				fieldname: "value",
				fieldtype: "Int",
				label: `${__("Value")} (${__(frm.doc.unit)})`,
				default: frm.doc.value,
				reqd: 1,
				non_negative: 1,
			},
			{
				fieldname: "starts_on",
				fieldtype: "Date",
				label: __("First day"),
				default: frappe.datetime.add_days(frappe.datetime.get_today(), 1),
				description: __("The former value ends on the day before."),
				reqd: 1,
			},
			{ fieldname: "article", fieldtype: "Data", label: __("Article"), default: frm.doc.article, length: 80 },
			{ fieldname: "uses", fieldtype: "HTML", options: usesHtml(uses) },
		],
		primary_action_label: __("Propose"),
		primary_action: (values) => propose(frm, dialog, values),
	});
	dialog.show();
}

async function propose(frm, dialog, { value, starts_on, article }) {
	try {
		const { waits } = await call("procedures.propose_number", {
			statute: frm.doc.name,
			value,
			starts_on,
			article: article || "",
		});
		dialog.hide();
		frappe.msgprint({ title: __("Proposed"), message: escaped(waits), indicator: "blue" });
		await showAnew(frm);
	} catch (problem) {
		explain(problem);
	}
}

/** What another value touches, as a list. */
function usesHtml({ types, deadlines, appeals }) {
	const named = [
		...types.slice(0, MOST_TYPES).map((one) => `${one.name} ${one.title}`),
		...(types.length > MOST_TYPES ? [__("and {0} more", [types.length - MOST_TYPES])] : []),
	];
	const lines = (texts) => texts.map((text) => `<li>${escaped(text)}</li>`).join("");
	const items = `<li>${escaped(__("Types of appeals: {0}", [types.length]))}${named.length ? `<ul>${lines(named)}</ul>` : ""}</li>${lines(
		[
			__("Deadlines: {0}", [deadlines.map((key) => DEADLINES[key]?.() ?? key).join(", ") || __("none")]),
			__("Open appeals: {0}", [appeals]),
		],
	)}`;
	return `<div class="esaylov-number-uses"><b>${escaped(__("This touches:"))}</b><ul>${items}</ul></div>`;
}
