/**
 * `window.esaylovSign({p12, password, content})`: signs bytes with a key file, here in the page.
 * The key and the password never leave the page: nothing in this bundle talks to a server. `esaylovSign.eimzo` talks to the
 * E-IMZO program on the same machine.
 */
import { checkDates, matchingPair, signDetached } from "./signing/cms.js";
import * as eimzo from "./signing/eimzo.js";
import { openP12 } from "./signing/p12.js";
import { SigningProblem } from "./signing/problem.js";

/**
 * @param {{p12: ArrayBuffer, password: string, content: Uint8Array, at?: Date}} order `at`: the moment of signing, now if left out
 * @returns {Promise<string>} base64 of the DER of a detached CMS SignedData
 * @throws SigningProblem with `code` (see signing/problem.js)
 */
async function sign({ p12, password, content, at = new Date() }) {
	const pair = await matchingPair(await openP12(p12, password));
	checkDates(pair.certificate, at);
	return base64(await signDetached(pair, content, at));
}

function base64(buffer) {
	let text = "";
	for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
	return btoa(text);
}

window.esaylovSign = sign;
window.esaylovSign.Problem = SigningProblem;
window.esaylovSign.eimzo = eimzo;
