frappe.listview_settings["SMS Gateway"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	formatters: {
		kind: (code) =>
			`<span class="ellipsis">${frappe.utils.escape_html(window.esaylov.codes.gatewaySaid(code))}</span>`,
	},
};
