// Send again what was not taken, stop what waits; the server decides which deliveries these are.
const AGAIN = ["Failed", "Stopped", "Delivered"];

function add_steps(frm) {
	const step = (label, method) =>
		frm.add_custom_button(label, () =>
			window.esaylov.desk.act(frm, `integrators.${method}`, { delivery: frm.doc.name }),
		);
	if (AGAIN.includes(frm.doc.status)) step(__("Send again"), "repeat_delivery");
	if (frm.doc.status === "Queued") step(__("Stop"), "stop_delivery");
}

frappe.ui.form.on("Webhook Delivery", {
	refresh(frm) {
		const may = frappe.user.has_role("Election Administrator");
		if (may) frappe.require("esaylov.bundle.js", () => add_steps(frm));
	},
});
