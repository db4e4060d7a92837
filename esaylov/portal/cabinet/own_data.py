"""What this system knows of the very person who asks: rows of the tables below, for reading and as JSON (Law on Personal Data, right to know [ours])."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import frappe

from esaylov.appeals.state_registers import access_log
from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.identity import persons

MOST: Final = 1_000
"""Rows of a table; the newest of more."""
ENTRY: Final = (
	*("full_name", "status", "registered_on", "election", "territory", "commission", "decision"),
	*("ended_on", "end_decision", "end_reason", "photo"),
)
FLAG: Final = "is_secret"


@dataclass(frozen=True, slots=True)
class Part:
	"""Rows of a DocType. column: what names the person. fields: what they are told of them; others' names and keys are not among it.

	is_of_login: the column names their login.
	"""

	doctype: str
	column: str
	fields: tuple[str, ...]
	is_of_login: bool = False


PARTS: Final = (
	Part(
		"Person",
		"name",
		(
			*("full_name", "surname", "given_name", "patronymic", "gender", "citizenship", "language"),
			*("pinfl", "passport", "birth_date", "birthplace", "nationality", "phone", "address"),
			*("specialty", "workplace_position", "refuses_reminders", "user"),
		),
	),
	Part(
		"Commission Membership",
		"person",
		("commission", "position", "starts_on", "ends_on", "appointed_by", "end_reason", "is_annulled"),
	),
	Part(
		"Body Representative", "person", ("body_type", "body", "position", "is_head", "starts_on", "ends_on")
	),
	Part(
		"Candidate",
		"person",
		(*ENTRY, "party", "constituency", "gender", "birth_date", "birthplace", "biography", "program"),
	),
	Part("Proxy", "person", (*ENTRY[:-1], "candidate", "party")),
	Part("Authorized Representative", "person", (*ENTRY, "party", "powers")),
	Part("Media Representative", "person", (*ENTRY, "organization_title", "media_position")),
	Part("Observer", "person", (*ENTRY, "organization_title", "observer_position", "country", "languages")),
	Part("Elected Deputy", "person", (*ENTRY, "constituency", "party", "votes_count")),
	Part(
		"Certificate",
		"holder",
		(
			"kind",
			"series_no",
			"number",
			"status",
			"issued_on",
			"valid_until",
			"role_text",
			"issuer_commission",
		),
	),
	Part(
		"Appeal",
		"applicant_person",
		("subject", "number", "status", "appeal_type", "received_at", "due_on", "recipient", "answers"),
	),
	Part("SMS Message", "receiver_person", ("template", "phone_masked", "status", "sent_at", "text")),
	Part("Phone Change", "person", ("asked_at", "confirmed_at", "former_masked", "new_masked")),
	Part("Declared Interest", "person", ("kind", "relation", "body_type", "body", "declared_at", "ended_at")),
	Part("State Register Answer", "person", ("check_code", "result", "asked_at", "valid_until", "source")),
	Part(
		"Session Attendance", "person", ("session", "commission", "position", "mode", "arrived_at", "left_at")
	),
	Part(
		"Commission Vote",
		"member",
		("session", "item", "commission", "choice", "reason", "dissent", "cast_at"),
	),
	Part(
		"Login Invitation",
		"person",
		("commission", "position", "status", "phone_masked", "invited_at", "ends_at", "used_at"),
	),
	Part("Session Speaker", "person", ("item", "asked_at", "began_at", "ended_at")),
	Part("Expert Conclusion", "expert", ("appeal", "position", "commission", "concluded_at", "text")),
	Part(
		"Integrator Key",
		"signatory",
		("title", "body_type", "body", "status", "issued_at", "expires_at", "last_used_at", "revoked_at"),
	),
	Part(
		"Feedback",
		"asked_by",
		(
			*("kind", "status", "received_at", "commission", "subject", "text", "sender_name"),
			*("phone", "email", "answer", "answered_at"),
		),
		is_of_login=True,
	),
	Part(
		"Passkey", "user", ("title", "is_active", "added_at", "last_used_at", "removed_at"), is_of_login=True
	),
	Part("Known Device", "user", ("last_used_at",), is_of_login=True),
	Part(
		"Personal Data Access",
		"person",
		("kind", "seen_at", "commission", "body_type", "body", "seen_fields", "registers", "reason"),
	),
)
"""In the order of a page. Data, so that a review reads what is told and what is not."""

Row = dict[str, Any]


def of_user(user: str) -> dict[str, list[Row]]:
	"""By DocType, the rows about the person of a login, who reads them now: on record as every look at personal data.

	Empty parts are left out. Raises NotFound for a login of no person.
	"""
	person = persons.person_of(user)
	if not person:
		raise NotFound({"doctype": "Person"})
	found = {part.doctype: _rows(part, user if part.is_of_login else person) for part in PARTS}
	told = {doctype: rows for doctype, rows in found.items() if rows}
	access_log.note_own(user, person, tuple(told["Person"][0]))
	return told


def as_json(told: Mapping[str, list[Row]]) -> bytes:
	"""The same for machines: ISO days and moments of Tashkent, names of DocTypes and fields as the system has them."""
	whole = {"made_at": clock.now().isoformat(timespec="seconds"), "known": told}
	return json.dumps(whole, ensure_ascii=False, indent=1, default=str).encode()


def _rows(part: Part, owner: str) -> list[Row]:
	"""For the very person, whatever their roles read; values that are empty are left out. owner: the person, or their login."""
	secret = [FLAG] if frappe.get_meta(part.doctype).has_field(FLAG) else []
	rows = frappe.get_all(
		part.doctype,
		{part.column: owner},
		[*part.fields, *secret],
		order_by="creation desc, name asc",
		limit=MOST,
	)
	return [_plain(row) for row in rows]


def _plain(row: Mapping[str, Any]) -> Row:
	"""A code that was sent by SMS is told to nobody again."""
	hidden = {FLAG, "text"} if row.get(FLAG) else {FLAG}
	return {name: value for name, value in row.items() if name not in hidden and value not in (None, "")}
