import { call } from "../api.js";
import { bytesOf, signedStep } from "./key.js";

/** Names of adopted decisions of the session that still lack the reader's signature. */
export async function decisionsToSign(state) {
	const missing = missingPart(state);
	const names = state.items.map((item) => item.decision).filter(Boolean);
	if (!missing || !names.length) return [];
	const drafts = await frappe.db.get_list("Decision", {
		filters: { name: ["in", names], status: "Draft", [missing]: ["is", "not set"] },
		fields: ["name"],
		limit: names.length,
	});
	return drafts.map((one) => one.name);
}

/** The field of the signature that this reader gives: who presides, or who keeps the record. */
function missingPart(state) {
	if (!state.me.person) return "";
	if (state.presiding === state.me.person) return "signature";
	return state.secretary === state.me.person ? "secretary_signature" : "";
}

/** Sign all of them with one signature; a long list is completed by a job, whose progress stands on its own form. */
export function signDecisions(room) {
	const names = room.toSign;
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
