import { sayAnew } from "./anew.js";
import { call, explain } from "./api.js";
import { openSignature } from "./sign.js";

/** Take note of an appeal: the text as it will stand, and the key. Nothing is chosen here. */
export async function openAcknowledgement(frm) {
	let draft;
	try {
		draft = await call("decisions.draft", { appeal: frm.doc.name });
	} catch (problem) {
		explain(problem);
		return;
	}
	openSignature({
		title: __("Take note of appeal {0}", [frm.doc.number]),
		draft,
		redraft: (texts) => call("decisions.draft", { appeal: frm.doc.name, ...texts }),
		send: (signature, texts) => call("decisions.acknowledge", { appeal: frm.doc.name, signature, ...texts }),
		done: (result) =>
			sayAnew(
				frm,
				__("Taken note of"),
				result.message || __("Decision {0}: {1}.", [result.number, __(result.outcome)]),
			),
	});
}
