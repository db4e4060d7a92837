import { call, explain } from "../api.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/**
 * The member's key for the time that this page is open: asked for once, so that a vote is one tap.
 * It lives in this variable alone: it is neither stored nor sent, and is gone with the page or by `forgetKey`.
 */
let held = null;

/** The name of the key file that is at hand, or "". */
export const keyName = () => held?.name || "";

/** Forget the key. */
export function forgetKey() {
	held = null;
}

/** Sign the Base64 bytes that an endpoint gave; asks for the key when none is at hand. Null when the reader thought better of it. */
export async function signed(payload) {
	const key = held || (await askKey());
	if (!key) return null;
	await frappe.require("signing.bundle.js");
	try {
		const signature = await window.esaylovSign({
			p12: key.p12.slice(0), // the reader of the file may consume it
			password: key.password,
			content: Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0)),
		});
		held = key;
		return signature;
	} catch (problem) {
		held = null; // a key that does not open is asked for again
		throw problem;
	}
}

/** A step that is signed: `payload()` gives the bytes, `send(signature)` does it. True when it was done. */
export async function signedStep(payload, send) {
	try {
		const signature = await signed(await payload());
		if (signature === null) return false;
		await send(signature);
		return true;
	} catch (problem) {
		explain(problem);
		return false;
	}
}

/** The bytes of a GET or POST endpoint that answers `{payload}`. */
export const bytesOf = async (name, args, method) => (await call(name, args, method)).payload;

/** Ask for the key file and its password; null when the dialogue is closed. The password is a plain input: Frappe's own sends it. */
export function askKey() {
	return new Promise((resolve) => {
		let given = null;
		const dialog = new frappe.ui.Dialog({
			title: __("Your key for this session"),
			fields: [{ fieldtype: "HTML", fieldname: "body" }],
			primary_action_label: __("Use This Key"),
			primary_action: async () => {
				given = await read(dialog);
				if (given) dialog.hide();
			},
			on_hide: () => resolve(given),
		});
		dialog.get_field("body").$wrapper.html(`
			<div class="form-group"><label class="w-100">${__("Key file (.p12)")}
				<input class="form-control h-auto" type="file" accept=".p12,.pfx" data-key></label></div>
			<div class="form-group"><label class="w-100">${__("Password of the key")}
				<input class="form-control" type="password" autocomplete="off" data-password></label></div>
			<p class="text-muted">${text(__("The key stays in this page until you close it or forget it here; it is not sent anywhere."))}</p>`);
		dialog.get_field("body").$wrapper.on("keydown", "[data-password]", (event) => {
			if (event.key === "Enter") dialog.get_primary_btn().trigger("click");
		});
		dialog.show();
	});
}

async function read(dialog) {
	const inputs = dialog.get_field("body").$wrapper;
	const file = inputs.find("[data-key]")[0].files[0];
	if (!file) {
		explain(new Error(__("Choose your key file first.")));
		return null;
	}
	return { name: file.name, p12: await file.arrayBuffer(), password: inputs.find("[data-password]").val() };
}
