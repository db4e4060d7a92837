/**
 * Reads a PKCS#12 file (RFC 7292) in the browser.
 * Understood: PBES2 with AES-CBC, MAC by HMAC with SHA-1 or SHA-2. The old RC2 and 3DES containers are refused as unsupported.
 */
import { fromBER } from "asn1js";
import { Certificate, PFX } from "pkijs";

import { SigningProblem } from "./problem.js";

const ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
const KEY_BAG = "1.2.840.113549.1.12.10.1.1";
const SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2";
const CERTIFICATE_BAG = "1.2.840.113549.1.12.10.1.3";

/**
 * The keys and certificates of the file.
 * @param {ArrayBuffer} file
 * @param {string} password
 * @returns {Promise<{keys: ArrayBuffer[], certificates: Certificate[]}>} keys as PKCS#8 DER
 */
export async function openP12(file, password) {
	const container = parsed(file);
	const secret = new TextEncoder().encode(password).buffer;
	await checkMac(container, secret);
	const bags = await bagsOf(container.parsedValue.authenticatedSafe, secret);
	const keys = [];
	const certificates = [];
	for (const bag of bags) {
		if (bag.bagId === KEY_BAG) keys.push(bag.bagValue.toSchema().toBER());
		if (bag.bagId === SHROUDED_KEY_BAG) keys.push(await unwrapped(bag.bagValue, secret));
		if (bag.bagId === CERTIFICATE_BAG && bag.bagValue.parsedValue instanceof Certificate)
			certificates.push(bag.bagValue.parsedValue);
	}
	if (!keys.length) throw new SigningProblem("no_key");
	if (!certificates.length) throw new SigningProblem("no_certificate");
	return { keys, certificates };
}

function parsed(file) {
	try {
		const { offset, result } = fromBER(file);
		if (offset === -1) throw new Error(result.error);
		return new PFX({ schema: result });
	} catch (cause) {
		throw new SigningProblem("not_p12", cause.message);
	}
}

async function checkMac(container, password) {
	try {
		await container.parseInternalValues({ password, checkIntegrity: true });
	} catch (cause) {
		// without a key derived from the right password the MAC differs: that is how PKCS#12 tells
		const isMac = /integrity/i.test(cause.message);
		throw new SigningProblem(isMac ? "wrong_password" : "unsupported", cause.message);
	}
}

async function bagsOf(safe, password) {
	const parameters = safe.safeContents.map((content) =>
		content.contentType === ENCRYPTED_DATA ? { password } : {},
	);
	try {
		await safe.parseInternalValues({ safeContents: parameters });
	} catch (cause) {
		throw new SigningProblem("unsupported", cause.message);
	}
	return safe.parsedValue.safeContents.flatMap(({ value }) => value.safeBags);
}

async function unwrapped(bag, password) {
	try {
		await bag.parseInternalValues({ password });
		return bag.parsedValue.toSchema().toBER();
	} catch (cause) {
		throw new SigningProblem("unsupported", cause.message);
	}
}
