"""A page of a queue as the desk of a commission shows it: rows in words, read by keys, so that the last page costs what the first does.

The names are found in an index that holds all that they are sorted by, another statement reads the fifty rows; neither grows with
the queue. Order: the last day for a decision, the name where two have the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Count
from pypika import Table
from pypika.functions import Cast
from pypika.terms import Criterion

from esaylov.appeals.inbox import applicants, rooms
from esaylov.appeals.inbox.queues import APPEAL, OF_ALL, OPEN, RUNNING, Filter, filters_of, holds, staff
from esaylov.core.findings import Finding
from esaylov.core.people.names import part_key, plain
from esaylov.framework import clock, practice, titles
from esaylov.framework.errors import FormInvalid
from esaylov.permissions.reach import Reach

SIZE = 50
"""Rows of a page (own design)."""
LONGEST_TEXT = 140
ELECTION = "Election"
INDEX = "searched_queues"
"""Of appeals: see their DocType."""
SHOWN = (
	"name",
	"number",
	"subject",
	"status",
	"appeal_type",
	"route",
	"election",
	"due_on",
	"received_at",
	"assigned_to",
)


@dataclass(frozen=True, slots=True)
class Row:
	"""An appeal in a queue. Days are ISO; due_on and days_left: None while no clock runs. officer: "" while nobody has it. election: its title."""

	name: str
	number: str
	subject: str
	status: str
	appeal_type: str
	type_title: str
	applicant: str
	election: str
	route: str
	received_at: str
	due_on: str | None
	days_left: int | None
	officer: str
	is_mine: bool
	is_practice: bool


@dataclass(frozen=True, slots=True)
class Page:
	"""rows: up to fifty. next: where to go on from, "" at the end. rooms: where the reader hears of changes, see rooms.py."""

	rows: list[Row]
	next: str
	rooms: list[str]


@dataclass(frozen=True, slots=True)
class TypeCount:
	"""How many open appeals of a type the user's commissions have."""

	appeal_type: str
	title: str
	count: int


def page(
	user: str,
	queue: str = "",
	text: str = "",
	appeal_type: str = "",
	after: str = "",
	names: Sequence[str] | None = None,
) -> Page:
	"""Fifty appeals of a queue of the user's own commissions (an auditor's: of all), the most urgent first.

	queue: a Queue, "" for all that is open. text: a part of the number or, in any script, of the subject. after: `next` of the page before.
	names: of these appeals alone, the first fifty, where it is asked which of them are in the queue; None for all.
	Raises NotPermitted (no position), FormInvalid.
	"""
	held = staff(user)
	appeal = frappe.qb.DocType(APPEAL)
	wanted = Criterion.all([_of(appeal, held), *_wanted(appeal, text, appeal_type), *_beyond(appeal, after)])
	if names is not None:
		wanted &= appeal.name.isin([name for name in names if isinstance(name, str)][:SIZE] or [""])
	index = "" if names is not None else _index(held, is_narrowed=bool(text.strip() or appeal_type))
	found = _first(appeal, wanted, filters_of(user, queue), index)
	shown = found[:SIZE]
	rows = _rows(user, [name for name, _ in shown])
	has_more = len(found) > SIZE
	after = f"{shown[-1][1] or ''}|{shown[-1][0]}" if has_more else ""
	return Page(rows, after, rooms.of(held.commissions))


def types(user: str) -> list[TypeCount]:
	"""The types of the open appeals of the user's commissions, the most frequent first. Raises NotPermitted."""
	held = staff(user)
	appeal = frappe.qb.DocType(APPEAL)
	rows = (
		frappe.qb.from_(appeal)
		.select(appeal.appeal_type, Count("*"))
		.where(_of(appeal, held) & appeal.status.isin([state.value for state in OPEN]))
		.groupby(appeal.appeal_type)
		.run()
	)
	named = applicants.types_named({code for code, _ in rows})
	found = [TypeCount(code, named.get(code) or code, int(count)) for code, count in rows]
	return sorted(found, key=lambda one: (-one.count, one.appeal_type))


def _index(held: Reach, is_narrowed: bool) -> str:
	"""The index that holds what a page is found by, "" to leave it to the database.

	It would rather go through the appeals of all commissions by their day, row by row, in the hope of fifty soon; and for an auditor sort
	all that are open. is_narrowed: to a text or a type.
	"""
	if held.commissions:
		return INDEX if is_narrowed else ""
	return "" if is_narrowed else OF_ALL


def _first(
	appeal: Table, wanted: Criterion, filters: Sequence[Filter], index: str
) -> list[tuple[str, date | None]]:
	"""The first names with their days, one more than a page.

	Of one state they stand in the index as they are wanted, and fifty are read. Of several they would all be sorted: each state is
	asked for its first, five at most, and these are merged. index: to be used, see `_index`.
	"""
	(states,) = [value for field, _, value in filters if field == "status"]
	others = [one for one in filters if one[0] != "status"]
	found: list[tuple[str, date | None]] = []
	for state in [states] if isinstance(states, str) else states:
		query = frappe.qb.from_(appeal).select(appeal.name, appeal.due_on)
		query = query.force_index(index) if index else query
		query = query.where(wanted).where(appeal.status == state).where(holds(appeal, others))
		found += query.orderby(appeal.due_on, appeal.name).limit(SIZE + 1).run()
	return sorted(found, key=lambda row: (row[1] or date.min, row[0]))[: SIZE + 1]


def _of(appeal: Table, held: Reach) -> Criterion:
	"""Of the user's own commissions. An auditor without a position reads all; drafts are in no queue."""
	if held.commissions:
		return appeal.recipient.isin(sorted(held.commissions))
	return appeal.recipient.isnotnull()


def _wanted(appeal: Table, text: str, appeal_type: str) -> list[Criterion]:
	wanted: list[Criterion] = []
	if appeal_type:
		wanted.append(appeal.appeal_type == appeal_type)
	if words := plain(text.strip())[:LONGEST_TEXT]:
		wanted.append(_is_found(appeal, words))
	return wanted


def _is_found(appeal: Table, words: str) -> Criterion:
	"""Whether words are a part of the number or, in any script, of the subject.

	The key of a subject has letters and digits alone, which are compared as bytes: by the rules of the database's alphabet that takes
	several times as long, and of thirty thousand rows each is looked at.
	"""
	pattern = "%{}%".format(words.replace("\\", "").replace("%", r"\%").replace("_", r"\_"))
	is_numbered = appeal.number.like(pattern)
	key = part_key(words)
	return is_numbered | Cast(appeal.search_key, "binary").like(f"%{key}%") if key else is_numbered


def _beyond(appeal: Table, after: str) -> list[Criterion]:
	"""The rows after a key; a row without a last day stands before all that have one, as the database sorts it."""
	if not after:
		return []
	due, bar, name = after.partition("|")
	if not bar or not name or not (due == "" or _is_day(due)):
		raise FormInvalid([Finding("wrong_type", "after")])
	if not due:
		return [(appeal.due_on.isnull() & (appeal.name > name)) | appeal.due_on.notnull()]
	return [appeal.due_on >= due, (appeal.due_on > due) | (appeal.name > name)]


def _is_day(text: str) -> bool:
	try:
		date.fromisoformat(text)
	except ValueError:
		return False
	return True


def _rows(user: str, names: Sequence[str]) -> list[Row]:
	"""The rows of appeals that were found in reach, in this order."""
	if not names:
		return []
	fields = [*SHOWN, *applicants.LINKS]
	found = {
		row.name: row for row in frappe.get_all(APPEAL, {"name": ["in", names]}, fields, order_by="name asc")
	}
	named = applicants.named(list(found.values()))
	elections = titles.of((ELECTION, row.election) for row in found.values() if row.election).get(
		ELECTION, {}
	)
	today = clock.today()
	for row in found.values():
		row.is_practice = practice.is_of(row.election)
		row.election = elections.get(row.election, "")
	return [_row(found[name], named, user, today) for name in names if name in found]


def _row(row: frappe._dict, named: applicants.Titles, user: str, today: date) -> Row:
	is_running = row.due_on and row.status in RUNNING
	return Row(
		name=row.name,
		number=row.number or "",
		subject=row.subject or "",
		status=row.status,
		appeal_type=row.appeal_type,
		type_title=named.types.get(row.appeal_type) or row.appeal_type,
		applicant=named.applicants.get(row.name, ""),
		election=row.election,
		route=row.route or "",
		received_at=str(row.received_at or "")[:19],
		due_on=str(row.due_on) if row.due_on else None,
		days_left=(row.due_on - today).days if is_running else None,
		officer=named.officers.get(row.assigned_to, "") if row.assigned_to else "",
		is_mine=row.assigned_to == user,
		is_practice=row.is_practice,
	)
