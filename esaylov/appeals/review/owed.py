"""Register checks that filed appeals are owed: marks on the appeal, set by the filing itself, worked off by sweeping jobs.

`checks_due_at` says when somebody is to ask (none: nothing is owed), `checks_from` from which person on. A job claims an appeal
by moving the moment ahead, so a claim outlives its worker and ends by itself, soon: whoever works on moves it further before
each question. It settles it only while it is still its own: a correction that came meanwhile stays owed. Technical marks, no
change of a state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count, Min
from pypika.queries import QueryBuilder

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.core.procedure.lifecycle import DECIDED, State
from esaylov.elections import kinds
from esaylov.framework import clock, practice, queues
from esaylov.framework.persistence import reads
from esaylov.integrations.interagency.access import is_enabled

JOB = "esaylov.appeals.state_registers.jobs.check_owed"
KEY = "people|checks|{}"
LANES = 4
"""Jobs at most that ask registers side by side: an answer may take seconds, and a worker does nothing else meanwhile."""
OVER = sorted(state.value for state in {*DECIDED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Claim:
	"""An appeal whose persons are to be asked about, from the `start`-th on; ours until the moment `until`."""

	appeal: str
	start: int
	until: datetime


@dataclass(frozen=True, slots=True)
class Owed:
	"""Appeals whose checks are owed, and since how many seconds the longest waits for its turn."""

	appeals: int
	oldest_seconds: int


def owe(appeal: Document) -> None:
	"""Mark an appeal that is about to be saved; the registers are asked once that is committed. Of a practice election nobody is asked."""
	if kinds.held(appeal.election).status in practice.STATES:
		return
	appeal.checks_due_at, appeal.checks_from = clock.now(), 0
	queues.after_commit(_wake_one)


def owe_again(names: Sequence[str]) -> None:
	"""Mark filed appeals of which something was not answered; those that are marked already stay as they are."""
	appeal = frappe.qb.DocType(APPEAL)
	update = frappe.qb.update(appeal).set(appeal.checks_due_at, clock.now()).set(appeal.checks_from, 0)
	update.where(appeal.name.isin([*names, ""]) & appeal.checks_due_at.isnull()).run()


def wake(waiting: int) -> None:
	"""Have as many jobs sweep, after the commit, as so many appeals need."""
	for lane in range(min(waiting, LANES)):
		queues.wake(JOB, queues.REGISTERS, key=KEY.format(lane))


def _wake_one() -> None:
	"""One job for all that is filed until it ends: the evening before a deadline nobody asks the queue for each filing.

	None where there are no registers to ask: what is owed stands until there are, and the scheduler finds it.
	"""
	if is_enabled():
		queues.wake_first(JOB, queues.REGISTERS, KEY.format(0))


def swept(sweep: Callable[[], int]) -> int:
	"""Run the sweep of the job, which filings need not wake meanwhile; how much it did."""
	return queues.swept(JOB, sweep)


def claim(lease: timedelta) -> Claim | None:
	"""Claim the appeal that waits longest and that nobody else is about to claim, for so long; the caller commits."""
	rows = reads.run(_longest_owed(len(OVER)), [clock.now(), *OVER])
	if not rows:
		return None
	found = Claim(rows[0].name, rows[0].checks_from or 0, clock.now() + lease)
	_move(found.appeal, found.until)
	return found


@reads.statement
def _longest_owed(over: int) -> QueryBuilder:
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).select(appeal.name, appeal.checks_from)
	query = query.where((appeal.checks_due_at <= reads.one()) & appeal.status.notin(reads.many(over)))
	return query.orderby(appeal.checks_due_at).limit(1).for_update(skip_locked=True)


def renew(claim: Claim, lease: timedelta) -> Claim | None:
	"""The same claim for so long from now, None where it is no longer ours: it ended, or a correction came; the caller commits."""
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).select(appeal.checks_due_at).where(appeal.name == claim.appeal)
	if query.for_update().run(pluck=True) != [claim.until]:
		return None
	renewed = replace(claim, until=clock.now() + lease)
	_move(claim.appeal, renewed.until)
	return renewed


def settle(claim: Claim, start: int | None = None, due_at: datetime | None = None) -> None:
	"""Give a claim back: nothing is owed any more, or the persons from the `start`-th on, at a moment (now)."""
	moment = None if start is None else due_at or clock.now()
	_move(claim.appeal, moment, start or 0, claim.until)


def drop_over() -> None:
	"""Take the marks off appeals that are decided or withdrawn: nobody waits for answers about them."""
	appeal = frappe.qb.DocType(APPEAL)
	update = frappe.qb.update(appeal).set(appeal.checks_due_at, None)
	update.where(appeal.checks_due_at.isnotnull() & appeal.status.isin(OVER)).run()


def owed() -> Owed:
	"""What is owed now, claimed or not."""
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).select(Count(appeal.name), Min(appeal.checks_due_at))
	count, since = query.where(appeal.checks_due_at.isnotnull()).run()[0]
	waited = (clock.now() - since).total_seconds() if since else 0
	return Owed(count, max(0, round(waited)))


def _move(name: str, to: datetime | None, start: int | None = None, held: datetime | None = None) -> None:
	appeal = frappe.qb.DocType(APPEAL)
	update = frappe.qb.update(appeal).set(appeal.checks_due_at, to).where(appeal.name == name)
	if start is not None:
		update = update.set(appeal.checks_from, start)
	if held is not None:
		update = update.where(appeal.checks_due_at == held)
	update.run()
