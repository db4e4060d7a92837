import { sayAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { doubts } from "./registers.js";
import { openSignature } from "./sign.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));
const REFUSED = "Refused";

/** First step: grant or refuse each row; a refusal names its ground. Then the texts, then the key. */
export function openDecision(frm, matter) {
	const dialog = new frappe.ui.Dialog({
		title: __("Decide on appeal {0}", [frm.doc.number]),
		size: "large",
		fields: matter.subjects.flatMap((subject, index) => rowFields(subject, index, matter)),
		primary_action_label: __("Read and Sign"),
		primary_action: async (values) => {
			const rows = matter.subjects.map((subject, index) => rowOf(subject, index, values));
			try {
				const draft = await call("decisions.draft", { appeal: frm.doc.name, rows });
				dialog.hide();
				openSignature({
					title: __("Sign the decision: {0}", [__(draft.outcome)]),
					draft,
					redraft: (texts) => call("decisions.draft", { appeal: frm.doc.name, rows, ...texts }),
					send: (signature, texts) =>
						call("decisions.decide", { appeal: frm.doc.name, rows, signature, ...texts }),
					back: () => dialog.show(),
					done: (result) => showDecided(frm, result),
				});
			} catch (problem) {
				explain(problem);
			}
		},
	});
	if (matter.subjects.length > 1) addForAll(dialog, matter.subjects);
	dialog.show();
}

/** One click for a list: every row granted but those that the registers speak against, or every row refused and its ground still to be chosen. */
function addForAll(dialog, subjects) {
	const set = (outcome) => {
		const left = [];
		subjects.forEach((subject, index) => {
			if (outcome === REFUSED || !subject.against.length) dialog.set_value(`outcome_${index}`, outcome);
			else left.push(index);
		});
		if (left.length) leaveOpen(dialog, left);
	};
	dialog.add_custom_action(__("Grant all"), () => set("Granted"));
	dialog.add_custom_action(__("Refuse all"), () => set(REFUSED));
}

/** Rows that registers speak against are granted one by one; the first of them is led to. */
function leaveOpen(dialog, left) {
	const words = __("Registers speak against {0} rows. Choose these yourself.", [left.length]);
	frappe.show_alert({ message: words, indicator: "orange" }, 10);
	dialog.get_field(`outcome_${left[0]}`).$input.trigger("focus");
}

/** Grounds as options: the list of the law first, in its order; each with its article. */
const groundOptions = (grounds) => [
	{ value: "", label: "" },
	...grounds.map((ground) => ({
		value: ground.code,
		label: [ground.text, ground.article].filter(Boolean).join(" "),
	})),
];

export function rowOf(subject, index, values) {
	const outcome = values[`outcome_${index}`];
	if (outcome !== REFUSED) return { path: subject.path, outcome };
	const ground = values[`ground_${index}`] || "";
	return { path: subject.path, outcome, ground, reason: values[`reason_${index}`] || "" };
}

/** What registers say of the row stands under the choice; what is chosen beforehand is said by the server (`matter.preset`). */
export function rowFields(subject, index, matter) {
	const isPreset = matter.preset.includes(subject.path);
	const refused = `eval:doc.outcome_${index}=="${REFUSED}"`;
	const options = [
		...(isPreset ? [] : [{ value: "", label: "" }]),
		{ value: "Granted", label: __("Grant") },
		{ value: REFUSED, label: __("Refuse") },
	];
	const onlyRefused = { depends_on: refused, mandatory_depends_on: refused };
	return [
		{ fieldtype: "Section Break" },
		{
			fieldtype: "Select",
			fieldname: `outcome_${index}`,
			label: text(subject.title),
			options,
			reqd: 1,
			...(isPreset ? { default: "Granted" } : said(subject)),
		},
		{ fieldtype: "Column Break" },
		{
			fieldtype: "Select",
			fieldname: `ground_${index}`,
			label: __("Ground of refusal"),
			options: groundOptions(matter.grounds),
			...onlyRefused,
		},
		{
			fieldtype: "Data",
			fieldname: `reason_${index}`,
			label: __("Explanation"),
			depends_on: refused,
			// not mandatory by the ground: the form would draw the field anew and lose what is being typed; the server asks
			description: __("Some grounds must be explained"),
		},
	];
}

/** Why nothing is chosen beforehand, where registers are the reason. */
function said(subject) {
	const against = doubts(subject.against);
	const unanswered = doubts(subject.unanswered);
	const words = [
		against && `<span class="text-danger">${__("Registers: {0}. Choose yourself.", [text(against)])}</span>`,
		unanswered &&
			`<span class="esaylov-sun">${__("Registers have not answered: {0}.", [text(unanswered)])}</span>`,
	].filter(Boolean);
	return words.length ? { description: words.join(" ") } : {};
}

function showDecided(frm, result) {
	const words = __("Decision {0}: {1}. Certificates being formed: {2}.", [
		result.number,
		__(result.outcome),
		result.certificates,
	]);
	return sayAnew(frm, __("Decided"), words);
}
