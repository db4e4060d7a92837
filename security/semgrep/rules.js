// Samples for the rules of this folder that are about scripts; rules.py has those in Python.

export function samples(show, method, name, texts) {
	// ruleid: xcall-with-a-verb
	frappe.xcall("esaylov.api.sms.gateways", {}, "GET").then(show);
	// ruleid: xcall-with-a-verb
	frappe.xcall(method, { name }, "POST", { freeze: true });
	// ok: xcall-with-a-verb
	frappe.xcall("esaylov.api.sms.preview", texts).then(show);
	// ok: xcall-with-a-verb
	frappe.call({ method, args: { name }, type: "GET" }).then(show);
}
