"""The receipt of a filing: what the applicant keeps, signed by the server's key."""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from operator import itemgetter
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from frappe.model.document import Document
from frappe.utils import get_datetime

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.trust import confirmations, keys

CODE_LENGTH = 8
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Signs that are not mistaken for each other when read out; 31^8 codes."""


@dataclass(frozen=True)
class Receipt:
	"""What was filed, when, under which number; times are naive Tashkent time.

	salt: with it and `payload_sha256` anybody who holds the receipt can recompute the commitment in the chain event
	(`commitment`), which by itself tells nothing about the filing. signature: Ed25519 (Base64) by the server's key
	`key_id` over `signed_bytes()`. corrects: of a corrected filing, the hash of the filing beside which it stands; such a
	receipt names both.
	"""

	appeal: str
	number: str
	received_at: datetime
	due_on: date
	tracking_code: str
	payload_sha256: str
	salt: str
	event_hash: str
	key_id: str = ""
	signature: str = ""
	corrects: str = ""

	def as_dict(self) -> dict[str, str]:
		"""Plain JSON values; moments as ISO 8601 without zone."""
		found = {**vars(self), "received_at": self.received_at.isoformat(), "due_on": self.due_on.isoformat()}
		if not self.corrects:
			del found["corrects"]
		return found

	@classmethod
	def from_dict(cls, data: dict[str, Any]) -> Self:
		"""Inverse of `as_dict`."""
		received_at = datetime.fromisoformat(data["received_at"])
		return cls(**{**data, "received_at": received_at, "due_on": date.fromisoformat(data["due_on"])})

	def signed_bytes(self) -> bytes:
		"""Canonical JSON of everything but the signature."""
		values = self.as_dict()
		del values["signature"]
		return canonical(values)

	def signed(self) -> Self:
		"""The same receipt with the server's signature; raises SetupMissing when the site has no key."""
		with_key = type(self)(**{**vars(self), "key_id": keys.server_key_id()})
		return type(self)(**{**vars(with_key), "signature": keys.server_sign(with_key.signed_bytes())})


def new_code() -> str:
	"""A tracking code: eight signs that nobody guesses."""
	return "".join(map(secrets.choice, repeat(CODE_SIGNS, CODE_LENGTH)))


def is_as_filed(appeal: Document) -> bool:
	"""Whether what stands of a filing is what the server's receipt says: its bytes and what they say, number, moment and code."""
	try:
		receipt, filed = _proved(appeal)
	except (KeyError, TypeError, ValueError, binascii.Error, InvalidSignature):
		return False
	said = (receipt.appeal, receipt.number, receipt.tracking_code, receipt.received_at)
	stands = (appeal.name, appeal.number, appeal.tracking_code, get_datetime(appeal.received_at))
	return said == stands and _says(filed, appeal) and _is_closed(appeal)


def is_as_corrected(correction: Document) -> bool:
	"""Whether a corrected filing, by which its appeal is decided, is what the server's receipt says, as `is_as_filed`."""
	try:
		receipt, filed = _proved(correction)
		answers = json.loads(correction.answers)
	except (KeyError, TypeError, ValueError, binascii.Error, InvalidSignature):
		return False
	said = (receipt.appeal, receipt.corrects, receipt.received_at, filed.get("correction"))
	stands = (correction.appeal, correction.corrects, get_datetime(correction.filed_at), correction.name)
	same = {"answers": answers, "attachments": _attached(correction)}
	return said == stands and _agrees(filed, same) and _is_closed(correction)


def _is_closed(document: Document) -> bool:
	"""Whether the signature or the confirmation by code that closed a filing stands as it was given over its bytes."""
	return confirmations.is_stored_as_given(
		str(document.signature), document.doctype, document.name, document.payload.encode()
	)


def _proved(document: Document) -> tuple[Receipt, Mapping[str, Any]]:
	"""The receipt of a filing, signed by the server over just these bytes, and what they say. Raises what the checks raise."""
	receipt = Receipt.from_dict(json.loads(document.receipt))
	key = keys.public_keys()[receipt.key_id]
	key.verify(base64.b64decode(receipt.signature), receipt.signed_bytes())
	sha256 = sha256_hex(document.payload.encode())
	if not receipt.payload_sha256 == document.payload_sha256 == sha256:
		raise ValueError(sha256)
	filed: Mapping[str, Any] = json.loads(document.payload)
	return receipt, filed


def _says(filed: Mapping[str, Any], appeal: Document) -> bool:
	"""Whether the fields of a filing are those of its bytes. Whatever the bytes of an earlier version do not name is left out."""
	applicant = filed.get("applicant") or {}
	stands = {
		"answers": json.loads(appeal.answers),
		"appeal_type": appeal.appeal_type,
		"version": appeal.type_version,
		"election": appeal.election,
		"recipient": appeal.recipient,
		"attachments": _attached(appeal),
	}
	if applicant.get("body"):
		stands["applicant"] = {**applicant, "body": f"{appeal.applicant_body_type}:{appeal.applicant_body}"}
	return _agrees(filed, stands)


def _attached(document: Document) -> list[dict[str, str]]:
	attached = [{"field": row.field, "sha256": row.sha256} for row in document.attachments]
	return sorted(attached, key=itemgetter("field", "sha256"))


def _agrees(filed: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
	return all(
		canonical({key: filed[key]}) == canonical({key: value})
		for key, value in stands.items()
		if key in filed
	)
