// The secret is shown once, here; steps are the server's, this asks and shows.
function show_once({ secret }) {
	const text = __("Copy it now: it is shown once, and nobody can read it later.");
	frappe.msgprint({
		title: __("The key"),
		message: `<p>${text}</p><code style="overflow-wrap: anywhere">${frappe.utils.escape_html(secret)}</code>`,
	});
}

function step(frm, label, method, fields, done) {
	frm.add_custom_button(__(label), () => {
		const run = (values) =>
			frappe
				.xcall(`esaylov.api.integrators.${method}`, { key: frm.doc.name, ...values })
				.then((answer) => frm.reload_doc().then(() => done(answer)));
		if (fields.length) frappe.prompt(fields, run, __(label));
		else run({});
	});
}

frappe.ui.form.on("Integrator Key", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.write) return;
		if (frm.doc.status === "New") step(frm, "Issue the key", "issue", [], show_once);
		if (frm.doc.status !== "Active") return;
		const hours = { fieldname: "overlap_hours", fieldtype: "Int", default: 24, reqd: 1 };
		const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
		step(frm, "Replace", "rotate", [{ ...hours, label: __("Hours for which the old key still works") }], (answer) => {
			show_once(answer);
			frappe.set_route("Form", "Integrator Key", answer.key);
		});
		step(frm, "Revoke", "revoke", [reason], () => {});
	},
});
