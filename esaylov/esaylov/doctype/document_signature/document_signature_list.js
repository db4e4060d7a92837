frappe.listview_settings["Document Signature"] = {
	hide_name_column: true, // the id says nothing to a reader
	formatters: {
		purpose: (code) =>
			`<span class="ellipsis">${frappe.utils.escape_html(window.esaylov.codes.purposeSaid(code))}</span>`,
	},
};
