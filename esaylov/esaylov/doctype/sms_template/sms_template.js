const TEXTS = ["uz", "ru", "en", "many_uz", "many_ru", "many_en"].map((key) => [key, `text_${key}`]);
const EDITOR = ["appeal_procedure.bundle.js", "appeal_procedure.bundle.css"];

/** The texts of a template, with their places by words, as the procedure of appeals shows them; of one that is begun too. */
function show_editor(frm) {
	const shown = `${frm.doc.name} ${frm.doc.modified}`;
	if (frm.editor?.shown === shown) return;
	close_editor(frm);
	const is_new = frm.is_new();
	const editor = { shown, settle: () => {}, unmount: () => {} };
	frm.editor = editor;
	frappe.require(EDITOR, () => {
		if (frm.editor !== editor) return; // another template is shown by now
		const element = $('<div class="esaylov-pr">').appendTo(frm.get_field("preview").$wrapper.empty())[0];
		const given = {
			template: is_new ? "" : frm.doc.name,
			begun: is_new ? Object.fromEntries(TEXTS.map(([key, field]) => [key, frm.doc[field]])) : {},
			title: __("Text"),
			mayChange: Boolean(frm.perm[0]?.write),
			onTyped: () => frm.dirty(),
			onTried: (answer) => take_texts(frm, answer),
		};
		Object.assign(editor, window.esaylovMessageEditor(element, given));
	});
}

function close_editor(frm) {
	frm.editor?.unmount();
	frm.editor = null;
}

function take_texts(frm, { stored, placeholders }) {
	for (const [key, field] of TEXTS) frm.doc[field] = stored[key];
	frm.doc.placeholders = placeholders;
}

const in_words = (value) => frappe.utils.escape_html(__(value || ""));

frappe.ui.form.on("SMS Template", {
	refresh(frm) {
		for (const name of ["trigger_text", "recipient_text"]) frm.set_df_property(name, "formatter", in_words);
		show_editor(frm);
		if (frm.is_new()) return;
		frm.add_custom_button(__("Delivery"), () =>
			frappe.set_route("query-report", "SMS Delivery", { template: frm.doc.name }),
		);
	},
	async validate(frm) {
		try {
			await frm.editor?.settle();
		} catch (problem) {
			frappe.validated = false;
			frappe.msgprint(frappe.utils.escape_html(problem.message));
		}
	},
});
