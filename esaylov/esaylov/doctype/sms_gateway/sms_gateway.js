// Whether the gateway is ready and at work, and the address that its provider is given for delivery reports.
frappe.ui.form.on("SMS Gateway", {
	refresh(frm) {
		nameKinds(frm);
		if (frm.is_new()) return;
		const { name } = frm.doc;
		frappe.call({ method: "esaylov.api.sms.gateways", type: "GET" }).then(({ message: rows }) => {
			const row = rows.find((one) => one.name === name);
			if (!row || frm.doc.name !== name) return;
			frm.set_intro("");
			if (!row.is_ready) {
				frm.set_intro(__("Not in use: it is switched off, or its address or secrets are missing."), "orange");
			} else if (row.is_resting) {
				frm.set_intro(__("Paused after failures; the next gateway is used."), "red");
			} else frm.set_intro(__("Ready."), "green");
		});
		if (!frm.perm[0]?.write) return;
		frm.add_custom_button(__("Address for reports"), () =>
			frappe
				.call({ method: "esaylov.api.sms.callback_address", args: { gateway: frm.doc.name }, type: "GET" })
				.then(({ message: { address } }) => {
					const text = __("Give it to the provider only: whoever knows it can report deliveries.");
					frappe.msgprint({
						title: __("Address for reports"),
						message: `<p>${text}</p><code style="overflow-wrap: anywhere">${frappe.utils.escape_html(address)}</code>`,
					});
				}),
		);
	},
});

/** Providers are kept by their codes. */
function nameKinds(frm) {
	const { gatewaySaid } = window.esaylov.codes;
	const kinds = frappe.meta.get_docfield(frm.doctype, "kind").options.split("\n");
	const options = kinds.map((value) => ({ value, label: gatewaySaid(value) }));
	frm.set_df_property("kind", "formatter", (code) => frappe.utils.escape_html(gatewaySaid(code)));
	frm.set_df_property("kind", "options", options);
}
