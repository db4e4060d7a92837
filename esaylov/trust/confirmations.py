"""Confirmations by SMS code: kept beside the signatures, with the server's signature over who confirmed what, and when."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

import frappe
from cryptography.exceptions import InvalidSignature
from frappe.model.document import Document

from esaylov.core.people.identity import masked_phone
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock
from esaylov.trust import keys, lists
from esaylov.trust.signatures import SIGNATURE, WRITER

METHOD = "SMS code"
FIELDS = (
	*("reference_doctype", "reference_name", "purpose", "payload_sha256"),
	*("signer_name", "signer_pinfl", "signer_phone"),
)
"""What the server signs of a confirmation, beside its moment."""


@dataclass(frozen=True, slots=True)
class Confirmation:
	"""The person who confirmed, and the phone that the code went to."""

	name: str
	pinfl: str
	phone: str


def keep(reference_doctype: str, name: str, payload: bytes, purpose: str, confirmed: Confirmation) -> str:
	"""Keep that a person confirmed exactly these bytes by an SMS code; return the Document Signature.

	There is no signature of the person to prove later, so the server signs who confirmed what, and when. Only for a
	code that was confirmed in this transaction.
	"""
	now = clock.now().replace(microsecond=0)
	row = frappe.new_doc(SIGNATURE)
	row.update(
		{
			"reference_doctype": reference_doctype,
			"reference_name": name,
			"payload_sha256": sha256_hex(payload),
			"method": METHOD,
			"purpose": purpose,
			"signer_name": confirmed.name[:140],
			"signer_pinfl": confirmed.pinfl,
			"signer_phone": masked_phone(confirmed.phone),
			"signed_at": now,
			"verified_at": now,
		}
	)
	row.attestation = f"{keys.server_key_id()}.{keys.server_sign(_attested(row, now))}"
	with WRITER.writing():
		return str(row.insert(ignore_permissions=True).name)  # a confirmed fact; no role may write one


def is_confirmation(signature: str) -> bool:
	"""Whether a kept Document Signature is a confirmation by code, and no signature of a person."""
	return bool(frappe.db.get_value(SIGNATURE, signature, "method") == METHOD)


def is_attested(signature: str) -> bool:
	"""Whether the server's own signature over a kept confirmation still holds, by its present or a retired key."""
	row = frappe.db.get_value(SIGNATURE, signature, [*FIELDS, "signed_at", "attestation"], as_dict=True)
	key_id, _, signed = (row.attestation if row else "").partition(".")
	key = keys.public_keys().get(key_id)
	if row is None or key is None:
		return False
	try:
		key.verify(base64.b64decode(signed, validate=True), _attested(row, row.signed_at))
	except (InvalidSignature, ValueError, binascii.Error):
		return False
	return True


def is_stored_as_given(signature: str, reference_doctype: str, name: str, payload: bytes) -> bool:
	"""Whether what closed a filing stands as it was given over these bytes: a confirmation by code, or a signature."""
	if not is_confirmation(signature):
		return lists.is_over(signature, reference_doctype, name, payload)
	over = {"name": signature, "reference_doctype": reference_doctype, "reference_name": name}
	is_same = frappe.db.exists(SIGNATURE, {**over, "payload_sha256": sha256_hex(payload)})
	return bool(is_same) and is_attested(signature)


def _attested(row: Document | frappe._dict, at: datetime) -> bytes:
	facts = {field: row.get(field) or "" for field in FIELDS}
	return canonical({"document": "confirmation", "confirmed_at": at.isoformat(timespec="seconds"), **facts})
