/** One's own logins and devices: from the form of one's own User, which the menu of both versions leads to. */
const PAGE = "/cabinet/logins";

export function offerLogins() {
	frappe.ui.form.on("User", {
		refresh(frm) {
			if (frm.is_new() || frm.doc.name !== frappe.session.user) return;
			frm.add_custom_button(__("Where I am logged in"), () => window.open(PAGE, "_self"));
		},
	});
}
