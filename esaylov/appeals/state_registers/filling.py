"""Filling the persons of a draft from the registers: one at once, or a whole list by a job that goes on where it stopped."""

from dataclasses import dataclass
from datetime import datetime

import frappe

from esaylov.appeals.drafts import persons
from esaylov.appeals.drafts.persons import Named
from esaylov.appeals.state_registers import access_log, asking, prefills
from esaylov.appeals.state_registers.access_log import Access, Kind
from esaylov.appeals.state_registers.asking import Found
from esaylov.appeals.state_registers.prefills import Mark, Status
from esaylov.core.findings import Finding
from esaylov.core.procedure.people import Block
from esaylov.framework import clock, practice, queues
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound, TooMany, WrongState
from esaylov.identity import answers
from esaylov.identity.answers import Check, NewAnswer, Result
from esaylov.integrations.base import NotConfigured
from esaylov.integrations.interagency.gateway import Gateway, gateway
from esaylov.integrations.interagency.records import Asked

BATCH = 10
"""Persons whose values are written and committed together: what a broken job asks again at most."""
JOB = "esaylov.appeals.state_registers.jobs.fill"
SETTINGS = "Interagency Settings"
REASON = "Filling in an appeal"
RESULTS = {
	Status.FILLED: Result.MATCH,
	Status.NOT_FOUND: Result.NOT_FOUND,
	Status.UNREACHABLE: Result.UNREACHABLE,
}


LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Filled:
	"""What a look-up brought. columns: those that were written into the draft."""

	path: str
	status: Status
	columns: tuple[str, ...]
	source: str
	asked_at: datetime


def lookup(user: str, appeal: str, path: str) -> Filled:
	"""Ask the registers about one person of an own draft and write what they say into it.

	path: `persons[2]`, "" at the top level. The person's PINFL and passport must both be typed and both agree with the
	register; else the status is Not Found, whatever is wrong. A register that is not reached stops nobody: the status is
	Unreachable, and the commission will check. Raises NotFound, WrongState, TooMany, FormInvalid
	(`person_unidentified`, `both_numbers_needed`, `pinfl_structure`).
	"""
	named = persons.of_draft(user, appeal)
	block = person_at(named, path)
	asked = asking.question(block)
	_check_limits(user, appeal, 1)
	found = _ask(appeal, block, asked, tries=1)  # somebody waits for it, and may ask again
	moment = clock.now()
	_keep(user, named, {block.identifier: found})
	return Filled(path, found.status, tuple(found.values), asking.SOURCE, moment)


def person_at(named: Named, path: str) -> Block:
	"""The person at a place of an appeal; raises NotFound."""
	for block in named.persons:
		if block.path == path:
			return block
	raise NotFound({"doctype": "Person"}, field="field")


def start(user: str, appeal: str) -> int:
	"""The same about all persons of an own draft who are not filled in yet, by a job; how many wait now.

	Raises NotFound, WrongState, TooMany.
	"""
	named = persons.of_draft(user, appeal)
	filled = {mark.path for mark in prefills.marks(appeal, named.persons) if mark.status is Status.FILLED}
	missing = [block.identifier for block in named.persons if _is_ready(block) and block.path not in filled]
	_check_limits(user, appeal, len(missing))
	waiting = prefills.queue(appeal, user, missing)
	if waiting:
		order(appeal)
	return len(waiting)


def progress(user: str, appeal: str) -> dict[str, int]:
	"""Persons of an own draft by status of their look-up. Raises NotFound, WrongState."""
	persons.of_draft(user, appeal)
	return prefills.progress(appeal)


def marks(user: str, appeal: str) -> list[Mark]:
	"""Source and time of what registers filled into an own appeal, and what was said against it. Raises NotFound."""
	return prefills.marks(appeal, persons.of_own(user, appeal).persons)


def dispute(user: str, appeal: str, path: str, column: str, note: str) -> None:
	"""Keep, beside an own draft, what is wrong with a value that a register filled in; "" takes it back.

	Staff read it with the appeal. Raises NotFound, WrongState (`not_filled`), FormInvalid.
	"""
	block = person_at(persons.of_draft(user, appeal), path)
	text = " ".join(note.split())
	if len(text) > LONGEST_NOTE:
		raise FormInvalid([Finding("too_long", "note", params={"limit": LONGEST_NOTE})])
	if not prefills.dispute(appeal, block.identifier, column, text):
		raise WrongState(code="not_filled", field=column)


def order(appeal: str) -> None:
	"""Put the job for an appeal's queue of persons in line, once."""
	queues.wake(JOB, queues.REGISTERS, key=f"people|fill|{appeal}", appeal=appeal)


def run(appeal: str) -> int:
	"""Job: ask about the persons that wait, ten a transaction; how many were asked about. Safe to repeat and to break off."""
	done = 0
	while batch := prefills.waiting(appeal):
		try:
			done += _batch(appeal, batch)
		except EsaylovError:  # filed, discarded, or no longer this user's: nobody waits for it
			frappe.db.rollback()
			prefills.drop_waiting(appeal)
		frappe.db.commit()  # a job: what was asked stays, also when it is broken off
	return done


def _batch(appeal: str, waiting: dict[str, str]) -> int:
	user = next(iter(waiting.values()))
	named = persons.of_draft(user, appeal)
	by_key = {answers.person_key(block.identifier): block for block in named.persons if _is_ready(block)}
	blocks = [by_key[key] for key in waiting if key in by_key][:BATCH]
	if not blocks:
		prefills.drop_waiting(appeal)
		return 0
	found = {block.identifier: _ask(appeal, block, asking.question(block)) for block in blocks}
	_keep(user, named, found)
	return len(blocks)


def _is_ready(block: Block) -> bool:
	"""Whether a person can be asked about as it stands in the form."""
	try:
		asking.question(block)
	except FormInvalid:
		return False
	return True


def _ask(appeal: str, block: Block, asked: Asked, tries: int = 0) -> Found:
	portal = (
		None if practice.among("Appeal", [appeal]) else _portal(tries)
	)  # of a practice election nobody is asked
	return asking.about(portal, asked) if portal else Found(Status.UNREACHABLE)


def _portal(tries: int) -> Gateway | None:
	try:
		return gateway(tries)
	except NotConfigured:
		return None


def _keep(user: str, named: Named, found: dict[str, Found]) -> None:
	"""Write what was found: into the draft, beside it, and who looked at whom."""
	filled = {identifier: one.values for identifier, one in found.items() if one.values}
	if filled:
		persons.put(user, named.appeal, filled)
	for identifier, one in found.items():
		prefills.settle(named.appeal, user, identifier, one.status, asking.SOURCE, one.values)
	answers.keep([row for identifier, one in found.items() for row in _answers(identifier, one)])
	access_log.note(
		[
			Access(
				kind=Kind.LOOK_UP,
				viewer=user,
				identifier=identifier,
				reason=REASON,
				fields=tuple(one.values),
				registers=one.registers,
				body_type=named.body_type,
				body=named.body,
				appeal=named.appeal,
			)
			for identifier, one in found.items()
		]
	)


def _answers(identifier: str, found: Found) -> list[NewAnswer]:
	"""What the registers said, as rows. Of no appeal: once it is filed its registers are asked anew, whatever was typed."""
	checks = [Check(code) for code in found.registers] or [Check.PERSONAL_DATA]
	return [NewAnswer(identifier, check, RESULTS[found.status], asking.SOURCE) for check in checks]


def _check_limits(user: str, appeal: str, more: int) -> None:
	"""Raise TooMany where so many more look-ups would be too many for the draft or for the user today."""
	settings = frappe.get_cached_doc(SETTINGS)
	of_draft = access_log.count(Kind.LOOK_UP, appeal=appeal) + more
	of_day = access_log.count(Kind.LOOK_UP, viewer=user, seen_at=[">=", access_log.since_midnight()]) + more
	if of_draft > (settings.lookups_per_draft or 300) or of_day > (settings.lookups_per_day or 500):
		raise TooMany(code="lookups_too_many")
