// Who was invited and has not come yet: chosen ones, or all of them, are invited again.
const COLOURS = { Open: "blue", Used: "green", Expired: "orange", Entered: "green", Ended: "gray" };

frappe.listview_settings["Login Invitation"] = {
	hide_name_column: true, // the id says nothing to a reader
	hide_name_filter: true,
	get_indicator: (doc) => [__(doc.status), COLOURS[doc.status] || "gray", `status,=,${doc.status}`],
	onload(list) {
		if (!frappe.user.has_role("Election Administrator")) return;
		frappe.require("esaylov.bundle.js", () => {
			const { inviteAgain, inviteRest } = window.esaylov.desk;
			list.page.add_actions_menu_item(__("Invite Again"), () => inviteAgain(list), false);
			list.page.add_inner_button(__("Invite All Again"), () => inviteRest(list));
		});
	},
};
