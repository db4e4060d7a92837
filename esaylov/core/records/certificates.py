"""Certificates and mandates (*guvohnoma*, *mandat*): printed numbers, validity, state. Samples: `certificates.md` of the booklet."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
	"""Equal to the options of Certificate.status; the last three are final."""

	FORMED = "Formed"
	VALID = "Valid"
	REPLACED = "Replaced"
	REVOKED = "Revoked"
	EXPIRED = "Expired"


FINAL = frozenset({Status.REPLACED, Status.REVOKED, Status.EXPIRED})


class ValidityRule(StrEnum):
	"""Until when a kind is valid; equal to the options of Certificate Kind."""

	PRINTED_DATE = "Printed Date"
	OFFICIAL_ANNOUNCEMENT = "Official Announcement"
	END_OF_STATUS = "End of Status"
	END_OF_MEMBERSHIP = "End of Membership"
	END_OF_TERM = "End of Term"


@dataclass(frozen=True, slots=True)
class Validity:
	"""First day; last day, or None while the event that ends it is not known; the event ("" for a printed date)."""

	valid_from: date
	valid_until: date | None
	to_event: str


def padded_number(number: int, digits: int) -> str:
	"""`№` as printed: zeros in front up to the width of the kind (3 on C1, 4 on C6, 2 on C5); never cut.

	Raises ValueError for a number below 1.
	"""
	if number < 1:
		raise ValueError("certificate numbers start at 1")
	return str(number).zfill(digits)


def validity(
	rule: ValidityRule, issued_on: date, *, printed_until: date | None = None, event_on: date | None = None
) -> Validity:
	"""Validity of a certificate issued on a day.

	printed_until: for PRINTED_DATE, which requires it. event_on: day of the event of the other rules, once known; the
	certificate is valid through that day (own reading of "kunigacha", until the day of). Raises ValueError when the
	printed date is missing or lies before the day of issue.
	"""
	if rule is not ValidityRule.PRINTED_DATE:
		return Validity(issued_on, event_on, rule.value)
	if printed_until is None or printed_until < issued_on:
		raise ValueError("a printed date on or after the day of issue is needed")
	return Validity(issued_on, printed_until, "")


def status_on(day: date, status: Status, valid_from: date, valid_until: date | None) -> Status:
	"""Status as of a day: what is stored, except that a valid one whose last day is over has expired.

	A certificate before its first day is Formed, not yet Valid.
	"""
	if status is not Status.VALID:
		return status
	if day < valid_from:
		return Status.FORMED
	return Status.EXPIRED if valid_until is not None and day > valid_until else Status.VALID
