"""What anybody may know of a count protocol by the code on its copy: whether it stands, and every number, to compare with the paper."""

from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.core.results import FIELDS
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.registers.results.outcome.writing import (
	DRAFT,
	PROTOCOL,
	RECEIVED,
	SIGNED,
	SIGNING,
	is_as_signed,
	numbers_of,
)
from esaylov.registers.results.paper import KIND, NUMBERS
from esaylov.trust import tokens

LANGUAGES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Verification:
	"""status: `Signed`, or why it does not stand. numbers and votes: title and count, in the order of the paper."""

	stands: bool
	status: str
	station: str
	contest: str
	constituency: str
	version: int
	signed_on: date
	commission: str
	numbers: list[tuple[str, int]]
	votes: list[tuple[str, int]]


def verify(code: str, language: str = "uz") -> Verification:
	"""A signed protocol by its name or the token of its QR code. Raises NotFound."""
	name = tokens.named_by(code, KIND, PROTOCOL)
	document = frappe.get_doc(PROTOCOL, name) if frappe.db.exists(PROTOCOL, name) else None
	if not document or document.status in (DRAFT, SIGNING):
		raise NotFound({"doctype": PROTOCOL})
	written = language if language in LANGUAGES else "uz"
	of_practice = practice.is_of(document.election)
	stands = document.status in (SIGNED, RECEIVED) and is_as_signed(document) and not of_practice
	protocol = numbers_of(document)
	titles = {row["name"]: row["title"] for row in frappe.parse_json(document.votes)}
	return Verification(
		stands,
		"Practice" if of_practice else "Signed" if stands else str(document.status),
		_title("Polling Station", document.polling_station, written),
		_title("Election Type", document.election_type, written),
		_title("Constituency", document.constituency, written),
		document.version,
		frappe.utils.getdate(document.signed_at),
		_title("Election Commission", document.commission, written),
		[(getattr(NUMBERS[key], written), getattr(protocol, key)) for key in FIELDS],
		[(titles[key], count) for key, count in protocol.votes.items()],
	)


def _title(doctype: str, name: str | None, language: str) -> str:
	if not name:
		return ""
	fields = [f"title_{language}", "title_uz"]
	found = frappe.get_cached_value(doctype, name, fields)
	return str((found[0] or found[1] or name) if found else name)
