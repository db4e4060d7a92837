// The second person's yes, with a signature, or no; who may say it is the server's.
const METHOD = "configuration";

function decline(frm) {
	const note = { fieldname: "note", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	const send = (values) =>
		window.esaylov.desk.act(frm, `${METHOD}.decline`, { change: frm.doc.name, ...values });
	frappe.prompt([note], send, frm.doc.proposed_by === frappe.session.user ? __("Withdraw") : __("Decline"));
}

function accept(frm) {
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	frappe.prompt(
		[reason],
		(values) => window.esaylov.desk.acceptFinding(frm, values.reason),
		__("Propose to accept"),
	);
}

function stopRecovery(frm) {
	const send = (values) =>
		window.esaylov.desk.act(frm, `${METHOD}.stop_recovery`, { change: frm.doc.name, ...values });
	const note = { fieldname: "note", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	frappe.prompt([note], send, __("Stop the Recovery"));
}

function offer(frm) {
	const own = frm.doc.proposed_by === frappe.session.user;
	if (frm.doc.status === "Unexplained") frm.add_custom_button(__("Propose to accept"), () => accept(frm));
	if (frm.doc.status === "In force" && frm.doc.__onload?.recovery?.is_open)
		frm.add_custom_button(__("Stop the Recovery"), () => stopRecovery(frm)).addClass("btn-danger");
	if (frm.doc.__onload?.is_unconfirmed) {
		frm.dashboard.set_headline(
			__("Unconfirmed: the holder of the server confirmed it alone. Another administrator signs it."),
			"orange",
		);
		if (!own)
			frm
				.add_custom_button(__("Confirm"), () => window.esaylov.desk.confirmChange(frm))
				.addClass("btn-primary");
	}
	if (frm.doc.status !== "Proposed") return;
	const findings = frm.doc.__onload?.rule_findings ?? [];
	if (findings.length)
		frm.dashboard.set_headline(findings.map(frappe.utils.escape_html).join("<br>"), "orange");
	if (!own && frm.doc.supported_by !== frappe.session.user)
		frm
			.add_custom_button(__("Confirm"), () => window.esaylov.desk.confirmChange(frm))
			.addClass("btn-primary");
	frm.add_custom_button(own ? __("Withdraw") : __("Decline"), () => decline(frm));
}

frappe.ui.form.on("Configuration Change", {
	refresh(frm) {
		frm.disable_save();
		frappe.require("esaylov.bundle.js", () => {
			window.esaylov.desk.showDocument(frm);
			window.esaylov.desk.showChange(frm);
			window.esaylov.desk.showWaiting(frm);
			offer(frm);
		});
	},
});
