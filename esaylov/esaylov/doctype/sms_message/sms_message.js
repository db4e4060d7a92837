// Send again what was not sent, stop what waits; the server decides which messages these are.
const AGAIN = ["Failed", "Expired", "Cancelled"];

function button(frm, label, method) {
	frm.add_custom_button(label, () =>
		frappe.xcall(`esaylov.api.sms.${method}`, { message: frm.doc.name }).then(() => frm.reload_doc()),
	);
}

frappe.ui.form.on("SMS Message", {
	refresh(frm) {
		if (AGAIN.includes(frm.doc.status) && !frm.doc.merged_into) button(frm, __("Send again"), "resend");
		if (frm.doc.status === "Queued") button(frm, __("Stop"), "stop");
	},
});
