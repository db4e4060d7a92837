"""Electronic signatures over documents: verified against the trust store, kept as rows that never change."""

import base64
import binascii
from contextvars import ContextVar
from functools import partial

import frappe
from frappe.model.document import Document

from esaylov.core.payload import sha256_hex
from esaylov.core.signing import Signer
from esaylov.framework import cleaning, clock, compat, reads, rows
from esaylov.framework.errors import LawBroken, SignatureRefused
from esaylov.framework.write_guard import WriteGuard
from esaylov.trust import verifying
from esaylov.trust.chain import refuse

SIGNATURE = "Document Signature"
LARGEST_CMS = 64 * 1024
"""Base64 characters; a signature with its chain of certificates takes a tenth of it."""
WRITER = WriteGuard("signatures")
_verified: ContextVar[tuple[str, str, str, str, str] | None] = ContextVar("the last verified", default=None)
"""Name of the row, document, hash and purpose."""


def verify_document(
	reference_doctype: str,
	name: str,
	payload: bytes,
	cms_b64: str,
	purpose: str,
	expect_pinfl: str | None,
	expect_tin: str | None = None,
) -> str:
	"""Verify a CMS signature (Base64 of DER) over exactly these bytes and keep it; return the Document Signature.

	expect_pinfl: of the person who must sign; without one everything is refused. expect_tin: of the body acted for
	(`""`: a body without TIN); compared when the certificate names a TIN, None leaves it out. Raises SignatureRefused
	with the cause as its code; nothing is written then.
	"""
	verified_at = clock.now()
	signer, method = verifying.verify(_decoded(cms_b64), payload)
	_check_signer(signer, expect_pinfl, expect_tin)
	row = {
		"reference_doctype": reference_doctype,
		"reference_name": name,
		"payload_sha256": sha256_hex(payload),
		"cms": "".join(cms_b64.split()),
		"method": method,
		"purpose": purpose,
		"signer_name": cleaning.without_markup(signer.name or "")[:140],
		"signer_pinfl": signer.pinfl,
		"signer_tin": signer.tin,
		"certificate_serial": str(signer.serial),
		"certificate_fingerprint": signer.fingerprint,
		"issuer": cleaning.without_markup(signer.issuer or "")[:255],
		"signed_at": signer.signed_at,
		"verified_at": verified_at,
	}
	with WRITER.writing():  # a verified fact; no role may write one
		signature = rows.insert_many(SIGNATURE, [row])[0]
	_verified.set((signature, reference_doctype, name, sha256_hex(payload), purpose))
	compat.after_rollback(partial(_verified.set, None))
	return signature


def was_verified_now(signature: str, reference_doctype: str, name: str, sha256: str, purpose: str) -> bool:
	"""Whether the last that this transaction did with signatures was to verify and keep this one, over these bytes of the document.

	True once: whoever asks later asks the table.
	"""
	verified = _verified.get()
	_verified.set(None)
	return verified == (signature, reference_doctype, name, sha256, purpose)


def stored(signature: str) -> frappe._dict | None:
	"""A kept signature as it stands, locked: of two who sign at once, the second must see what the first committed meanwhile."""
	fields = ["reference_doctype", "reference_name", "payload_sha256", "cms"]
	return reads.row(SIGNATURE, {"name": signature}, fields, lock=True)


def prove_again(row: frappe._dict | None, reference_doctype: str, name: str, payload: bytes) -> Signer:
	"""Prove a kept signature (`stored`) over one document once more; `lists.verify_again` asks this."""
	stands = (reference_doctype, name, sha256_hex(payload))
	if not row or (row.reference_doctype, row.reference_name, row.payload_sha256) != stands:
		raise LawBroken({"name": name}, code="signature_of_another")
	return verifying.verify(_decoded(row.cms), payload)[0]


def verify_login(payload: bytes, cms_b64: str) -> Signer:
	"""The signer of the bytes of a login; nothing is kept. Raises SignatureRefused with the cause as its code."""
	return verifying.verify(_decoded(cms_b64), payload)[0]


def validate_signature(row: Document) -> None:
	"""Only this package writes, and nothing changes what stands. Raises LawBroken."""
	WRITER.check(row)
	if not row.is_new():
		refuse(row)


def _decoded(cms_b64: str) -> bytes:
	text = "".join((cms_b64 or "").split())
	if not text or len(text) > LARGEST_CMS:
		raise SignatureRefused(field="signature", code="signature_unreadable")
	try:
		return base64.b64decode(text, validate=True)
	except (ValueError, binascii.Error):
		raise SignatureRefused(field="signature", code="signature_unreadable") from None


def _check_signer(signer: Signer, expect_pinfl: str | None, expect_tin: str | None) -> None:
	"""The signer is the person who must sign; a certificate of an organization is of the right one."""
	if not expect_pinfl or signer.pinfl != expect_pinfl:
		raise SignatureRefused(field="signature", code="signature_other_person")
	if expect_tin is not None and signer.tin and signer.tin != expect_tin:
		raise SignatureRefused(field="signature", code="signature_other_body")
