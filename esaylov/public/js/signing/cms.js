/** Makes a detached CMS SignedData (RFC 5652) with signed attributes; the content itself is not inside. */
import { ObjectIdentifier, OctetString, UTCTime } from "asn1js";
import {
	Attribute,
	ContentInfo,
	EncapsulatedContentInfo,
	IssuerAndSerialNumber,
	SignedAndUnsignedAttributes,
	SignedData,
	SignerInfo,
} from "pkijs";

import { SigningProblem } from "./problem.js";

const DATA = "1.2.840.113549.1.7.1";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";

const RSA = "1.2.840.113549.1.1.1";
const ELLIPTIC = "1.2.840.10045.2.1";
const CURVES = { "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384", "1.3.132.0.35": "P-521" };

/** The key that belongs to one of the certificates, ready to sign, with that certificate. */
export async function matchingPair({ keys, certificates }) {
	for (const certificate of certificates) {
		const algorithm = algorithmOf(certificate);
		if (!algorithm) continue;
		for (const pkcs8 of keys) {
			const key = await imported(pkcs8, algorithm);
			if (key && (await belongs(key, certificate, algorithm))) return { key, certificate };
		}
	}
	throw new SigningProblem("no_key", "no key belongs to a certificate of the file");
}

function algorithmOf(certificate) {
	const { algorithmId, algorithmParams } = certificate.subjectPublicKeyInfo.algorithm;
	if (algorithmId === RSA) return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
	const namedCurve = algorithmId === ELLIPTIC && CURVES[algorithmParams?.valueBlock?.toString()];
	return namedCurve ? { name: "ECDSA", namedCurve, hash: "SHA-256" } : null;
}

async function imported(pkcs8, algorithm) {
	try {
		return await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
	} catch {
		return null; // a key of another kind
	}
}

async function belongs(key, certificate, algorithm) {
	const probe = crypto.getRandomValues(new Uint8Array(32));
	const spki = certificate.subjectPublicKeyInfo.toSchema().toBER();
	try {
		const publicKey = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
		const signature = await crypto.subtle.sign(algorithm, key, probe);
		return await crypto.subtle.verify(algorithm, publicKey, signature, probe);
	} catch {
		return false;
	}
}

/** @throws SigningProblem `expired` or `not_yet_valid` */
export function checkDates(certificate, at) {
	if (at > certificate.notAfter.value)
		throw new SigningProblem("expired", certificate.notAfter.value.toISOString());
	if (at < certificate.notBefore.value)
		throw new SigningProblem("not_yet_valid", certificate.notBefore.value.toISOString());
}

/**
 * @param {Uint8Array} content the exact bytes that are signed
 * @returns {Promise<ArrayBuffer>} DER of the ContentInfo
 */
export async function signDetached({ key, certificate }, content, at) {
	const digest = await crypto.subtle.digest("SHA-256", content);
	const signedData = new SignedData({
		version: 1,
		encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
		signerInfos: [
			new SignerInfo({
				version: 1,
				sid: new IssuerAndSerialNumber({
					issuer: certificate.issuer,
					serialNumber: certificate.serialNumber,
				}),
				// in the order that DER wants of a set: by the encoded bytes, which here means by length
				signedAttrs: new SignedAndUnsignedAttributes({
					type: 0,
					attributes: [
						new Attribute({ type: CONTENT_TYPE, values: [new ObjectIdentifier({ value: DATA })] }),
						new Attribute({ type: SIGNING_TIME, values: [new UTCTime({ valueDate: at })] }),
						new Attribute({ type: MESSAGE_DIGEST, values: [new OctetString({ valueHex: digest })] }),
					],
				}),
			}),
		],
		certificates: [certificate],
	});
	await signedData.sign(key, 0, "SHA-256", content);
	return new ContentInfo({ contentType: SIGNED_DATA, content: signedData.toSchema(true) }).toSchema().toBER();
}
