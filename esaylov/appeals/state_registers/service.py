"""The public door of people: the registers asked about them, and every look at their data written down."""

from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.appeals import service as appeals
from esaylov.appeals.state_registers import access_log, filling, prefills, revealing
from esaylov.appeals.state_registers import doubts as against
from esaylov.appeals.state_registers.doubts import Doubt
from esaylov.appeals.state_registers.filling import Filled
from esaylov.appeals.state_registers.prefills import Mark, Status
from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, WrongState

__all__ = ["Doubt", "Filled", "Mark", "Status"]

LONGEST_NOTE = 500

check_access = access_log.check_access
check_prefill = prefills.check_prefill
forget = prefills.forget


def lookup(user: str, appeal: str, path: str, birth_date: str = "") -> Filled:
	"""Ask the registers about one person of an own draft and write what they say into it.

	path: `persons[2]`, "" at the top level. birth_date: ISO, needed for a person known by the passport alone, and beside a
	PINFL where neither name nor passport is typed. Only who knows the person (surname and given name where typed, else
	passport or date of birth) learns anything: else the status is Name Differs. A register that is not reached stops nobody:
	the status is Unreachable, and the commission will check. Raises NotFound, WrongState, TooMany, FormInvalid
	(`person_unidentified`, `birth_date_needed`, `birth_date_or_passport_needed`, `pinfl_structure`).
	"""
	return filling.lookup(user, appeal, path, birth_date)


def lookup_all(user: str, appeal: str) -> int:
	"""The same about all persons of an own draft who are not filled in yet, by a job; how many wait now.

	Raises NotFound, WrongState, TooMany.
	"""
	return filling.start(user, appeal)


def progress(user: str, appeal: str) -> dict[str, int]:
	"""Persons of an own draft by status of their look-up. Raises NotFound, WrongState."""
	appeals.persons_of_draft(user, appeal)
	return prefills.progress(appeal)


def marks(user: str, appeal: str) -> list[Mark]:
	"""Source and time of what registers filled into an own appeal, and what was said against it. Raises NotFound."""
	return prefills.marks(appeal, appeals.persons_of_own(user, appeal).persons)


def dispute(user: str, appeal: str, path: str, column: str, note: str) -> None:
	"""Keep, beside an own draft, what is wrong with a value that a register filled in; "" takes it back.

	Staff read it with the appeal. Raises NotFound, WrongState (`not_filled`), FormInvalid.
	"""
	block = filling.person_at(appeals.persons_of_draft(user, appeal), path)
	text = " ".join(note.split())
	if len(text) > LONGEST_NOTE:
		raise FormInvalid([Finding("too_long", "note", params={"limit": LONGEST_NOTE})])
	if not prefills.dispute(appeal, block.identifier, column, text):
		raise WrongState(code="not_filled", field=column)


def reveal(user: str, person: str, reason: str) -> dict[str, Any]:
	"""Level-1 fields of a Person, for staff of a commission with an appeal or an entry about them; the look is written down.

	Raises NotFound (also for a person of another commission), FormInvalid (`reason_needed`), TooMany.
	"""
	return revealing.reveal(user, person, reason)


def registers_of(user: str, appeal: str) -> list[dict[str, Any]]:
	"""For staff who read an appeal: each person's answers of the registers, what was filled in, what is disputed.

	Raises NotFound, also for its applicant: verdicts about people are the commission's.
	"""
	return revealing.registers_of(user, appeal)


def doubts(appeals: Sequence[str]) -> dict[str, list[Doubt]]:
	"""Filed appeals to what the registers hold against their persons now; those against whom nothing stands are left out.

	The caller has asked who reads it. Two queries, and those of each appeal that is in the answer.
	"""
	return against.of(appeals)


def doubts_for(user: str, appeal: str) -> list[Doubt]:
	"""The same of one appeal, for staff who read it; nothing for anybody else: verdicts about people are the commission's."""
	return against.told(user, appeal)


def looks_at_me(user: str, start: int = 0, length: int = 20) -> tuple[Sequence[dict[str, Any]], int]:
	"""A page of the looks at the user's own data, the newest first, and how many there are: by whom, when, what, why."""
	return access_log.at_person(user, max(start, 0), length)


def looks_for_auditor(filters: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""All looks, the newest first, for the auditor's report: `from_date`, `to_date`, `kind`, `viewer`, `person`, `commission`.

	The caller has asked whether the user reads them all; at most 5,000 rows.
	"""
	return access_log.for_auditor(filters)
