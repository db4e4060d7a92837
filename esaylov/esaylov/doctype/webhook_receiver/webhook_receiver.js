// The secret is shown once, here; whether a step may be done is the server's to decide.
function call(frm, label, method, done) {
	frm.add_custom_button(label, () =>
		frappe
			.xcall(`esaylov.api.integrators.${method}`, { receiver: frm.doc.name })
			.then((answer) => frm.reload_doc().then(() => done && done(answer)))
	);
}

function show_secret({ secret }) {
	const text = __("Copy it now: it is shown once, and nobody can read it later.");
	frappe.msgprint({
		title: __("Secret of the signature"),
		message: `<p>${text}</p><code style="overflow-wrap: anywhere">${frappe.utils.escape_html(secret)}</code>`,
	});
}

frappe.ui.form.on("Webhook Receiver", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Deliveries"), () =>
			frappe.set_route("List", "Webhook Delivery", { receiver: frm.doc.name })
		);
		if (!frm.perm[0]?.write) return;
		call(frm, __("New secret"), "new_webhook_secret", show_secret);
		if (frm.doc.status === "Active") call(frm, __("Switch off"), "stop_webhooks");
		else call(frm, __("Switch on"), "start_webhooks");
	},
});
