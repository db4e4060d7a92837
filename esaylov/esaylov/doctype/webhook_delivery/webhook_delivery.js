// Send again what was not taken, stop what waits; the server decides which deliveries these are.
function button(frm, label, method) {
	frm.add_custom_button(label, () =>
		frappe
			.xcall(`esaylov.api.integrators.${method}`, { delivery: frm.doc.name })
			.then(() => frm.reload_doc())
	);
}

frappe.ui.form.on("Webhook Delivery", {
	refresh(frm) {
		if (!frappe.user.has_role("Election Administrator")) return;
		if (["Failed", "Stopped", "Delivered"].includes(frm.doc.status)) button(frm, __("Send again"), "repeat_delivery");
		if (frm.doc.status === "Queued") button(frm, __("Stop"), "stop_delivery");
	},
});
