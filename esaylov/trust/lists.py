"""Signed lists (*imzolangan roʻyxat*): one signature over the canonical list of many documents and the hashes of what they say."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache

import frappe
from frappe.model.document import Document

from esaylov.core.records import payload as canonical
from esaylov.core.signing import Signer
from esaylov.framework.errors import LawBroken, SignatureRefused
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.trust import signatures

LIST = "Signed List"
WRITER = WriteGuard("signed lists")
OTHER_BYTES = frozenset(
	{
		*("content_differs", "embedded_content_differs", "signature_wrong"),
		*("container_malformed", "signature_unreadable"),
	}
)
"""Codes by which a container was not made over the bytes, whatever is thought of its certificate."""


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


@lru_cache(maxsize=4)
def _documents_of(text: str) -> frozenset[tuple[str, str]]:
	"""Name and hash of each document of a list; a job asks for those of one list slice by slice."""
	return frozenset((row["name"], row["payload_sha256"]) for row in json.loads(text)["documents"])


class _Kept:
	"""A signature over a list as it is kept, locked; read once, and proved once where it is asked for."""

	def __init__(self, row: frappe._dict) -> None:
		self._row = row
		self._list = frappe.get_doc(LIST, row.reference_name, for_update=True)

	@cached_property
	def _named(self) -> frozenset[tuple[str, str]]:
		"""Name and hash of each document; none where the list is not what its hash says."""
		if canonical.sha256_hex(self._list.payload.encode()) != self._list.payload_sha256:
			return frozenset()
		return _documents_of(self._list.payload)

	@cached_property
	def signer(self) -> Signer:
		"""Who signed it, proved with the trust store of now. Raises as `verify_again`."""
		return signatures.prove_again(self._row, LIST, self._list.name, self._list.payload.encode())

	def names(self, doctype: str, wanted: Listed) -> bool:
		"""Whether the list names this document with these bytes."""
		return bool(self._list.documents == doctype and (wanted.name, wanted.payload_sha256) in self._named)


_known: ContextVar[dict[str, _Kept | frappe._dict | None] | None] = ContextVar("signatures", default=None)


@contextmanager
def proved_once() -> Iterator[None]:
	"""Inside, a kept signature is read once, and one over a list is proved once for all documents of the list.

	For what decides many of them in one transaction, and not longer than that: the rows stay locked until its end, so
	what was read is what stands.
	"""
	token = _known.set({})
	try:
		yield
	finally:
		_known.reset(token)


def verify_again(signature: str, reference_doctype: str, name: str, payload: bytes) -> Signer:
	"""Prove a kept signature once more over the bytes as they are now, with the trust store of now.

	Raises LawBroken (`signature_of_another`) when it was given for another document or other bytes, SignatureRefused
	when it does not verify. A signature over a list holds for each document that the list names with these bytes.
	"""
	kept = _stored(signature)
	if not isinstance(kept, _Kept):
		return signatures.prove_again(kept, reference_doctype, name, payload)
	if not kept.names(reference_doctype, Listed(name, canonical.sha256_hex(payload))):
		raise LawBroken({"field": "signature"}, code="signature_of_another")
	return kept.signer


def is_over(signature: str, reference_doctype: str, name: str, payload: bytes) -> bool:
	"""Whether a kept signature was given over just these bytes of a document, whatever is thought of its certificate today."""
	try:
		verify_again(signature, reference_doctype, name, payload)
	except LawBroken:
		return False
	except SignatureRefused as refusal:
		return refusal.code not in OTHER_BYTES
	return True


def covers(signature: str, doctype: str, name: str, payload_sha256: str) -> bool:
	"""Whether a kept signature was given over a list that names exactly this document."""
	kept = _stored(signature)
	return isinstance(kept, _Kept) and kept.names(doctype, Listed(name, payload_sha256))


def check(document: Document) -> None:
	"""Called from Signed List.validate: written here, once. Raises LawBroken."""
	WRITER.check(document)
	if not document.is_new():
		raise LawBroken({"doctype": LIST, "to": "changed"})


def refuse_removal(document: Document) -> None:
	"""What was signed stays. Raises LawBroken."""
	raise LawBroken({"doctype": LIST, "to": "removed"})


def _stored(signature: str) -> _Kept | frappe._dict | None:
	"""A kept signature over a list, or the row of one over a single document; None where there is none."""
	known = _known.get()
	if known is None:
		return _read(signature)
	if signature not in known:
		known[signature] = _read(signature)
	return known[signature]


def _read(signature: str) -> _Kept | frappe._dict | None:
	row = signatures.stored(signature)
	return _Kept(row) if row and row.reference_doctype == LIST else row
