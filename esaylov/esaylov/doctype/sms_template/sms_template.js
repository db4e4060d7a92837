// The texts as readers get them, with their length, while they are typed; the server counts.
const show_preview = frappe.utils.debounce((frm) => {
	const texts = { text_uz: frm.doc.text_uz, text_ru: frm.doc.text_ru, text_en: frm.doc.text_en };
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
			<thead><tr>${head}</tr></thead><tbody>${lines.join("")}</tbody></table></div>`
		);
	});
}, 300);

frappe.ui.form.on("SMS Template", {
	refresh(frm) {
		show_preview(frm);
		for (const name of ["text_uz", "text_ru", "text_en"]) {
			frm.get_field(name).$input?.off("input.sms").on("input.sms", (event) => {
				frm.doc[name] = event.target.value;
				show_preview(frm);
			});
		}
		if (!frm.is_new()) {
			frm.add_custom_button(__("Delivery"), () =>
				frappe.set_route("query-report", "SMS Delivery", { template: frm.doc.name })
			);
		}
	},
	text_uz: show_preview,
	text_ru: show_preview,
	text_en: show_preview,
});
