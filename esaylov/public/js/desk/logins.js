import { openRecovery } from "./recovery.js";

/** One's own logins and devices: from the form of one's own User, which the menu of both versions leads to. */
const PAGE = "/cabinet/logins";
const CONFIRMING = ["Election Administrator", "System Manager"];

export function offerLogins() {
	frappe.ui.form.on("User", {
		refresh(frm) {
			if (frm.is_new()) return;
			if (frm.doc.name !== frappe.session.user) {
				offerRecovery(frm);
				return;
			}
			frm.add_custom_button(__("Where I am logged in"), () => window.open(PAGE, "_self"));
		},
	});
}

/** For administrators, of a colleague who lost password or second factor; another administrator signs it. */
function offerRecovery(frm) {
	const is_staff = frm.doc.enabled && frm.doc.user_type === "System User" && frm.doc.name !== "Administrator";
	if (is_staff && CONFIRMING.some((role) => frappe.user.has_role(role)))
		frm.add_custom_button(__("Recover the Login"), () => openRecovery(frm.doc.name));
}
