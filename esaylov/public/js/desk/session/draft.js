import { call, explain } from "../api.js";
import { rowFields, rowOf } from "../decide.js";

const TEXTS = ["text_uz", "text_ru"];

/** Change what members will vote on: the verdict of each row, then the texts as they will stand. */
export async function openDraft(room, { item }) {
	const found = room.state.items.find((one) => one.name === item);
	const stored = await frappe.db.get_value("Agenda Item", item, [
		"draft_rows",
		"draft_text_uz",
		"draft_text_ru",
		"is_unseen",
	]);
	const draft = stored.message;
	if (!found.appeal)
		return openTexts(item, found, { rows: [], text_uz: draft.draft_text_uz, text_ru: draft.draft_text_ru });
	const matter = await call("decisions.matter", { appeal: found.appeal }, "GET");
	return openRows(item, found, matter, draft);
}

function openRows(item, found, matter, draft) {
	const dialog = new frappe.ui.Dialog({
		title: __("Draft of item {0}", [found.position]),
		size: "large",
		fields: matter.subjects.flatMap((subject, index) => rowFields(subject, index, matter)),
		primary_action_label: __("Read the Texts"),
		primary_action: async (values) => {
			const rows = matter.subjects.map((subject, index) => rowOf(subject, index, values));
			try {
				// saved first: the texts are made of the verdicts, and can then be edited
				await call("sessions.redraft", { item, rows });
				dialog.hide();
				const made = await frappe.db.get_value("Agenda Item", item, ["draft_text_uz", "draft_text_ru"]);
				openTexts(item, found, {
					rows,
					text_uz: made.message.draft_text_uz,
					text_ru: made.message.draft_text_ru,
				});
			} catch (problem) {
				explain(problem);
			}
		},
	});
	const byPath = new Map(JSON.parse(draft.draft_rows || "[]").map((row) => [row.path, row]));
	matter.subjects.forEach((subject, index) => {
		const row = byPath.get(subject.path);
		const isChosen = row?.outcome && !draft.is_unseen;
		if (!isChosen) return; // what was drafted unseen is chosen here, by a person, where the server presets nothing
		dialog.set_values({
			[`outcome_${index}`]: row.outcome,
			[`ground_${index}`]: row.ground || "",
			[`reason_${index}`]: row.reason || "",
		});
	});
	dialog.show();
}

function openTexts(item, found, { rows, ...texts }) {
	const dialog = new frappe.ui.Dialog({
		title: __("Texts of item {0}", [found.position]),
		size: "large",
		fields: [
			{
				fieldtype: "Long Text",
				fieldname: "text_uz",
				label: __("Text in Uzbek"),
				reqd: 1,
				default: texts.text_uz,
			},
			{ fieldtype: "Long Text", fieldname: "text_ru", label: __("Text in Russian"), default: texts.text_ru },
		],
		primary_action_label: __("Save"),
		primary_action: async (given) => {
			try {
				const changed = TEXTS.some((text) => (given[text] || "") !== (texts[text] || ""));
				if (changed) await call("sessions.redraft", { item, rows, ...given });
				dialog.hide();
			} catch (problem) {
				explain(problem);
			}
		},
	});
	dialog.show();
}
