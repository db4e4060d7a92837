"""The checks of a filed appeal (PD WP ED CR DIS LC): asked after the filing, kept as State Register Answers, told by SMS.

A filing never waits for a register. What is pending, or was not answered, is asked again by a job of the scheduler; after
some rounds of silence the applicant is asked for a paper in its place (S57).
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import frappe

from esaylov.appeals.drafts import persons
from esaylov.appeals.drafts.persons import Named
from esaylov.appeals.review import owed
from esaylov.appeals.review.owed import Claim
from esaylov.appeals.state_registers import access_log, asking, notifications
from esaylov.appeals.state_registers.access_log import Access, Kind
from esaylov.core.procedure.people import Block, differences, is_named
from esaylov.framework import clock, practice
from esaylov.framework.persistence import reads
from esaylov.identity import answers as identity_answers
from esaylov.identity.answers import Check, NewAnswer, Result, person_key
from esaylov.integrations.base import NotConfigured, ProviderError
from esaylov.integrations.interagency import registers
from esaylov.integrations.interagency.access import is_enabled
from esaylov.integrations.interagency.gateway import Gateway, gateway
from esaylov.integrations.interagency.records import Asked

ANSWER = "State Register Answer"
OPEN = (Result.PENDING.value, Result.UNREACHABLE.value)
BATCH = 10
"""Persons of one turn: a list of a hundred must not hold up the papers that wait behind it (own design)."""
SWEEP_SECONDS = 50.0
"""So long a job goes on before others of its queue have their turn."""
SPARE = timedelta(seconds=5)
"""What a claim lasts beyond the one check under way: less often than this none is renewed (own design)."""
LATER = timedelta(hours=1)
"""After this an appeal is tried again whose checks failed."""
DAYS = 10
"""So long an answer is waited for: longer than any review lasts (own design)."""
REASON = "Check of a filed appeal"
Outcome = tuple[Result, tuple[str, ...], str]
"""Result, columns that differ, number of a two-step question."""


@dataclass(frozen=True, slots=True)
class Case:
	"""One person of one appeal before the registers."""

	portal: Gateway
	named: Named
	block: Block
	asked: Asked
	request_no: str = ""


class Lapsed(Exception):
	"""A claim ended while its persons were asked about: somebody else goes on with them."""


class Hold:
	"""A claim that stays ours as long as its worker lives: renewed before a check that might outlast it."""

	def __init__(self, claim: Claim) -> None:
		self.claim = claim

	def renew(self) -> None:
		"""Make sure of the time that a check may take; raises Lapsed. Commits: nothing may be half written."""
		lasts = patience()
		if self.claim.until - clock.now() >= lasts:
			return
		renewed = owed.renew(self.claim, lasts + SPARE)
		frappe.db.commit()  # a job: others see it, and no appeal stays locked while registers think
		if renewed is None:
			raise Lapsed
		self.claim = renewed


def patience() -> timedelta:
	"""So long one check of one person may take; a claim is never longer than this and SPARE."""
	try:
		return timedelta(seconds=gateway().patience_seconds)
	except NotConfigured:  # whoever claims finds out, and puts the appeal off
		return SPARE


def sweep() -> int:
	"""Job: ask about whoever is owed it, ten persons of an appeal at a time, the longest waiting first; how many answers came.

	Each person is a transaction of its own and a claim ends by itself, so a job may be killed anywhere. Safe to repeat, and
	beside others.
	"""
	owed.drop_over()
	frappe.db.commit()  # a job: each step a transaction of its own
	ends, written = time.monotonic() + SWEEP_SECONDS, 0
	while is_enabled() and time.monotonic() < ends:
		claim = owed.claim(patience() + SPARE)
		frappe.db.commit()  # whoever sweeps beside us takes another one
		if claim is None:
			return written
		written += _settle(claim)
		frappe.db.commit()  # a job: what registers said stays, also when it is broken off
	owed.wake(owed.owed().appeals if is_enabled() else 0)
	frappe.db.commit()  # wakes
	return written


def _settle(claim: Claim) -> int:
	"""Work a claim off; one that fails for a reason of its own is tried again later and holds up no other."""
	hold = Hold(claim)
	try:
		written, start = run(claim.appeal, claim.start, hold.renew)
	except Lapsed:
		return 0
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the framework begins the job again; the claim ends by itself
	except Exception:
		frappe.db.rollback()
		frappe.log_error(f"Checks of an appeal failed: {claim.appeal}")
		owed.settle(hold.claim, claim.start, clock.now() + LATER)
		return 0
	owed.settle(hold.claim, start)
	return written


def run(
	appeal: str, start: int = 0, before_each: Callable[[], None] = lambda: None
) -> tuple[int, int | None]:
	"""Ask whatever was not answered yet about ten persons of a filed appeal, from the `start`-th on.

	before_each: called before each check and before anybody is told, with nothing half written; what it raises ends the run. Gives how many answers were written, and from which person on somebody is to go on, None when all were asked. Safe to repeat.
	"""
	stands = reads.row("Appeal", {"name": appeal}, ["status", "election"])
	if not is_enabled() or not stands or stands.status == "Draft" or practice.is_of(stands.election):
		return 0, None
	named, portal = persons.of_filed(appeal), gateway()
	known = last(answers_of(appeal))
	written = 0
	for block in named.persons[start : start + BATCH]:
		if answers := _ask_all(portal, named, block, known, before_each):
			identity_answers.keep(answers)
			access_log.note([_look(named, block, answers)])
			written += len(answers)
			frappe.db.commit()  # a job: what registers said stays, also when it is broken off
	if start + BATCH < len(named.persons):
		return written, start + BATCH
	before_each()
	notifications.tell(named, answers_of(appeal))
	frappe.db.commit()  # the same
	return written, None


def answers_of(appeal: str) -> list[frappe._dict]:
	"""All answers about the persons of an appeal, the oldest first."""
	columns = ["person_key", "check_code", "result", "asked_at", "source", "differs_in", "request_no"]
	return reads.rows(ANSWER, {"appeal": appeal}, columns, "asked_at,creation")


def last(answers: Sequence[frappe._dict]) -> dict[tuple[str, str], frappe._dict]:
	"""The last answer to each check about each person, by person key and check."""
	return {(row.person_key, row.check_code): row for row in answers}


def unanswered() -> list[str]:
	"""Appeals under way with an answer that is pending, or that no register gave, and none that came later."""
	answer, appeal = frappe.qb.DocType(ANSWER), frappe.qb.DocType("Appeal")
	later = frappe.qb.DocType(ANSWER).as_("later")
	return (
		frappe.qb.from_(answer)
		.join(appeal)
		.on(appeal.name == answer.appeal)
		.left_join(later)
		.on(
			(later.appeal == answer.appeal)
			& (later.person_key == answer.person_key)
			& (later.check_code == answer.check_code)
			& later.result.notin(OPEN)
		)
		.select(answer.appeal)
		.distinct()
		.where(answer.result.isin(OPEN))
		.where(answer.asked_at >= clock.now() - timedelta(days=DAYS))
		.where(later.name.isnull())
		.where(appeal.decision.isnull() | (appeal.decision == ""))
		.where(appeal.status != "Withdrawn")
		.orderby(answer.appeal)
		.run(pluck=True)
	)


def _ask_all(
	portal: Gateway,
	named: Named,
	block: Block,
	known: Mapping[tuple[str, str], frappe._dict],
	before_each: Callable[[], None],
) -> list[NewAnswer]:
	asked = asking.question_of_filing(block)
	if asked is None:
		return []  # nobody whom a register could know: the form's findings say so
	key = person_key(block.identifier)
	answers = []
	for check in _checks(named.checks):
		before = known.get((key, check.value))
		if before is None or before.result in OPEN:
			before_each()
			case = Case(portal, named, block, asked, (before and before.request_no) or "")
			answers.append(_answer(case, check))
	return answers


def _checks(codes: Iterable[str]) -> list[Check]:
	known = {check.value for check in Check}
	return [Check(code) for code in codes if code in known]


def _answer(case: Case, check: Check) -> NewAnswer:
	try:
		result, differs_in, request_no = ASK[check](case)
	except ProviderError as problem:
		asking.log(problem)
		result, differs_in, request_no = Result.UNREACHABLE, (), case.request_no
	return NewAnswer(
		identifier=case.block.identifier,
		check=check,
		result=result,
		source=asking.SOURCE,
		appeal=case.named.appeal,
		differs_in=differs_in,
		request_no=request_no,
	)


def _person(case: Case) -> Outcome:
	person = registers.personal_data(case.portal, case.asked)
	if person is None:
		return Result.NOT_FOUND, (), ""
	values = asking.of_person(person)
	# a patronymic that was left out is no difference
	if is_named(case.block.name, person.surname, person.given_name):
		del values["full_name"]
	return _compared(case.block, values)


def _compared(block: Block, values: Mapping[str, str]) -> Outcome:
	differ = tuple(differences(block, values))
	return (Result.DIFFERS if differ else Result.MATCH), differ, ""


def _work(case: Case) -> Outcome:
	return _of_column(case, "workplace_position", registers.workplace(case.portal, case.asked.pinfl))


def _education(case: Case) -> Outcome:
	return _of_column(case, "specialty", registers.specialty(case.portal, case.asked.pinfl))


def _of_column(case: Case, column: str, said: str | None) -> Outcome:
	return (Result.NOT_FOUND, (), "") if said is None else _compared(case.block, {column: said})


def _criminal_record(case: Case) -> Outcome:
	"""The question is put once; its number is kept until the verdict is there."""
	reason = case.named.appeal_type
	number = case.request_no or str(registers.begin_criminal_record(case.portal, case.asked, reason))
	try:
		verdict = registers.criminal_record(case.portal, int(number))
	except ProviderError as problem:  # the number must not be lost
		asking.log(problem)
		return Result.UNREACHABLE, (), number
	return Result(verdict.value), (), number


def _disability(case: Case) -> Outcome:
	return Result(registers.disability(case.portal, case.asked, case.named.appeal_type).value), (), ""


def _capacity(case: Case) -> Outcome:
	return Result(registers.legal_capacity(case.portal, case.asked.pinfl).value), (), ""


ASK: Mapping[Check, Callable[[Case], Outcome]] = {
	Check.PERSONAL_DATA: _person,
	Check.WORK: _work,
	Check.EDUCATION: _education,
	Check.CRIMINAL_RECORD: _criminal_record,
	Check.DISABILITY: _disability,
	Check.LEGAL_CAPACITY: _capacity,
}


def _look(named: Named, block: Block, answers: Sequence[NewAnswer]) -> Access:
	return Access(
		kind=Kind.CHECK,
		viewer=frappe.session.user,
		identifier=block.identifier,
		reason=REASON,
		registers=[answer.check.value for answer in answers],
		commission=named.commission,
		appeal=named.appeal,
	)
