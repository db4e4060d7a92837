import { explain } from "./api.js";

const text = (value) => frappe.utils.escape_html(String(value ?? ""));

/**
 * The texts as they will stand, to be mended, and the key. `redraft(texts)` gives the bytes of edited texts,
 * `send(signature, texts)` calls the endpoint, `done(result)` shows what came of it, `back()` the step before.
 * Without `redraft` the texts are read only.
 * The password is a plain input: Frappe's own sends it to the server.
 */
export function openSignature({ title, draft, redraft, send, done, back }) {
	const dialog = new frappe.ui.Dialog({
		title,
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "body" }],
		primary_action_label: __("Sign"),
		primary_action: () => sign(dialog, { draft, redraft, send, done }),
	});
	const $body = dialog.get_field("body").$wrapper;
	const restore = `<p><button type="button" class="btn btn-default btn-xs" data-restore>${__("Restore from Template")}</button></p>`;
	$body.html(`
		${texts(draft)}
		${redraft ? restore : ""}
		<div class="form-group"><label class="w-100">${__("Key file (.p12)")}
			<input class="form-control h-auto" type="file" accept=".p12,.pfx" data-key></label></div>
		<div class="form-group"><label class="w-100">${__("Password of the key")}
			<input class="form-control" type="password" autocomplete="off" data-password></label></div>
		<p class="text-muted">${__("The key is used in this page only; it is not sent anywhere.")}</p>`);
	$body.find("[data-text]").prop("readonly", !redraft);
	$body.find("[data-restore]").on("click", () => {
		for (const name of ["text_uz", "text_ru"]) $body.find(`[data-text=${name}]`).val(draft[name]);
	});
	if (back) {
		dialog.set_secondary_action_label(__("Back"));
		dialog.set_secondary_action(() => {
			dialog.hide();
			back();
		});
	}
	dialog.show();
}

/** A decision has its text in two languages, anything else the one that is signed; what is `shown` (HTML) stands before a text for programs. */
function texts(draft) {
	if (draft.shown)
		return `${draft.shown}
			<details class="form-group"><summary>${__("What is signed, as programs read it")}</summary>
				${area("text", __("What is signed"), draft.text)}</details>`;
	if (draft.text) return area("text", __("What is signed"), draft.text);
	return `${area("text_uz", __("Text of the decision in Uzbek"), draft.text_uz)}
		<details><summary>${__("Text of the decision in Russian")}</summary>
			${area("text_ru", __("Text of the decision in Russian"), draft.text_ru)}</details>`;
}

// read before it is signed: Frappe makes text areas of a dialog six lines high, whatever `rows` says
const area = (name, label, value) => `
	<div class="form-group"><label class="w-100">${label}
		<textarea class="form-control" data-text="${name}" style="height: 50vh; max-height: none">${text(value)}</textarea></label></div>`;

/** What was typed over the draft's texts; nothing when they stand as they were drafted. */
function editedTexts($body, draft) {
	const typed = Object.fromEntries(
		["text_uz", "text_ru"].map((name) => [name, $body.find(`[data-text=${name}]`).val()]),
	);
	return Object.entries(typed).some(([name, value]) => value !== draft[name]) ? typed : {};
}

async function sign(dialog, { draft, redraft, send, done }) {
	const $body = dialog.get_field("body").$wrapper;
	const file = $body.find("[data-key]")[0].files[0];
	if (!file) return explain(new Error(__("Choose your key file first.")));
	dialog.disable_primary_action();
	try {
		const texts = redraft ? editedTexts($body, draft) : {};
		const { payload } = Object.keys(texts).length ? await redraft(texts) : draft;
		await frappe.require("signing.bundle.js");
		const signature = await window.esaylovSign({
			p12: await file.arrayBuffer(),
			password: $body.find("[data-password]").val(),
			content: Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0)),
		});
		const result = await send(signature, texts);
		dialog.hide();
		done(result);
	} catch (problem) {
		dialog.enable_primary_action();
		explain(problem);
	}
}
