const TEXTS = ["text_uz", "text_ru", "text_en"];

// The texts as readers get them, with their length, while they are typed; the server counts. What is typed stands in
// `frm.typed` until the field gives it to the document: written into the document, it would be no change to save.
const show_preview = frappe.utils.debounce((frm) => {
	const texts = Object.fromEntries(TEXTS.map((name) => [name, frm.typed?.[name] ?? frm.doc[name]]));
	frappe.xcall("esaylov.api.sms.preview", texts).then((rows) => {
		const cell = (text) => `<td>${frappe.utils.escape_html(String(text))}</td>`;
		const lines = rows.map((row) => {
			const alphabet = row.is_gsm7 ? "GSM-7" : "UCS-2";
			const most = frm.doc[`most_parts_${row.language}`];
			const style = most && row.longest > most ? ' class="text-danger"' : "";
			const cells = [row.language, row.text, row.characters, alphabet, row.parts, row.longest];
			return `<tr${style}>${cells.map(cell).join("")}</tr>`;
		});
		const heads = [
			__("Language"),
			__("Text with sample values"),
			__("Characters"),
			__("Alphabet"),
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

frappe.ui.form.on("SMS Template", {
	refresh(frm) {
		frm.typed = {};
		if (!frm.is_new()) frm.page.set_title(__(frm.doc.trigger_text || frm.doc.name));
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
		if (!frm.is_new()) {
			frm.add_custom_button(__("Delivery"), () =>
				frappe.set_route("query-report", "SMS Delivery", { template: frm.doc.name }),
			);
		}
	},
	text_uz: (frm) => show_written(frm, "text_uz"),
	text_ru: (frm) => show_written(frm, "text_ru"),
	text_en: (frm) => show_written(frm, "text_en"),
});
