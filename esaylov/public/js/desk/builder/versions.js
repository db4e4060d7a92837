import { call, explain } from "../api.js";
import { escaped } from "./words.js";

/** The frozen versions, and what changed between any two of them in words. */
export async function openVersions(frm) {
	try {
		const versions = await call("appeal_types.history", { appeal_type: frm.doc.name }, "GET");
		if (!versions.length) return frappe.msgprint(__("This type was never published."));
		show(frm, versions);
	} catch (problem) {
		explain(problem);
	}
}

function show(frm, versions) {
	const options = versions.map((row) => ({
		value: String(row.version),
		label: `${row.version} · ${frappe.datetime.str_to_user(row.frozen_at)} · ${row.frozen_by}`,
	}));
	const dialog = new frappe.ui.Dialog({
		title: __("Versions"),
		size: "large",
		fields: [
			{
				fieldtype: "Select",
				fieldname: "older",
				label: __("From"),
				options,
				default: options[Math.min(1, options.length - 1)].value,
			},
			{ fieldtype: "Column Break" },
			{
				fieldtype: "Select",
				fieldname: "newer",
				label: __("To"),
				options: [{ value: "0", label: __("As saved now") }, ...options],
				default: options.length > 1 ? options[0].value : "0",
			},
			{ fieldtype: "Section Break" },
			{ fieldtype: "HTML", fieldname: "changes" },
		],
		primary_action_label: __("Compare"),
		primary_action: (chosen) => compare(frm, dialog, chosen),
	});
	dialog.show();
	compare(frm, dialog, dialog.get_values());
}

async function compare(frm, dialog, { older, newer }) {
	try {
		const changes = await call("appeal_types.compare", { appeal_type: frm.doc.name, older, newer }, "GET");
		const items = changes.map((change) => `<li>${escaped(change.message)}</li>`).join("");
		const html = items
			? `<ul data-changes>${items}</ul>`
			: `<p class="text-muted">${__("Nothing changed.")}</p>`;
		dialog.get_field("changes").$wrapper.html(html);
	} catch (problem) {
		explain(problem);
	}
}
