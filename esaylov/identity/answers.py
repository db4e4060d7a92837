"""What state registers answered about people: criminal record, legal capacity, personal data and the like.

Rows are kept by a keyed hash of the PINFL or passport, since most of those asked about stand in no register of ours.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_encryption_key

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, rows
from esaylov.framework.persistence.write_guard import WriteGuard

ANSWER = "State Register Answer"
WRITER = WriteGuard("answers of state registers")
"""Whoever asks the registers writes inside `WRITER.writing()`; a row is written once."""


class Check(StrEnum):
	"""The checks of the catalogue (`state_db_checks`)."""

	PERSONAL_DATA = "PD"
	WORK = "WP"
	EDUCATION = "ED"
	CRIMINAL_RECORD = "CR"
	DISABILITY = "DIS"
	LEGAL_CAPACITY = "LC"


class Result(StrEnum):
	"""What a register said. CLEAR and FOUND are answers about something that stands against a person."""

	MATCH = "match"
	DIFFERS = "differs"
	NOT_FOUND = "not_found"
	PENDING = "pending"
	UNREACHABLE = "unreachable"
	CLEAR = "clear"
	FOUND = "found"


ANSWERED = frozenset(Result) - {Result.PENDING, Result.UNREACHABLE}
"""Results that say something; the others leave the last one that does in force."""
AGAINST = frozenset({Result.DIFFERS, Result.NOT_FOUND, Result.FOUND})
"""Results that speak against a person: who decides chooses by themselves, nothing is granted beforehand."""
INFORMATION = frozenset({Check.DISABILITY})
"""Checks whose answer is shown and decides nothing: a disability is no ground against anybody [ours]."""


def is_against(check: str, result: str) -> bool:
	"""Whether an answer speaks against a person."""
	return result in AGAINST and check not in INFORMATION


def is_in_favour(check: str, result: str) -> bool:
	"""Whether nothing is left to ask a register after an answer."""
	return result in ANSWERED and not is_against(check, result)


@dataclass(frozen=True, slots=True)
class RegisterAnswers:
	"""The answers in force: identifier (PINFL or passport) and check to the result."""

	results: Mapping[tuple[str, Check], Result] = field(default_factory=dict)

	def known(self, check: Check) -> frozenset[str]:
		"""Identifiers for which the register has answered the check."""
		return frozenset(who for (who, asked), result in self.results.items() if asked is check)

	def having(self, check: Check, result: Result) -> frozenset[str]:
		"""Identifiers for which it has answered so."""
		return frozenset(
			who for (who, asked), held in self.results.items() if (asked, held) == (check, result)
		)


@dataclass(frozen=True, slots=True)
class NewAnswer:
	"""One look-up. differs_in: columns of the form that are answered otherwise. request_no: of a two-step question."""

	identifier: str
	check: Check
	result: Result
	source: str
	appeal: str = ""
	differs_in: tuple[str, ...] = ()
	request_no: str = ""
	valid_until: datetime | None = None


def keep(answers: Sequence[NewAnswer]) -> None:
	"""Write what registers said, one row a look-up; checks and results are of the lists above. Called by state_registers only."""
	pinfls = sorted({answer.identifier for answer in answers})
	people = {row.pinfl: row.name for row in reads.rows("Person", {"pinfl": pinfls}, ["name", "pinfl"])}
	asked_at = clock.now()
	made = [
		{
			"person": people.get(answer.identifier),
			"person_key": person_key(answer.identifier),
			"check_code": answer.check.value,
			"result": answer.result.value,
			"asked_at": asked_at,
			"valid_until": answer.valid_until,
			"source": answer.source,
			"appeal": answer.appeal or None,
			"differs_in": ",".join(answer.differs_in),
			"request_no": answer.request_no,
		}
		for answer in answers
	]
	rows.insert_many(ANSWER, made, guard=WRITER)  # asked by the system; nobody has a role to write answers


def person_key(identifier: str) -> str:
	"""What an answer is kept by: HMAC-SHA-256 of a PINFL or passport with the site's encryption key, in hex."""
	return hmac.new(get_encryption_key().encode(), identifier.encode(), hashlib.sha256).hexdigest()


def of(identifiers: Iterable[str]) -> RegisterAnswers:
	"""What state registers have answered about people, by PINFL or passport, and still holds: one query for all of them.

	Of several answers to a check the newest counts; one that is pending, unreachable or past its time counts for nothing,
	so such a person is not among `known`. Asks no register: rows of State Register Answer are written by who does.
	"""
	keys = {person_key(identifier): identifier for identifier in set(identifiers)}
	if not keys:
		return RegisterAnswers()
	answer = frappe.qb.DocType(ANSWER)
	held = (
		frappe.qb.from_(answer)
		.select(answer.person_key, answer.check_code, answer.result)
		.where(answer.person_key.isin(sorted(keys)))
		.where(answer.result.isin(sorted(ANSWERED)))
		.where(answer.valid_until.isnull() | (answer.valid_until >= clock.now()))
		.orderby(answer.asked_at)
		.orderby(answer.creation)
		.run()
	)
	return RegisterAnswers({(keys[key], Check(check)): Result(result) for key, check, result in held})


def check_answer(document: Document) -> None:
	"""Called from State Register Answer.validate and on_trash: written once, by who asks the registers. Raises LawBroken."""
	WRITER.check(document)
	if not document.is_new():
		raise LawBroken({"doctype": ANSWER, "name": document.name})
