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

from esaylov.core.payload import canonical, sha256_hex
from esaylov.trust import service as trust

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
		with_key = type(self)(**{**vars(self), "key_id": trust.server_key_id()})
		return type(self)(**{**vars(with_key), "signature": trust.server_sign(with_key.signed_bytes())})


def new_code() -> str:
	"""A tracking code: eight signs that nobody guesses."""
	return "".join(map(secrets.choice, repeat(CODE_SIGNS, CODE_LENGTH)))


def is_as_filed(appeal: Document) -> bool:
	"""Whether what stands of a filing is what the server's receipt says: its bytes and what they say, number, moment and code."""
	try:
		receipt = Receipt.from_dict(json.loads(appeal.receipt))
		key = trust.public_keys()[receipt.key_id]
		key.verify(base64.b64decode(receipt.signature), receipt.signed_bytes())
		filed = json.loads(appeal.payload)
	except (KeyError, TypeError, ValueError, binascii.Error, InvalidSignature):
		return False
	sha256 = sha256_hex(appeal.payload.encode())
	said = (receipt.appeal, receipt.number, receipt.payload_sha256, appeal.payload_sha256)
	told = (receipt.tracking_code, receipt.received_at)
	stands = (appeal.tracking_code, get_datetime(appeal.received_at))
	return told == stands and said == (appeal.name, appeal.number, sha256, sha256) and _says(filed, appeal)


def _says(filed: Mapping[str, Any], appeal: Document) -> bool:
	"""Whether the fields of a filing are those of its bytes. Whatever the bytes of an earlier version do not name is left out."""
	applicant = filed.get("applicant") or {}
	attached = [{"field": row.field, "sha256": row.sha256} for row in appeal.attachments]
	stands = {
		"answers": json.loads(appeal.answers),
		"appeal_type": appeal.appeal_type,
		"version": appeal.type_version,
		"election": appeal.election,
		"recipient": appeal.recipient,
		"attachments": sorted(attached, key=itemgetter("field", "sha256")),
	}
	if applicant.get("body"):
		stands["applicant"] = {**applicant, "body": f"{appeal.applicant_body_type}:{appeal.applicant_body}"}
	return all(
		canonical({key: filed[key]}) == canonical({key: value})
		for key, value in stands.items()
		if key in filed
	)
