/** How each kind of item is read for signing, signed, opened and refused: by the endpoint that it has elsewhere too. */
import { call } from "../api.js";
import { bytesOf } from "../session/key.js";

const SIGNING = {
	configuration: ({ name }) => ({
		payload: () => bytesOf("configuration.to_sign", { change: name }, "GET"),
		send: async (signature) => {
			const { change } = await call("configuration.confirm", { change: name, signature });
			return change
				? __("Signed. The change is in force.")
				: __("Signed. It waits for one more administrator.");
		},
	}),
	protocol: ({ name }) => ({
		payload: () => bytesOf("sessions.protocol_payload", { session: name }, "GET"),
		send: async (signature) => {
			await call("sessions.sign_protocol", { session: name, signature });
			return __("The protocol is signed.");
		},
	}),
	decisions: ({ names }) => ({
		payload: () => bytesOf("decisions.to_sign", { names }, "POST"),
		send: async (signature) => {
			const done = await call("decisions.sign", { names, signature });
			return done.waiting
				? __("{0} decisions signed; the other signature is still missing.", [names.length])
				: __("{0} decisions signed and in force.", [names.length]);
		},
	}),
};

/** `payload()` gives the bytes, `send(signature)` signs and gives the words of what came of it. */
export const signing = (found) => SIGNING[found.kind](found);

/** The route of the record behind an item. */
export const routeOf = ({ kind, name }) =>
	kind === "configuration" ? ["Form", "Configuration Change", name] : ["session-hall", name];

/** End a proposal without effect, with a reason: by its author, or by who was to sign it. */
export const decline = ({ name }, note) => call("configuration.decline", { change: name, note });

/** Days from a moment of the server until today, in words. */
export function waitingFor(since) {
	const days = frappe.datetime.get_day_diff(frappe.datetime.get_today(), since.slice(0, 10));
	return days > 0 ? __("{0} d", [days]) : since.slice(11, 16);
}

export const GROUPS = {
	configuration: () => __("Setting"),
	position: () => __("Position"),
	person: () => __("Telephone"),
	recovery: () => __("Login"),
	finding: () => __("Finding"),
	protocol: () => __("Protocol"),
	decisions: () => __("Decisions"),
};
