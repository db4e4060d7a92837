import { call, explain } from "./api.js";

/** Call an endpoint from a form, show the form anew; `done` gets the answer. A refusal is shown in words. */
export function act(frm, name, args, done = () => {}) {
	return call(name, args)
		.then((answer) => frm.reload_doc().then(() => done(answer)))
		.catch(explain);
}

/** Show a secret that nobody can read later. */
export function showOnce(title, secret) {
	const text = __("Copy it now: it is shown once, and nobody can read it later.");
	frappe.msgprint({
		title,
		message: `<p>${text}</p><code style="overflow-wrap: anywhere">${frappe.utils.escape_html(secret)}</code>`,
	});
}
