"""The exact bytes that are signed: canonical JSON (a subset of RFC 8785) of an appeal or a decision.

Subset: objects with ASCII keys, lists, text, whole numbers within ±(2^53 - 1), true, false, null. No floats: their
shortest form is the one hard part of RFC 8785. The standard library writes this subset exactly as the RFC asks
(sorted ASCII keys, no spaces, the same escapes), and orjson is no dependency of Frappe 15, so nothing is added.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from json.encoder import encode_basestring
from typing import Any

LARGEST = 2**53 - 1
DEEPEST = 32
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_TEXTS = frozenset({str})
_ADMITTED = frozenset({str, int, bool, type(None), dict, list})


class PayloadInvalid(ValueError):
	"""A value that has no canonical form. code: payload_key, payload_number, payload_type, payload_text or payload_depth."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


@dataclass(frozen=True, slots=True)
class Applicant:
	"""Who files: the kind of `appeal_types.csv`, the body with its TIN, and the PINFL of the person who signs."""

	kind: str
	body: str = ""
	tin: str = ""
	pinfl: str = ""


class Authentication(StrEnum):
	"""How a filing is closed: by an electronic signature (*ERI*) or a code sent to the applicant's phone; the options of Appeal Type.authentication."""

	EDS = "EDS"
	SMS = "SMS"
	EITHER = "EDS or SMS"


BY_CODE = frozenset({"candidate", "proxy"})
"""Applicant kinds that confirm by code where the type allows it; all others sign."""


def asked_of(authentication: str, kind: str) -> Authentication:
	"""EDS or SMS: what a type asks of an applicant of a kind. What is not known is asked to sign."""
	if kind in BY_CODE and authentication in (Authentication.SMS, Authentication.EITHER):
		return Authentication.SMS
	return Authentication.EDS


@dataclass(frozen=True, slots=True, order=True)
class AttachmentHash:
	"""An attached file as it is signed: the form's field and the SHA-256 of the content in hex."""

	field: str
	sha256: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
	"""One row of a decision as it is signed."""

	path: str
	outcome: str
	reason: str = ""
	ground: str = ""


def canonical(obj: Any) -> bytes:
	"""Canonical JSON in UTF-8; raises PayloadInvalid for floats, other types, non-ASCII keys, large numbers."""
	try:
		# as the writer, which takes four times as long to begin
		if type(obj) is list and _TEXTS.issuperset(map(type, obj)):
			return f"[{','.join(map(encode_basestring, obj))}]".encode()
		_admit(obj, 0)
		return _WRITER.encode(obj).encode()
	except UnicodeEncodeError:  # half of a surrogate pair
		raise PayloadInvalid("payload_text") from None


def sha256_hex(data: bytes) -> str:
	"""SHA-256 in 64 lower-case hex digits."""
	return hashlib.sha256(data).hexdigest()


def appeal_payload(
	*,
	appeal: str,
	appeal_type: str,
	version: int,
	election: str,
	recipient: str,
	applicant: Applicant,
	answers: Mapping[str, Any],
	attachments: Sequence[AttachmentHash] = (),
	salt: str,
) -> bytes:
	"""Bytes an applicant signs. `appeal` (its id) is inside, so that one signature never serves two appeals.

	salt: text that readers of the appeal are not shown. The hash of these bytes is shown to all of them: without a salt they
	would find the PINFL of the signer by trying the few millions of a birth date.
	"""
	return canonical(
		{
			"document": "appeal",
			"appeal": appeal,
			"appeal_type": appeal_type,
			"version": version,
			"election": election,
			"recipient": recipient,
			"salt": salt,
			"applicant": {
				"kind": applicant.kind,
				"body": applicant.body,
				"tin": applicant.tin,
				"pinfl": applicant.pinfl,
			},
			"answers": dict(answers),
			"attachments": list(map(asdict, sorted(attachments))),
		}
	)


def correction_payload(filing: bytes, correction: str, corrects: str) -> bytes:
	"""Bytes an applicant signs for a corrected filing.

	filing: `appeal_payload` of the appeal as corrected. correction: id of the round. corrects: SHA-256 of the payload that
	is corrected, so that this signature stands for this correction of that filing only.
	"""
	body = json.loads(filing)
	return canonical(
		{**body, "document": "appeal_correction", "correction": correction, "corrects": corrects}
	)


def decision_payload(
	*,
	decision: str,
	kind: str,
	commission: str,
	election: str,
	appeal: str,
	appeal_payload_sha256: str,
	outcome: str,
	number: str,
	decided_on: str,
	text: str,
	rows: Sequence[DecidedRow] = (),
	annuls: str = "",
	subject: Mapping[str, str] | None = None,
	vote: Mapping[str, str | int] | None = None,
	law: Mapping[str, Any] | None = None,
) -> bytes:
	"""Bytes the chair signs. The hash of the appeal's payload is inside: the decision is about that filing and no other.

	decided_on: ISO date. text: the wording in Uzbek and Russian. annuls: name of the annulled decision, "" otherwise. subject: kind of
	a decision without an appeal, and the SHA-256 of its data, which may hold personal data. vote: the agenda item with its
	round and tally. law: the edition of the law that was applied: its day, its numbers and articles with their first days. Each of
	the three is left out where there is none.
	"""
	parts = (("subject", subject), ("vote", vote), ("law", law))
	more = {key: dict(value) for key, value in parts if value}
	return canonical(
		{
			**more,
			"document": "decision",
			"decision": decision,
			"kind": kind,
			"commission": commission,
			"election": election,
			"appeal": appeal,
			"appeal_payload_sha256": appeal_payload_sha256,
			"outcome": outcome,
			"number": number,
			"decided_on": decided_on,
			"text": text,
			"rows": [
				{"path": row.path, "outcome": row.outcome, "ground": row.ground, "reason": row.reason}
				for row in rows
			],
			"annuls": annuls,
		}
	)


def _admit(value: Any, depth: int) -> None:
	"""Raise PayloadInvalid unless the value is of the subset; subclasses (enums, ordered dicts) are not."""
	if depth > DEEPEST:
		raise PayloadInvalid("payload_depth")
	kind = type(value)
	if kind is float or (kind is int and abs(value) > LARGEST):
		raise PayloadInvalid("payload_number")
	if kind not in _ADMITTED:
		raise PayloadInvalid("payload_type")
	if kind is dict and not (_TEXTS.issuperset(map(type, value)) and "".join(value).isascii()):
		raise PayloadInvalid("payload_key")
	if kind is dict or kind is list:
		for each in value.values() if kind is dict else value:
			if type(each) is not str or depth == DEEPEST:  # most are texts, which are all admitted
				_admit(each, depth + 1)
