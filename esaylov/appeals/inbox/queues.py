"""Queues of a commission's inbox (*kelgan murojaatlar*): filters of the list, and how many appeals stand in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import frappe
from frappe.query_builder.functions import Sum
from pypika import Case, Table
from pypika.terms import Criterion, Field

from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import State
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.identity import positions
from esaylov.permissions.reach import Reach, reach

APPEAL = "Appeal"
OF_ALL = "queues_of_all"
"""Index of the appeals of all commissions, by what an auditor's queues are counted and sorted by: see their DocType."""
RUNNING = (State.REGISTERED, State.UNDER_REVIEW, State.EXPERT_REVIEW, State.ON_AGENDA)
"""States in which the clock of the review runs."""
OPEN = (*RUNNING, State.RETURNED)
CHAIRS = frozenset({"Chair", "Deputy Chair"})
"""Who sees what waits for a chair's decision; who may sign it is asked by decisions."""
CHAIR_ROUTE = "chair_decision"
Filter = list[str | list[str]]
"""`[field, operator, value]`, as lists of the framework take it."""


class Queue(StrEnum):
	"""One appeal may stand in several."""

	NEW = "new"
	DUE_SOON = "due_soon"
	OVERDUE = "overdue"
	RETURNED = "returned"
	CORRECTED = "corrected"
	AGENDA = "agenda"
	MINE = "mine"
	TO_DECIDE = "to_decide"
	"""What a chair or deputy decides alone; nobody else has it."""


@dataclass(frozen=True, slots=True)
class Counted:
	"""A queue with the number of its appeals and the filters that list them."""

	queue: Queue
	count: int
	filters: list[Filter]


def of(user: str) -> list[Counted]:
	"""The queues of the user's own commissions: how many open appeals are in each, and the filters that list them.

	An auditor's are those of all commissions. As many statements for thirty thousand appeals as for one.
	"""
	held = staff(user)
	filters = _filters(user, clock.today())
	counts = _counts(filters, held)
	own = [_one_of("recipient", sorted(held.commissions))] if held.commissions else []
	return [Counted(queue, counts[queue], [*own, *found]) for queue, found in filters.items()]


def holds(appeal: Table, filters: Sequence[Filter]) -> Criterion:
	"""The condition of filters on rows of a table of appeals."""
	return Criterion.all(
		[_criterion(appeal[str(field)], str(operator), value) for field, operator, value in filters]
	)


def filters_of(user: str, queue: str) -> list[Filter]:
	"""The filters of one queue of a user, without the commissions; "" is all that is open. Raises FormInvalid."""
	if not queue:
		return [_one_of("status", OPEN)]
	found = _filters(user, clock.today())
	if queue not in list(found):
		raise FormInvalid([Finding("wrong_type", "queue")])
	return found[Queue(queue)]


def running_states() -> list[str]:
	"""States in which the clock of an appeal's review runs."""
	return [state.value for state in RUNNING]


def staff(user: str) -> Reach:
	"""What a user who holds a position, or reads everything, reaches; raises NotPermitted for everybody else."""
	found = reach(user)
	if not (found.commissions or found.is_auditor or found.is_system):
		raise NotPermitted()
	return found


def _filters(user: str, today: date) -> dict[Queue, list[Filter]]:
	soon = today + timedelta(days=statutes.number("reminder_days", today))
	running = _one_of("status", RUNNING)
	found: dict[Queue, list[Filter]] = {
		Queue.NEW: [["status", "=", State.REGISTERED.value]],
		Queue.DUE_SOON: [running, ["due_on", "between", [today.isoformat(), soon.isoformat()]]],
		Queue.OVERDUE: [running, ["due_on", "<", today.isoformat()]],
		Queue.RETURNED: [["status", "=", State.RETURNED.value]],
		Queue.CORRECTED: [["status", "=", State.UNDER_REVIEW.value], ["correction", "is", "set"]],
		Queue.AGENDA: [["status", "=", State.ON_AGENDA.value]],
		Queue.MINE: [_one_of("status", OPEN), ["assigned_to", "=", user]],
	}
	if any(held.position in CHAIRS for held in positions.positions_of(user)):
		open_to_chairs = _one_of("status", (State.REGISTERED, State.UNDER_REVIEW))
		found[Queue.TO_DECIDE] = [open_to_chairs, ["route", "=", CHAIR_ROUTE]]
	return found


def _one_of(field: str, values: Sequence[str]) -> Filter:
	return [field, "in", [str(value) for value in values]]


def _counts(filters: Mapping[Queue, list[Filter]], held: Reach) -> dict[Queue, int]:
	"""All queues in one statement: it reads the open appeals of the user's commissions, or of all, by their index."""
	appeal = frappe.qb.DocType(APPEAL)
	query = frappe.qb.from_(appeal).where(appeal.status.isin([state.value for state in OPEN]))
	if held.commissions:
		query = query.where(appeal.recipient.isin(sorted(held.commissions)))
	else:
		query = query.force_index(OF_ALL)  # the database would rather read every appeal there is
	for queue, found in filters.items():
		query = query.select(Sum(Case().when(holds(appeal, found), 1).else_(0)).as_(queue.value))
	row = query.run(as_dict=True)[0]
	return {queue: int(row[queue.value] or 0) for queue in filters}


def _criterion(field: Field, operator: str, value: str | list[str]) -> Criterion:
	known = {
		"=": lambda: field == value,
		"<": lambda: field < value,
		"in": lambda: field.isin(value),
		"between": lambda: field.between(*value),
		"is": lambda: field.notnull() & (field != ""),
	}
	return known[operator]()
