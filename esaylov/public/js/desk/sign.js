import { explain } from "./api.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/**
 * The text as it will stand, and the key; `send(signature)` calls the endpoint, `done(result)` shows what came of it.
 * The password is a plain input: Frappe's own sends it to the server.
 */
export function openSignature({ title, draft, send, done }) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
		primary_action_label: __("Sign"),
		primary_action: () => sign(dialog, draft, send, done),
	});
	dialog.get_field("body").$wrapper.html(`
		<pre style="white-space: pre-wrap; font: inherit; color: var(--text-color)">${text(draft.text_uz)}</pre>
		<div class="form-group"><label class="w-100">${__("Key file (.p12)")}
			<input class="form-control h-auto" type="file" accept=".p12,.pfx" data-key></label></div>
		<div class="form-group"><label class="w-100">${__("Password of the key")}
			<input class="form-control" type="password" autocomplete="off" data-password></label></div>
		<p class="text-muted">${__("The key is used in this page only; it is not sent anywhere.")}</p>`);
	dialog.show();
}

async function sign(dialog, draft, send, done) {
	const inputs = dialog.get_field("body").$wrapper;
	const file = inputs.find("[data-key]")[0].files[0];
	if (!file) return explain(new Error(__("Choose your key file first.")));
	dialog.disable_primary_action();
	try {
		await frappe.require("signing.bundle.js");
		const signature = await window.esaylovSign({
			p12: await file.arrayBuffer(),
			password: inputs.find("[data-password]").val(),
			content: Uint8Array.from(atob(draft.payload), (letter) => letter.charCodeAt(0)),
		});
		const result = await send(signature);
		dialog.hide();
		done(result);
	} catch (problem) {
		dialog.enable_primary_action();
		explain(problem);
	}
}
