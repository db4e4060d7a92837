frappe.ui.form.on("Certificate Kind", {
	setup(frm) {
		frm.set_query("print_format", () => ({ filters: { doc_type: "Certificate", disabled: 0 } }));
	},
	refresh(frm) {
		nameLanguages(frm);
		if (frm.is_new() || !frm.doc.print_format || !frm.perm[0]?.write) return;
		const address = `/api/method/esaylov.api.certificates.specimen?kind=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Specimen"), () => window.open(address, "_blank", "noopener"));
	},
});

const LANGUAGES = ["uz", "uz,ru", "uz,en", "uz,ru,en", "ru", "en"];

/** What papers are printed in, by the names of the languages; one that is kept otherwise stays among them. */
function nameLanguages(frm) {
	const { languagesSaid, offerChoices } = window.esaylov.codes;
	const kept = frm.doc.languages ? [frm.doc.languages] : [];
	const options = [...new Set([...LANGUAGES, ...kept])].map((value) => ({
		value,
		label: languagesSaid(value),
	}));
	offerChoices(frm, "languages", options, languagesSaid(frm.doc.languages));
}
