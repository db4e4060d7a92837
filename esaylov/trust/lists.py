"""Signed lists (*imzolangan roʻyxat*): one signature over the canonical list of many documents and the hashes of what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.core import payload as canonical
from esaylov.core.signing import Signer
from esaylov.framework.errors import LawBroken
from esaylov.framework.write_guard import WriteGuard
from esaylov.trust import signatures

LIST = "Signed List"
WRITER = WriteGuard("signed lists")


@dataclass(frozen=True, slots=True, order=True)
class Listed:
	"""One document of a list: its name, and the SHA-256 of the bytes that it says, 64 hex digits."""

	name: str
	payload_sha256: str


def payload(doctype: str, documents: Sequence[Listed]) -> bytes:
	"""The bytes to sign, whatever order the documents come in."""
	rows = [{"name": row.name, "payload_sha256": row.payload_sha256} for row in sorted(documents)]
	return canonical.canonical({"document": "list", "of": doctype, "documents": rows})


def verify(
	commission: str,
	doctype: str,
	documents: Sequence[Listed],
	cms_b64: str,
	purpose: str,
	expect_pinfl: str | None,
) -> str:
	"""Verify one signature over the list of many documents (`list_payload`) and keep both; the Document Signature.

	Raises SignatureRefused as `verify_document`.
	"""
	content = payload(doctype, documents)
	signed = frappe.new_doc(LIST)
	signed.update(
		{
			"commission": commission,
			"documents": doctype,
			"count": len(documents),
			"payload": content.decode(),
			"payload_sha256": canonical.sha256_hex(content),
		}
	)
	with WRITER.writing():
		signed.insert(ignore_permissions=True)  # no role writes these; without a good signature nothing stays
	return signatures.verify_document(LIST, signed.name, content, cms_b64, purpose, expect_pinfl, None)


def verify_again(signature: str, reference_doctype: str, name: str, payload: bytes) -> Signer:
	"""Prove a kept signature once more over the bytes as they are now, with the trust store of now.

	Raises LawBroken (`signature_of_another`) when it was given for another document or other bytes, SignatureRefused
	when it does not verify. A signature over a list holds for each document that the list names with these bytes.
	"""
	if not is_over_list(signature):
		return signatures.verify_again(signature, reference_doctype, name, payload)
	signed = _list_of(signature)
	if not _stands_in(signed, reference_doctype, Listed(name, canonical.sha256_hex(payload))):
		raise LawBroken({"field": "signature"}, code="signature_of_another")
	return signatures.verify_again(signature, LIST, signed.name, signed.payload.encode())


def covers(signature: str, doctype: str, name: str, payload_sha256: str) -> bool:
	"""Whether a kept signature over a list names exactly this document."""
	return _stands_in(_list_of(signature), doctype, Listed(name, payload_sha256))


def is_over_list(signature: str) -> bool:
	"""Whether a kept Document Signature was given for a list."""
	# locking reads, here and below: of two who sign at once, the second must see what the first committed meanwhile
	return bool(
		frappe.db.get_value("Document Signature", signature, "reference_doctype", for_update=True) == LIST
	)


def check(document: Document) -> None:
	"""Called from Signed List.validate: written here, once. Raises LawBroken."""
	WRITER.check(document)
	if not document.is_new():
		raise LawBroken({"doctype": LIST, "to": "changed"})


def refuse_removal(document: Document) -> None:
	"""What was signed stays. Raises LawBroken."""
	raise LawBroken({"doctype": LIST, "to": "removed"})


def _list_of(signature: str) -> Document:
	name = frappe.db.get_value("Document Signature", signature, "reference_name", for_update=True)
	return frappe.get_doc(LIST, name, for_update=True)


def _stands_in(signed: Document, doctype: str, wanted: Listed) -> bool:
	if signed.documents != doctype or canonical.sha256_hex(signed.payload.encode()) != signed.payload_sha256:
		return False
	rows = frappe.parse_json(signed.payload)["documents"]
	return {"name": wanted.name, "payload_sha256": wanted.payload_sha256} in rows
