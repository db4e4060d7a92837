const LANGUAGES = { uz: "Oʻzbekcha", "uz-Cyrl": "Ўзбекча", ru: "Русский", en: "English" };
const TEXTS = ["text_uz", "text_ru", "text_en"];
const EDITOR = ["appeal_procedure.bundle.js", "appeal_procedure.bundle.css"];

// The texts of a new template as readers get them, with their length, while they are typed; the server counts. What is typed stands in
// `frm.typed` until the field gives it to the document: written into the document, it would be no change to save.
const show_preview = frappe.utils.debounce((frm) => {
	if (!frm.is_new()) return;
	const texts = Object.fromEntries(TEXTS.map((name) => [name, frm.typed?.[name] ?? frm.doc[name]]));
	frappe.xcall("esaylov.api.sms.preview", texts).then((rows) => {
		const cell = (text) => `<td>${frappe.utils.escape_html(String(text))}</td>`;
		const lines = rows.map((row) => {
			const most = frm.doc[`most_parts_${row.language}`];
			const style = most && row.longest > most ? ' class="text-danger"' : "";
			const cells = [LANGUAGES[row.language], row.text, row.characters, row.parts, row.longest];
			return `<tr${style}>${cells.map(cell).join("")}</tr>`;
		});
		const heads = [
			__("Language"),
			__("Text with sample values"),
			__("Characters"),
			__("Parts"),
			__("Parts at most"),
		];
		const head = heads.map((title) => `<th>${title}</th>`).join("");
		frm.get_field("preview").$wrapper.html(
			`<div class="table-responsive" aria-live="polite"><table class="table table-bordered small">
			<thead><tr>${head}</tr></thead><tbody>${lines.join("")}</tbody></table></div>`,
		);
	});
}, 300);

const show_written = (frm, name) => {
	delete frm.typed?.[name];
	show_preview(frm);
};

/** The texts of a template that is stored, with their places by words, as the procedure of appeals shows them. */
function show_editor(frm) {
	const shown = `${frm.doc.name} ${frm.doc.modified}`;
	if (frm.editor?.shown === shown) return;
	close_editor(frm);
	const { name } = frm.doc;
	const editor = { shown, settle: () => {}, unmount: () => {} };
	frm.editor = editor;
	frappe.require(EDITOR, () => {
		if (frm.editor !== editor) return; // another template is shown by now
		const element = $('<div class="esaylov-pr">').appendTo(frm.get_field("preview").$wrapper.empty())[0];
		const given = {
			template: name,
			title: __("Text"),
			mayChange: Boolean(frm.perm[0]?.write),
			onTyped: () => frm.dirty(),
			onTried: (stored) => take_texts(frm, stored),
		};
		Object.assign(editor, window.esaylovMessageEditor(element, given));
	});
}

function close_editor(frm) {
	frm.editor?.unmount();
	frm.editor = null;
}

function take_texts(frm, stored) {
	for (const [language, text] of Object.entries(stored)) frm.doc[`text_${language}`] = text;
}

const in_words = (value) => frappe.utils.escape_html(__(value || ""));

frappe.ui.form.on("SMS Template", {
	refresh(frm) {
		frm.typed = {};
		for (const name of ["trigger_text", "recipient_text"]) frm.set_df_property(name, "formatter", in_words);
		if (!frm.is_new()) {
			show_editor(frm);
			frm.add_custom_button(__("Delivery"), () =>
				frappe.set_route("query-report", "SMS Delivery", { template: frm.doc.name }),
			);
			return;
		}
		close_editor(frm);
		show_preview(frm);
		for (const name of TEXTS) {
			frm
				.get_field(name)
				.$input?.off("input.sms")
				.on("input.sms", (event) => {
					frm.typed[name] = event.target.value;
					show_preview(frm);
				});
		}
	},
	async validate(frm) {
		try {
			await frm.editor?.settle();
		} catch (problem) {
			frappe.validated = false;
			frappe.msgprint(frappe.utils.escape_html(problem.message));
		}
	},
	text_uz: (frm) => show_written(frm, "text_uz"),
	text_ru: (frm) => show_written(frm, "text_ru"),
	text_en: (frm) => show_written(frm, "text_en"),
});
