"""Time limits that come near or pass: the officer is reminded, the chair is told, the higher commission takes notice.

A job of the scheduler. Each of the three happens once for each time limit of an appeal: a mark on the appeal names the
limit for which it was done, set in the same transaction as the message and the event. A run does one batch of each and
orders the next run when there may be more, so what was done stays done when a run is broken off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe
from pypika.terms import Criterion

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.review import overseers
from esaylov.appeals.review.overseers import People
from esaylov.core.procedure.lifecycle import State
from esaylov.elections import statutes
from esaylov.framework import clock, queues
from esaylov.messages import notices
from esaylov.messages.texts import receivers
from esaylov.trust.chains import chain

BATCH = 200
JOB = "esaylov.appeals.review.deadlines.run"
RUNNING = (State.REGISTERED, State.UNDER_REVIEW, State.EXPERT_REVIEW, State.ON_AGENDA)
ASKED = (*(state.value for state in RUNNING), State.RETURNED.value)
END_OF_DAY = "23:59"
"""The last day of a limit is whole (own reading)."""
Row = frappe._dict


@dataclass(frozen=True, slots=True)
class Step:
	"""What happens to a limit. mark: field of Appeal that names the limit for which it was done. event: kind in the chain."""

	mark: str
	template: str
	tell: Callable[[Sequence[Row], People], list[notices.Notice]]
	event: str = ""


def run() -> int:
	"""Job: one batch of each step; how many appeals were touched. Safe to repeat, at any time and at once."""
	today = clock.today()
	late = today - timedelta(days=statutes.number("escalation_days", today))
	soon = today + timedelta(days=statutes.number("reminder_days", today))
	done = [
		_do(REMINDER, today, soon),
		_do(OVERDUE, None, today - timedelta(days=1)),
		_do(ESCALATION, None, late - timedelta(days=1)),
	]
	if max(done) == BATCH:
		queues.wake(JOB, queues.MESSAGES, key="appeals|deadlines")
	return sum(done)


def _do(step: Step, first: date | None, last: date) -> int:
	rows = _due(step, first, last)
	if not rows:
		return 0
	people = overseers.of(rows)
	notices.put(step.template, step.tell(rows, people))
	_mark(step, rows, people)
	if step.event:
		chain.record_all(
			[
				chain.NewEvent(row.recipient, step.event, _body(row, people))
				for row in rows
				if step is not ESCALATION or people.above.get(row.recipient)
			],
			clock.now(),
		)
	return len(rows)


def _due(step: Step, first: date | None, last: date) -> list[Row]:
	"""A batch of appeals whose limit lies between two days and for which the step was not done, locked, oldest first.

	Looked for in the index alone, then locked by name: a locking search would hold every appeal that it passes.
	"""
	appeal = frappe.qb.DocType(APPEAL)
	waiting = Criterion.all(_waiting(appeal, step, first, last))
	oldest = frappe.qb.from_(appeal).select(appeal.due_on, appeal.name).where(waiting)
	oldest = oldest.orderby(appeal.due_on).limit(BATCH)
	# state by state, so that the index has each of them in order: decided appeals whose limit lies behind are not read
	found = [row for state in ASKED for row in oldest.where(appeal.status == state).run()]
	names = [name for _, name in sorted(found)[:BATCH]]
	if not names:
		return []
	return (
		frappe.qb.from_(appeal)
		.select(
			appeal.name,
			appeal.number,
			appeal.recipient,
			appeal.recipient_lft,
			appeal.due_on,
			appeal.assigned_to,
		)
		.where(appeal.name.isin(names))
		.where(appeal.status.isin(ASKED))
		.where(waiting)  # another run may have done it meanwhile
		.orderby(appeal.due_on)
		.orderby(appeal.name)
		.for_update()
		.run(as_dict=True)
	)


def _waiting(appeal: Any, step: Step, first: date | None, last: date) -> Iterator[Criterion]:
	"""Conditions on columns of the index of limits (Appeal, `on_doctype_update`)."""
	mark = appeal[step.mark]
	# the clock of a returned one goes on when the time to correct is over, whether or not staff have taken it back
	yield (appeal.status != State.RETURNED.value) | (appeal.correct_until < clock.today())
	yield appeal.due_on <= last
	if first:
		yield appeal.due_on >= first
	yield mark.isnull() | (mark != appeal.due_on)


def _mark(step: Step, rows: Sequence[Row], people: People) -> None:
	"""Technical marks, no change of a state: one statement for a batch, and one for each higher commission."""
	appeal = frappe.qb.DocType(APPEAL)
	names = [row.name for row in rows]
	frappe.qb.update(appeal).set(appeal[step.mark], appeal.due_on).where(appeal.name.isin(names)).run()
	if step is not ESCALATION:
		return
	below: dict[str, list[str]] = {}
	for row in rows:
		if above := people.above.get(row.recipient):
			below.setdefault(above, []).append(row.recipient)
	for above, commissions in sorted(below.items()):
		update = (
			frappe.qb.update(appeal).set(appeal.escalated_to, above).set(appeal.escalated_at, clock.now())
		)
		update.where(appeal.name.isin(names) & appeal.recipient.isin(commissions)).run()


def _body(row: Row, people: People) -> Mapping[str, str]:
	return {
		"appeal": row.name,
		"number": row.number,
		"due_on": str(row.due_on),
		"above": people.above.get(row.recipient) or "",
	}


def _remind(rows: Sequence[Row], people: People) -> list[notices.Notice]:
	"""To the officer who has it; while nobody has it, to the chair (own design)."""
	return [
		_notice(row, receiver, {"n": row.number, "d": row.due_on, "t": END_OF_DAY})
		for row in rows
		for receiver in people.officer_or_chairs(row)
	]


def _tell_chair(rows: Sequence[Row], people: People) -> list[notices.Notice]:
	return [
		_notice(row, receiver, {"n": row.number, "d": row.due_on, "name": people.officer_name(row) or "-"})
		for row in rows
		for receiver in people.chairs.get(row.recipient, ())
	]


def _tell_above(rows: Sequence[Row], people: People) -> list[notices.Notice]:
	return [
		_notice(
			row,
			receiver,
			{"n": row.number, "d": row.due_on, "comm": people.title(row.recipient, receiver.language)},
		)
		for row in rows
		for receiver in people.chairs.get(people.above.get(row.recipient) or "", ())
	]


def _notice(row: Row, receiver: receivers.Receiver, values: Mapping[str, str | date]) -> notices.Notice:
	return notices.Notice(
		receiver, APPEAL, row.name, str(row.due_on), row.recipient, row.recipient_lft, values
	)


REMINDER = Step("reminded_for", "S10", _remind)
OVERDUE = Step("overdue_for", "S11", _tell_chair, "appeal.overdue")
ESCALATION = Step("escalated_for", "S58", _tell_above, "appeal.escalated")
