const IN_FORCE = ["Formed", "Valid"];

frappe.ui.form.on("Certificate", {
	refresh(frm) {
		const address = `/api/method/esaylov.api.certificates.pdf?certificate=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Open PDF"), () => window.open(address, "_blank", "noopener"));
		frappe.require("esaylov.bundle.js", () => window.esaylov.desk.showWords(frm, "valid_to_event"));
		if (!IN_FORCE.includes(frm.doc.status)) return;
		frappe.require("esaylov.bundle.js", () => {
			frm.add_custom_button(__("Issue again"), () => window.esaylov.desk.issueAgain(frm));
		});
	},
});
