/**
 * The framework's own page to log in: beside the code of an app, a passkey. Its script (one text in 15 and 16) puts the
 * field `login_token` on the page once the password was right, and the name of that try into the cookie `tmp_id`.
 */
import { answer, ask, isKnown } from "./passkeys/webauthn.js";

const PAGE = "/login";

function offer(field) {
	const button = document.createElement("button");
	button.type = "button";
	button.id = "esaylov-passkey";
	button.className = "btn btn-sm btn-default btn-block mt-3";
	button.textContent = __("Use a passkey");
	const words = document.createElement("p");
	words.className = "text-muted mt-2";
	words.setAttribute("role", "status");
	button.addEventListener("click", () => enter(button, words));
	(document.getElementById("verify_token") || field).after(button, words);
}

async function enter(button, words) {
	const pending = frappe.get_cookie("tmp_id");
	button.disabled = true;
	words.textContent = "";
	try {
		const { options } = await ask("login_options", { pending });
		const credential = await answer(options);
		const { home } = await ask("login", { pending, credential });
		window.location.href = home;
	} catch (problem) {
		// what the device itself says ("not allowed": its user said no, or it has none of these) has no code
		words.textContent = problem.code
			? problem.message
			: __("The passkey was not used. Try again or type the code.");
		button.disabled = false;
	}
}

if (window.location.pathname === PAGE && isKnown()) {
	const watcher = new MutationObserver(() => {
		const field = document.getElementById("login_token");
		if (field && !document.getElementById("esaylov-passkey")) offer(field);
	});
	watcher.observe(document.body, { childList: true, subtree: true });
}
