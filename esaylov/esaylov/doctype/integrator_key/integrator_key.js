// The secret is shown once, here; steps are the server's, this asks and shows.
function step(frm, label, method, fields, done) {
	const run = (values) =>
		window.esaylov.desk.act(frm, `integrators.${method}`, { key: frm.doc.name, ...values }, done);
	frm.add_custom_button(label, () => (fields.length ? frappe.prompt(fields, run, label) : run({})));
}

function show({ key, secret }, frm) {
	window.esaylov.desk.showOnce(__("The key"), secret);
	if (key !== frm.doc.name) frappe.set_route("Form", "Integrator Key", key);
}

function add_steps(frm) {
	const shown = (answer) => show(answer, frm);
	if (frm.doc.status === "New" && frm.doc.enabled) step(frm, __("Issue the key"), "issue", [], shown);
	if (frm.doc.status !== "Active") return;
	const hours = { fieldname: "overlap_hours", fieldtype: "Int", default: 24, reqd: 1 };
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	step(
		frm,
		__("Replace"),
		"rotate",
		[{ ...hours, label: __("Hours for which the old key still works") }],
		shown,
	);
	step(frm, __("Revoke"), "revoke", [reason]);
}

frappe.ui.form.on("Integrator Key", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.write) return;
		frappe.require("esaylov.bundle.js", () => add_steps(frm));
	},
});
