import { call, explain } from "./api.js";

/** Ask for the reason, open the recovery of a login, and show it. */
export function openRecovery(user = "") {
	const login = { fieldname: "user", fieldtype: "Data", label: __("User"), reqd: 1 };
	const reason = {
		fieldname: "reason",
		fieldtype: "Small Text",
		label: __("Reason"),
		description: __("What was lost, and how you found out that it is this person who asks"),
		reqd: 1,
	};
	const send = async (values) => {
		try {
			const { change } = await call("configuration.recover", { ...(user && { user }), ...values });
			frappe.set_route("Form", "Configuration Change", change);
		} catch (problem) {
			explain(problem);
		}
	};
	frappe.prompt(user ? [reason] : [login, reason], send, __("Recover the Login"), __("Recover the Login"));
}
