frappe.ui.form.on("Feedback", {
	refresh(frm) {
		if (frm.doc.status !== "New") return frm.set_intro("");
		const way = frm.doc.email ? "E-mail" : frm.doc.phone ? "SMS" : "";
		const where = way
			? __("The answer goes to the sender by {0}.", [way])
			: __("The sender left no address and reads the answer on the portal by number and code.");
		frm.set_intro(`${where} ${__("Write the answer, save it, then choose “Send the Answer”.")}`);
	},
});
