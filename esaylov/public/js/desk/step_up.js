/** Before a guarded step: have the person confirm with a second factor, by a passkey or by the code of their app. */
import { answer, ask, isKnown } from "../passkeys/webauthn.js";

export const NEEDED = "second_factor_needed";
const LOGINS = "/cabinet/logins";
let open;

/** Resolves once it is confirmed; rejects when the person closes the dialog. One dialog at a time. */
export function confirmFactor() {
	open ||= shown().finally(() => {
		open = undefined;
	});
	return open;
}

/** What the framework's own requests refuse (a form that is saved) leads to the page where one confirms; the step is then done again. */
export function tellWhereRefused() {
	$(document).on("ajaxError", (_event, request) => {
		if (request.responseJSON?.exc_type !== "SecondFactorNeeded") return;
		const link = `<a href="${LOGINS}" target="_blank">${__("Confirm that it is you")}</a>`;
		const line = __("This step is done only shortly after a second factor.");
		frappe.show_alert({ message: `${line} ${link}`, indicator: "orange" }, 30);
	});
}

async function shown() {
	const reply = await fetch("/api/method/esaylov.api.passkeys.state", {
		headers: { Accept: "application/json" },
	});
	const { has_passkey, has_app } = (await reply.json()).message;
	const by_passkey = has_passkey && isKnown();
	return new Promise((resolve, reject) => {
		const fields = [{ fieldtype: "HTML", options: words(by_passkey, has_app) }];
		if (by_passkey) fields.push({ fieldname: "passkey", fieldtype: "Button", label: __("Use a passkey") });
		if (has_app)
			fields.push({ fieldname: "code", fieldtype: "Data", label: __("Code that your app shows"), length: 8 });
		let is_done = false;
		const dialog = new frappe.ui.Dialog({ title: __("Confirm that it is you"), fields, size: "small" });
		const send = async (given) => {
			try {
				await ask("confirm", await given(), frappe.csrf_token);
				is_done = true;
				dialog.hide();
				resolve();
			} catch (problem) {
				const said = problem.code
					? problem.message
					: __("The passkey was not used. Try again or type the code.");
				frappe.show_alert({ message: frappe.utils.escape_html(said), indicator: "red" }, 10);
			}
		};
		if (has_app)
			dialog.set_primary_action(__("Confirm"), ({ code }) => send(async () => ({ code: code || "" })));
		if (by_passkey)
			dialog.get_field("passkey").$input.on("click", () =>
				send(async () => {
					const { options } = await ask("confirm_options", {}, frappe.csrf_token);
					return { credential: await answer(options) };
				}),
			);
		dialog.onhide = () => is_done || reject(new Error(__("Not confirmed.")));
		dialog.show();
	});
}

function words(by_passkey, has_app) {
	const line = __("This step is done only shortly after a second factor.");
	if (by_passkey || has_app) return `<p>${line}</p>`;
	const way = __("You have none yet. Log in again through OneID or with an EDS, then add a passkey.");
	return `<p>${line}</p><p>${way} <a href="${LOGINS}">${__("Where I am logged in")}</a></p>`;
}
