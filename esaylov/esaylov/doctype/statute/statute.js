// an article of another act than the Election Code stands there with a word for the act
frappe.ui.form.on("Statute", {
	refresh(frm) {
		showArticle(frm);
		window.esaylov.offerNewValue(frm);
	},
	article: showArticle,
});

function showArticle(frm) {
	const said = window.esaylov.codes.articleSaid(frm.doc.article);
	frm.set_df_property("article", "formatter", () => frappe.utils.escape_html(said));
	frm.set_df_property(
		"article",
		"description",
		said === frm.doc.article ? "" : frappe.utils.escape_html(said),
	);
}
