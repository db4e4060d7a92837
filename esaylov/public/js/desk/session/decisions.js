import { call } from "../api.js";
import { bytesOf, signedStep } from "./key.js";

/** Sign all of them with one signature; a long list is completed by a job, whose progress stands on its own form. */
export function signDecisions(room) {
	const refused = room.state.items.filter((item) => room.state.me.to_set_aside.includes(item.name));
	const names = room.state.me.to_sign.filter((name) => !refused.some((item) => item.decision === name));
	if (!names.length)
		throw new Error(
			__("The registers refuse these decisions. Give their appeals back to review in the agenda."),
		);
	return signedStep(
		() => bytesOf("decisions.to_sign", { names }, "POST"),
		async (signature) => {
			const done = await call("decisions.sign", { names, signature });
			if (done.run) frappe.set_route("Form", "Bulk Decision", done.run);
			else frappe.show_alert({ message: words(names.length, done), indicator: "green" });
		},
	);
}

function words(count, done) {
	if (done.waiting) return __("{0} decisions signed; the other signature is still missing.", [count]);
	return __("{0} decisions signed and in force.", [count]);
}
