import { call } from "../api.js";
import { bytesOf, signedStep } from "./key.js";

/** Sign all of them with one signature; a long list is completed by a job, whose progress stands on its own form. */
export function signDecisions(room) {
	const names = room.state.me.to_sign;
	return signedStep(
		() => bytesOf("decisions.to_sign", { names }, "POST"),
		async (signature) => {
			const done = await call("decisions.sign", { names, signature });
			if (done.run) frappe.set_route("Form", "Decision Run", done.run);
			else frappe.show_alert({ message: words(names.length, done), indicator: "green" });
		},
	);
}

function words(count, done) {
	if (done.waiting) return __("{0} decisions signed; the other signature is still missing.", [count]);
	return __("{0} decisions signed and in force.", [count]);
}
