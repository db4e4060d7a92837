/** After a password that was right: beside the code of an app, a passkey. Without script or passkeys there is the code alone. */
import { answer, ask, isKnown } from "./passkeys/webauthn.js";

const box = document.querySelector("[data-passkey-login]");

async function enter(button) {
	const { pending, after, refused } = box.dataset;
	const problem = box.querySelector("[data-problem]");
	button.disabled = true;
	problem.hidden = true;
	try {
		const { options } = await ask("login_options", { pending });
		const credential = await answer(options);
		const { home } = await ask("login", { pending, credential, after });
		window.location.href = home;
	} catch (refusal) {
		// what the device itself says ("not allowed": its user said no, or it has none of these) has no code
		problem.textContent = refusal.code ? refusal.message : refused;
		problem.hidden = false;
		button.disabled = false;
	}
}

if (box && isKnown()) {
	const button = box.querySelector("button");
	button.addEventListener("click", () => enter(button));
	box.hidden = false;
}
