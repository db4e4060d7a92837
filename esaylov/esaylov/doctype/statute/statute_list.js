frappe.listview_settings["Statute"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: {
		article: (article) =>
			`<span class="ellipsis">${frappe.utils.escape_html(window.esaylov.codes.articleSaid(article))}</span>`,
	},
};
