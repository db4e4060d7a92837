// The secret is shown once, here; whether a step may be done is the server's to decide.
function add_steps(frm) {
	const step = (label, method, done) =>
		frm.add_custom_button(label, () =>
			window.esaylov.desk.act(frm, `integrators.${method}`, { receiver: frm.doc.name }, done),
		);
	step(__("New secret"), "new_webhook_secret", ({ secret }) =>
		window.esaylov.desk.showOnce(__("Secret of the signature"), secret),
	);
	if (frm.doc.status === "Active" && frm.doc.enabled) step(__("Switch off"), "stop_webhooks");
	else step(__("Switch on"), "start_webhooks");
}

frappe.ui.form.on("Webhook Receiver", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Deliveries"), () =>
			frappe.set_route("List", "Webhook Delivery", { receiver: frm.doc.name }),
		);
		if (frm.perm[0]?.write) frappe.require("esaylov.bundle.js", () => add_steps(frm));
	},
});
