import { call, explain } from "./api.js";

const LANGUAGES = {
	uz: "Oʻzbekcha",
	"uz-Cyrl": "Ўзбекча",
	ru: "Русский",
	en: "English",
	kaa: "Qaraqalpaqsha",
};

/** The form of a Public Page, a FAQ or a Legal Act: how it is changed, and the page as a reader would see it. */
export function showText(frm) {
	if (frm.is_new()) return;
	frm.set_intro(
		frm.doc.status === "Draft"
			? ""
			: __(
					"A published text is changed as a draft: choose “Change”. What is published stays on the portal until you publish again.",
				),
	);
	frm.toggle_enable(editable(frm), frm.doc.status === "Draft");
	for (const [language, name] of Object.entries(LANGUAGES)) {
		frm.add_custom_button(name, () => preview(frm, language), __("Preview"));
	}
}

function editable(frm) {
	return frm.meta.fields
		.filter((field) => !field.read_only && !field.set_only_once)
		.map((field) => field.fieldname);
}

async function preview(frm, language) {
	try {
		const { html } = await call(
			"pages.preview",
			{ doctype: frm.doctype, name: frm.doc.name, language },
			"GET",
		);
		const dialog = new frappe.ui.Dialog({
			title: `${__("Preview")}: ${LANGUAGES[language]}`,
			size: "extra-large",
		});
		const frame = $(
			`<iframe title="${__("Preview")}" sandbox="allow-same-origin" style="width: 100%; height: 70vh; border: 0; background: white"></iframe>`,
		);
		dialog.$body.append(frame);
		frame[0].srcdoc = html;
		dialog.show();
	} catch (problem) {
		explain(problem);
	}
}
