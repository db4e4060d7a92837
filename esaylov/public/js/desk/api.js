import { confirmFactor, NEEDED } from "./step_up.js";

/** A refusal of one of our endpoints, with its stable code, the answer's status of HTTP and the text in the reader's language. */
export class Refusal extends Error {
	constructor(error, status) {
		super(
			[error.message, ...(error.findings || []).map((finding) => finding.message || finding.text)].join("\n"),
		);
		this.code = error.code;
		this.status = status;
		this.findings = error.findings || [];
	}
}

/**
 * Call `esaylov.api.<name>`: `args` as JSON by POST, or as a query by GET. Resolves to its answer, throws Refusal. A step that asks
 * for a fresh second factor is done again once the person has confirmed.
 */
export async function call(name, args, method = "POST") {
	try {
		return await asked(name, args, method);
	} catch (refusal) {
		if (refusal.code !== NEEDED) throw refusal;
		await confirmFactor();
		return asked(name, args, method);
	}
}

async function asked(name, args, method) {
	const address = `/api/method/esaylov.api.${name}`;
	const headers = { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token };
	const response =
		method === "GET"
			? await fetch(`${address}?${new URLSearchParams(args)}`, { headers })
			: await fetch(address, {
					method,
					headers: { ...headers, "Content-Type": "application/json" },
					body: JSON.stringify(args),
				});
	const answer = await response.json().catch(() => ({}));
	if (!response.ok)
		throw new Refusal(
			answer.error || { message: __("The server returned an unexpected response.") },
			response.status,
		);
	return answer.message;
}

/** POST that answers with a file: save it under the name that the server gives. Throws Refusal. */
export async function download(name, args) {
	const response = await fetch(`/api/method/esaylov.api.${name}`, {
		method: "POST",
		headers: {
			Accept: "application/json",
			"Content-Type": "application/json",
			"X-Frappe-CSRF-Token": frappe.csrf_token,
		},
		body: JSON.stringify(args),
	});
	if (!response.ok) {
		const answer = await response.json().catch(() => ({}));
		throw new Refusal(answer.error || { message: __("The server returned an unexpected response.") });
	}
	const [, file = "file"] =
		/filename="?([^";]+)"?/.exec(response.headers.get("Content-Disposition") || "") || [];
	const link = document.createElement("a");
	link.href = URL.createObjectURL(await response.blob());
	link.download = decodeURIComponent(file);
	link.click();
	URL.revokeObjectURL(link.href);
}

const KEY_PROBLEMS = {
	wrong_password: () => __("The password does not open this key file."),
	not_p12: () => __("This file is no key file (.p12)."),
	no_key: () => __("The file contains no key."),
	no_certificate: () => __("The file contains no certificate for its key."),
	expired: () => __("The certificate of this key has expired."),
	not_yet_valid: () => __("The certificate of this key is not valid yet."),
	unsupported: () => __("Keys of this kind cannot sign here."),
};

/** Show a refusal of the server, or what is wrong with the key file, in words. */
export function explain(problem) {
	const words = KEY_PROBLEMS[problem.code]?.() || problem.message;
	const lines = frappe.utils.escape_html(words).replaceAll("\n", "<br>");
	frappe.msgprint({ title: __("Not done"), message: lines, indicator: "red" });
}
