"""A new election out of an earlier one: record, calendar by its rules, constituencies; one job, broken off and resumed at will."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.elections import election_kinds
from esaylov.core.elections.calendar_shift import Stage, moved
from esaylov.core.elections.election_kinds import Seats
from esaylov.core.findings import Finding
from esaylov.elections import checks, kinds
from esaylov.elections import counting as elections_counting
from esaylov.elections.preparation import planning
from esaylov.framework import clock, practice
from esaylov.framework.errors import NotFound, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard

PREPARATION = "Election Preparation"
BATCH = 200
DRAFT, RUNNING, DONE = "Draft", "Running", "Done"
JOB = LongJob("esaylov.elections.preparation.jobs.work", PREPARATION, (RUNNING,))
resume = JOB.resume
TITLES = ("title_uz", "title_ru", "title_en", "short_title_uz", "short_title_ru", "short_title_en")
OF_ELECTION = ("code", "kind", "election_day", "called_on", "day_counting", *TITLES)
OF_STAGE = ("key", "rule", "ends_at", "title_uz", "title_uz_cyrl", "title_ru", "title_en", "source_mark")
OF_CONSTITUENCY = (
	*("election_type", "number", "territory", "center", "voters_count", "boundaries", "boundary_geojson"),
	*("title_uz", "title_uz_cyrl", "title_ru", "title_en"),
)
KEY = ("election_type", "territory", "number")
OURS = {"status": DRAFT, "total": 0, "done": 0, "copied_to": None, "requested_by": None, "finished_at": None}
WRITER = WriteGuard("the course of a preparation")


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: constituencies that were copied, of `total`."""

	name: str
	status: str
	election: str
	total: int
	done: int


def check(preparation: Document) -> None:
	"""What must hold of an Election Preparation, whoever saves it: the day is ahead, the code is free. Raises FormInvalid, WrongState."""
	if WRITER.is_writing:
		return
	before = preparation.get_doc_before_save()
	if preparation.is_practice and not practice.WRITER.is_writing:
		raise WrongState({"status": preparation.status}, code="practice_not_by_hand")
	if before and before.status != DRAFT:
		raise WrongState({"status": before.status})
	preparation.update(OURS)
	preparation.set("steps", before.steps if before else [])
	planning.lock()
	found = planning.findings(preparation)
	day = frappe.utils.getdate(preparation.election_day)
	if day <= clock.today():
		found.append(Finding("date_too_early", "election_day", params={"limit": clock.today().isoformat()}))
	if frappe.db.exists("Election", preparation.code):
		found.append(Finding("duplicate", "code"))
	contests = [row.election_type for row in preparation.election_types]
	if len(set(contests)) != len(contests):
		found.append(Finding("duplicate_rows", "election_types"))
	checks.refuse(found)


def check_removal(preparation: Document) -> None:
	"""A preparation that ran stays on record. Raises WrongState."""
	if preparation.status != DRAFT:
		raise WrongState({"status": preparation.status})


def start(name: str) -> None:
	"""Order the job that makes the election: record, calendar moved by its rules, constituencies. Raises WrongState."""
	preparation = _record(name, for_update=True)
	if preparation.status != DRAFT:
		raise WrongState({"status": preparation.status})
	planning.lock()
	checks.refuse(planning.findings(preparation))
	preparation.update({"status": RUNNING, "requested_by": frappe.session.user})
	preparation.total = len(_wanted(preparation, limit=0)) if _copies(preparation) else 0
	_save(preparation)
	JOB.enqueue(name)


def step(name: str) -> bool:
	"""Do the next part in the caller's transaction: first the election with its calendar; False when nothing is left."""
	preparation = frappe.get_doc(PREPARATION, name, for_update=True)
	if preparation.status != RUNNING:
		return False
	if not frappe.db.exists("Election", preparation.code):
		_make_election(preparation)
		_make_stages(preparation)
		_plan(preparation)
	else:
		_copy_constituencies(preparation)
	_save(preparation)
	return bool(preparation.status == RUNNING)


def progress(name: str) -> Progress:
	"""How far a preparation is."""
	found = _record(name)
	made = found.code if frappe.db.exists("Election", found.code) else ""
	return Progress(name, found.status, made, found.total or 0, found.done or 0)


def _record(name: str, for_update: bool = False) -> Document:
	"""The preparation of a name that came from outside. Raises NotFound."""
	if not name or not frappe.db.exists(PREPARATION, name):
		raise NotFound({"doctype": PREPARATION})
	return frappe.get_doc(PREPARATION, name, for_update=for_update)


def _make_election(preparation: Document) -> None:
	election = frappe.new_doc("Election")
	election.update({field: preparation.get(field) for field in OF_ELECTION})
	status = practice.PRACTICE if preparation.is_practice else kinds.IN_PREPARATION
	election.update(
		{"status": status, "source_mark": f"[ours] after {preparation.source_election or preparation.kind}"}
	)
	if preparation.kind:
		election.source_election = preparation.source_election
	for row in preparation.election_types:
		election.append("election_types", {"election_type": row.election_type})
	with kinds.MAKING.writing(), practice.WRITER.writing() if preparation.is_practice else nullcontext():
		election.insert(ignore_permissions=True)  # the job of the administrator who ordered it


def _plan(preparation: Document) -> None:
	"""An election without a kind has no steps: with its calendar it waits for a second administrator to confirm that
	it is planned."""
	if preparation.kind or preparation.is_practice:
		return
	election = frappe.get_doc("Election", preparation.code)
	election.status = "Planned"
	with kinds.OPENING.writing():
		election.save(ignore_permissions=True)  # the job of the administrator who ordered it


def _make_stages(preparation: Document) -> None:
	kind = kinds.of_name(preparation.kind)
	if kind is None:
		_move_stages(preparation)
		return
	counting = elections_counting.of(preparation.code)
	for line, window in election_kinds.windows(kind, kinds.plan_of(preparation), counting):
		if not (window.starts_on or window.ends_on):
			continue  # counts from an event that is not known yet
		stage = frappe.new_doc("Election Stage")
		stage.update({f"title_{language}": title for language, title in line.titles.items()})
		stage.update({"election": preparation.code, "key": line.key, "rule": line.rule})
		stage.update({"starts_on": window.starts_on or window.ends_on, "ends_on": window.ends_on})
		stage.update({"ends_at": window.ends_at.isoformat("minutes") if window.ends_at else None})
		stage.source_mark = line.source_mark
		stage.insert(ignore_permissions=True)  # the job of the administrator who ordered it


def _move_stages(preparation: Document) -> None:
	source = preparation.source_election
	fields = [*OF_STAGE, "starts_on", "ends_on"]
	rows = frappe.get_all("Election Stage", {"election": source}, fields, order_by="starts_on asc, name asc")
	old_day = frappe.db.get_value("Election", source, "election_day")
	stages = [Stage(row.key, row.rule or "", row.starts_on, row.ends_on) for row in rows]
	counting = elections_counting.of(preparation.code)
	windows = moved(stages, old_day, frappe.utils.getdate(preparation.election_day), counting)
	for row in rows:
		window = windows[row.key]
		mark = f"[derived] moved from {source}: {row.source_mark or ''}".strip()
		stage = frappe.new_doc("Election Stage")
		stage.update({field: row[field] for field in OF_STAGE})
		stage.update({"election": preparation.code, "source_mark": mark})
		stage.update({"starts_on": window.starts_on or window.ends_on, "ends_on": window.ends_on})
		if preparation.is_practice:  # every stage is open at once: whatever it names may be tried
			stage.update(
				{"starts_on": preparation.called_on, "ends_on": preparation.election_day, "ends_at": None}
			)
		stage.insert(ignore_permissions=True)  # as above; some forty rows


def _copy_constituencies(preparation: Document) -> None:
	rows = _wanted(preparation, BATCH) if _copies(preparation) else []
	there = _there(preparation.code, rows)
	stations = _stations(rows)
	documents = [
		_constituency(preparation, row, stations.get(row.name, ()))
		for row in rows
		if tuple(row[name] for name in KEY) not in there
	]
	with PROVED.writing():  # of an election in preparation: its opening needs the second person
		checks.insert_many("Constituency", documents)
	preparation.done = (preparation.done or 0) + len(rows)
	if rows:
		preparation.copied_to = rows[-1].name
	if len(rows) < BATCH:
		preparation.update({"status": DONE, "finished_at": clock.now()})


def _copies(preparation: Document) -> bool:
	"""Whether constituencies are taken over: vacant seats always, others where the preparation says so."""
	kind = kinds.of_name(preparation.kind)
	is_named = kind is not None and kind.seats is Seats.VACANT
	return bool(preparation.source_election and (is_named or preparation.copies_constituencies))


def _wanted(preparation: Document, limit: int) -> list[frappe._dict]:
	"""The constituencies of the earlier election, for the contests of the new one, behind the last that was copied."""
	contests = [row.election_type for row in preparation.election_types]
	filters = {
		"election": preparation.source_election,
		"election_type": ["in", contests],
		"is_annulled": 0,
		"name": [">", preparation.copied_to or ""],
	}
	fields = ["name", *OF_CONSTITUENCY] if limit else ["name"]
	rows = [["Constituency", field, *_condition(value)] for field, value in filters.items()]
	if preparation.vacant_seats:
		rows.append(["Constituency", "name", "in", [row.constituency for row in preparation.vacant_seats]])
	return frappe.get_all("Constituency", rows, fields, order_by="name asc", limit=limit)


def _condition(value: Any) -> tuple[str, Any]:
	return (value[0], value[1]) if isinstance(value, list) else ("=", value)


def _there(election: str, rows: list[frappe._dict]) -> set[tuple[Any, ...]]:
	keys = {"election": election, "territory": ["in", sorted({row.territory for row in rows}) or [""]]}
	found = frappe.get_all("Constituency", keys, list(KEY), order_by="name asc")
	return {tuple(row[name] for name in KEY) for row in found}


def _stations(rows: list[frappe._dict]) -> dict[str, list[str]]:
	"""Polling stations of each constituency: an election after another votes in the same places [ours]."""
	named = {"parenttype": "Constituency", "parent": ["in", [row.name for row in rows] or [""]]}
	found: dict[str, list[str]] = {}
	fields = ["parent", "polling_station"]
	for row in frappe.get_all("Constituency Station", named, fields, order_by="parent asc, idx asc", limit=0):
		found.setdefault(row.parent, []).append(row.polling_station)
	return found


def _constituency(preparation: Document, row: frappe._dict, stations: Sequence[str]) -> Document:
	document = frappe.new_doc("Constituency")
	document.update({field: row[field] for field in OF_CONSTITUENCY})
	mark = f"[derived] as in {preparation.source_election}, until a decision defines it"
	document.update({"election": preparation.code, "source_mark": mark})
	document.set_new_name()
	for station in stations:
		document.append("stations", {"polling_station": station}).set_new_name()
	return document


def _save(preparation: Document) -> None:
	with WRITER.writing():
		preparation.save(ignore_permissions=True)  # the job of the administrator who ordered it
