"""The steps of a preparation: who does each by when, what it lacks, done or not; opening, and the way back until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding, Severity, blocking
from esaylov.elections import kinds
from esaylov.elections.preparation import copying, lacks, planning
from esaylov.elections.titles import title_of
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.framework.persistence import documents

OPEN = "Announced"
OWN = ("Election Stage", "Constituency", "Election Preparation", "Election")
"""What belongs to an election in preparation and goes with it."""


@dataclass(frozen=True, slots=True)
class Step:
	"""state: Done, Ready (nothing is missing), Missing, or Waiting (the election is not made yet)."""

	key: str
	title: str
	state: str
	lacks: Sequence[Finding]
	responsible: str
	due_on: date | None
	done_on: Any
	done_by: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
	"""A stage of the calendar. rule, article: what its dates come from; place: past, now or ahead."""

	key: str
	title: str
	starts_on: date
	ends_on: date
	ends_at: str
	rule: str
	article: str
	source_mark: str
	place: str


def of(name: str) -> list[Step]:
	"""The steps in their order; none for a preparation without a kind. Raises NotFound."""
	preparation = _read(name)
	if not kinds.of_name(preparation.kind):
		return []
	rows = {row.step: row for row in preparation.steps}
	is_open = bool(frappe.db.get_value("Election", preparation.code, "opened_on"))
	return [_step(key, preparation, rows.get(key) or frappe._dict(), is_open) for key in lacks.STEPS]


def timeline(name: str) -> list[TimelineEntry]:
	"""The calendar of the election of a preparation, by first day; nothing before it is made. Raises NotFound."""
	preparation = _read(name)
	kind = kinds.of_name(preparation.kind)
	articles = {line.key: line.article for line in kind.calendar} if kind else {}
	fields = [
		"key",
		"rule",
		"starts_on",
		"ends_on",
		"ends_at",
		"source_mark",
		"title_uz",
		"title_uz_cyrl",
		"title_ru",
		"title_en",
	]
	rows = frappe.get_all(
		"Election Stage", {"election": preparation.code}, fields, order_by="starts_on asc, name asc", limit=0
	)
	today = clock.today()
	return [
		TimelineEntry(
			row.key,
			title_of(row),
			row.starts_on,
			row.ends_on or row.starts_on,
			row.ends_at or "",
			row.rule or "",
			articles.get(row.key, ""),
			row.source_mark or "",
			_place(row, today),
		)
		for row in rows
	]


def assign(name: str, step: str, user: str, due_on: date) -> None:
	"""Make somebody responsible for a step until a day. Repeatable. Raises NotFound (preparation, step, user), WrongState (it is open)."""
	preparation = _writable(name, step)
	if not frappe.db.exists("User", {"name": user, "enabled": 1, "user_type": "System User"}):
		raise NotFound({"doctype": "User"}, field="user")
	_row(preparation, step).update({"responsible": user, "due_on": due_on})
	_save(preparation)


def confirm(name: str, step: str) -> None:
	"""Say that a step is done; the opening is proposed, and done when another administrator has signed it.
	Repeatable. Raises FormInvalid with all that is missing, NotFound, WrongState (it is open)."""
	preparation = _writable(name, step)
	found = lacks.of(step, preparation)
	if blocking(found):
		raise FormInvalid([one for one in found if one.severity is Severity.ERROR])
	if step == lacks.STEPS[-1] and not _open(preparation):
		return  # another administrator confirms it first
	row = _row(preparation, step)
	if not row.done_on:
		row.update({"done_on": clock.now(), "done_by": frappe.session.user})
	_save(preparation)


def reopen(name: str, step: str) -> None:
	"""Take "done" back. Repeatable. Raises NotFound, WrongState (it is open)."""
	preparation = _writable(name, step)
	_row(preparation, step).update({"done_on": None, "done_by": None})
	_save(preparation)


def undo(name: str) -> None:
	"""Unmake the election with its calendar and constituencies; the plan is a draft again, to be changed or deleted.

	Raises NotFound, WrongState when it left its preparation, was not made, is being made, or when something else names it already.
	"""
	preparation = _writable(name, lacks.STEPS[0])
	is_there = frappe.db.get_value("Election", preparation.code, "name", for_update=True)
	if preparation.status != copying.DONE or not is_there:
		raise WrongState({"status": preparation.status})
	election = frappe.get_doc("Election", preparation.code, for_update=True)
	if election.status != kinds.IN_PREPARATION:
		raise WrongState({"status": election.status})  # one without a kind has no day of opening
	seats = frappe.get_all(
		"Constituency", {"election": election.name}, pluck="name", order_by="name asc", limit=0
	)
	named = [*_naming("Election", [election.name]), *_naming("Constituency", seats)]
	if named:
		raise WrongState({"doctype": frappe._(named[0])}, code="election_in_use")
	for seat in documents.read_all("Constituency", seats):  # whoever keeps a log of them hears of each
		documents.run_events(seat, "on_trash")
	frappe.db.delete("Constituency Station", {"parenttype": "Constituency", "parent": ["in", seats or [""]]})
	frappe.db.delete("Constituency", {"election": election.name})
	stages = frappe.get_all(
		"Election Stage", {"election": election.name}, pluck="name", order_by="name asc", limit=0
	)
	for stage in stages:  # as documents: what the log tells of is not removed past it
		frappe.delete_doc("Election Stage", stage, ignore_permissions=True)  # as its election
	frappe.delete_doc("Election", election.name, ignore_permissions=True)  # its maker's right was asked
	preparation.update({**copying.OURS, "status": copying.DRAFT})
	for row in preparation.steps:
		if row.step in lacks.AFTER_MAKING:
			row.update({"done_on": None, "done_by": None})
	_save(preparation)


def _step(key: str, preparation: Document, row: Any, is_open: bool) -> Step:
	found = [] if is_open else lacks.of(key, preparation)
	is_done = row.done_on or (is_open and key == lacks.STEPS[-1])
	state = "Missing" if blocking(found) else "Done" if is_done else "Ready"
	if any(finding.code == "election_not_made" for finding in found):
		state = "Waiting"
	return Step(
		key,
		lacks.title(key),
		state,
		tuple(found),
		row.responsible or "",
		row.due_on or None,
		row.done_on or None,
		row.done_by or "",
	)


def check_opening(election: Document) -> None:
	"""Called as two persons open an election: nothing is missing since it was proposed. Raises FormInvalid."""
	before = election.get_doc_before_save()
	if not before or before.status != kinds.IN_PREPARATION or election.status != OPEN:
		return
	if name := frappe.db.get_value(copying.PREPARATION, {"code": election.name}):
		found = lacks.of(lacks.STEPS[-1], frappe.get_doc(copying.PREPARATION, name))
		if blocking(found):
			raise FormInvalid([one for one in found if one.severity is Severity.ERROR])


def _open(preparation: Document) -> bool:
	"""Whether the election is open now; else its opening waits for another administrator."""
	planning.lock()
	if not frappe.db.get_value("Election", preparation.code, "name", for_update=True):
		raise FormInvalid([Finding("election_not_made")])  # unmade while this one waited
	election = frappe.get_doc("Election", preparation.code, for_update=True)
	election.update({"status": OPEN, "opened_on": clock.today()})
	with kinds.OPENING.writing():
		election.save(ignore_permissions=True)  # the step of the administrator, whose role was asked
	return bool(election.status == OPEN)


def _place(row: Any, today: date) -> str:
	if row.starts_on > today:
		return "ahead"
	return "now" if (row.ends_on or row.starts_on) >= today else "past"


def _naming(doctype: str, names: Sequence[str]) -> list[str]:
	"""DocTypes besides its own parts that name one of these records."""
	fields = frappe.get_all(
		"DocField",
		{"fieldtype": "Link", "options": doctype},
		["parent", "fieldname"],
		order_by="parent asc",
		limit=0,
	)
	return [
		field.parent
		for field in fields
		if field.parent not in OWN and not frappe.get_meta(field.parent).issingle and names
		if frappe.get_all(field.parent, {field.fieldname: ["in", list(names)]}, pluck="name", limit=1)
	]


def _read(name: str) -> Document:
	if not name or not frappe.db.exists(copying.PREPARATION, name):
		raise NotFound({"doctype": copying.PREPARATION})
	return frappe.get_doc(copying.PREPARATION, name)


def _writable(name: str, step: str) -> Document:
	_read(name)
	if step not in lacks.STEPS:
		raise NotFound({"doctype": "Preparation Step"}, field="step")
	preparation = frappe.get_doc(copying.PREPARATION, name, for_update=True)
	# as others left it: a plain read would see the state from before they were waited for
	if frappe.db.get_value("Election", preparation.code, "opened_on", for_update=True):
		raise WrongState({"status": OPEN}, code="election_opened")
	return preparation


def _row(preparation: Document, step: str) -> Document:
	found = next((row for row in preparation.steps if row.step == step), None)
	return found or preparation.append("steps", {"step": step})


def _save(preparation: Document) -> None:
	with copying.WRITER.writing():
		preparation.save(ignore_permissions=True)  # the endpoint has asked the administrator's role
