import { call, explain } from "../api.js";
import { column, escaped, findingsHtml, values } from "./words.js";

/** Sample answers, what the applicant would be told, who would get the appeal, what is signed and sent. Nothing is written. */
export function openDryRun(frm, bench) {
	const elections = bench.elections.map((row) => ({ value: row.name, label: column(row, "title") }));
	const dialog = new frappe.ui.Dialog({
		title: __("Dry Run"),
		size: "extra-large",
		fields: [
			{
				fieldtype: "Select",
				fieldname: "election",
				label: __("Election"),
				options: elections,
				default: elections[0]?.value,
				reqd: 1,
			},
			{ fieldtype: "Column Break" },
			{
				fieldtype: "Link",
				fieldname: "territory",
				label: __("Territory of the applicant"),
				options: "Administrative Territory",
				default: bench.territory,
			},
			{ fieldtype: "Section Break" },
			{
				fieldtype: "Code",
				fieldname: "answers",
				label: __("Answers"),
				options: "JSON",
				description: __("Empty: sample answers are made from the form."),
			},
			{ fieldtype: "HTML", fieldname: "result" },
		],
		primary_action_label: __("Try"),
		primary_action: (chosen) => run(frm, dialog, chosen),
	});
	dialog.show();
}

async function run(frm, dialog, { election, territory, answers }) {
	try {
		const result = await call("appeal_types.dry_run", {
			document: values(frm),
			election,
			territory: territory || "",
			answers: answers?.trim() || null,
		});
		dialog.set_value("answers", JSON.stringify(result.answers, null, 1));
		dialog.get_field("result").$wrapper.html(resultHtml(result));
	} catch (problem) {
		explain(problem);
	}
}

function resultHtml(result) {
	const payload = JSON.stringify(JSON.parse(result.payload), null, 1);
	const pre = 'style="white-space: pre-wrap; overflow-wrap: anywhere; max-height: 40vh; overflow: auto"';
	return `<h5>${__("Findings")}</h5>${findingsHtml(result.findings, __("The appeal would be taken."))}
		<h5>${__("Recipient")}</h5><p data-recipient>${escaped(result.recipient || __("No commission was found."))}</p>
		<p class="text-muted">${escaped(result.subject)}</p>
		<h5>${__("Messages")}</h5>${result.messages.map(messageHtml).join("") || `<p>${__("None")}</p>`}
		<details><summary>${__("What is signed")}</summary><pre ${pre}>${escaped(payload)}</pre></details>`;
}

function messageHtml(message) {
	const texts = Object.entries(message.texts).map(
		([language, text]) => `<dt>${escaped(language)}</dt><dd>${escaped(text)}</dd>`,
	);
	return `<details><summary>${escaped(__(message.event))} · ${escaped(message.template)}</summary><dl>${texts.join("")}</dl></details>`;
}
