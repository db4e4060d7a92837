import { showAnew } from "./anew.js";
import { call, explain } from "./api.js";

/** Call an endpoint from a form, show the form anew; `done` gets the answer in either case. A refusal is shown in words. */
export async function act(frm, name, args, done = () => {}) {
	try {
		const answer = await call(name, args);
		await showAnew(frm);
		await done(answer);
	} catch (problem) {
		explain(problem);
	}
}

/** Show a secret that nobody can read later. */
export function showOnce(title, secret) {
	const text = __("Copy it now: it is shown once, and nobody can read it later.");
	frappe.msgprint({
		title,
		message: `<p>${text}</p><code style="overflow-wrap: anywhere">${frappe.utils.escape_html(secret)}</code>`,
	});
}
