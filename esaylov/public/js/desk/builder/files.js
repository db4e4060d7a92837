import { call, explain } from "../api.js";

/** The type as a JSON file of the browser. */
export async function exportType(frm) {
	try {
		const content = await call("appeal_types.export", { appeal_type: frm.doc.name }, "GET");
		const link = document.createElement("a");
		link.href = URL.createObjectURL(
			new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }),
		);
		link.download = `${frm.doc.name}.json`;
		link.click();
		URL.revokeObjectURL(link.href);
	} catch (problem) {
		explain(problem);
	}
}

/** The same type under another code. */
export function copyType(frm) {
	const ask = { fieldtype: "Data", fieldname: "code", label: __("Code of the copy"), reqd: 1 };
	frappe.prompt(
		ask,
		async ({ code }) => {
			try {
				const made = await call("appeal_types.copy", { appeal_type: frm.doc.name, code });
				frappe.set_route("Form", "Appeal Type", made.appeal_type);
			} catch (problem) {
				explain(problem);
			}
		},
		__("Copy"),
		__("Copy"),
	);
}

/** A JSON file becomes a type, or takes the place of the one of its code. */
export function openImport() {
	const dialog = new frappe.ui.Dialog({
		title: __("Import a Type"),
		fields: [
			{ fieldtype: "HTML", fieldname: "file" },
			{ fieldtype: "Check", fieldname: "replace", label: __("Overwrite the type with the same code") },
		],
		primary_action_label: __("Import"),
		primary_action: async ({ replace }) => {
			const file = dialog.get_field("file").$wrapper.find("input")[0].files[0];
			if (!file) return frappe.msgprint(__("Choose a file first."));
			try {
				const made = await call("appeal_types.import_type", {
					content: await file.text(),
					replace: Boolean(replace),
				});
				dialog.hide();
				frappe.set_route("Form", "Appeal Type", made.appeal_type);
			} catch (problem) {
				explain(problem);
			}
		},
	});
	dialog.get_field("file").$wrapper.html(`<label class="w-100">${__("File (JSON)")}
		<input class="form-control h-auto" type="file" accept=".json,application/json"></label>`);
	dialog.show();
}
