"""When an appeal may be filed, from one stage of the election's calendar to another, and by when it must be decided."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import filterfalse
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.elections import calendar as law
from esaylov.core.elections.calendar import Window
from esaylov.elections import counting as elections_counting
from esaylov.elections import kinds, statutes
from esaylov.framework import clock, practice
from esaylov.framework.errors import SetupMissing
from esaylov.framework.persistence import reads, table_cache

STAGE = "Election Stage"
REAL_EFFECTS = frozenset(
	{"appoint_commission_member", "replace_commission_member", "establish_polling_station"}
)
"""What belongs to no election: in a practice it would change real commissions and stations, so types of these are not tried there [ours]."""
OPEN_STATUSES = ("Planned", "Announced", practice.PRACTICE)
AT_ONCE = {"complaint_review_days": "complaint_at_once_days"}
"""Limit that becomes "at once" shortly before the election -> how many days before, as keys of Statute rows."""
TITLES = {"uz": "title_uz", "uz-Cyrl": "title_uz_cyrl", "ru": "title_ru", "en": "title_en"}


@dataclass(frozen=True, slots=True)
class OpenElection:
	"""An election that is not over, with the kinds of election held in it."""

	name: str
	election_day: date
	contests: frozenset[str]
	titles: Mapping[str, str] = field(hash=False)
	day_counting: law.DayCounting = law.DayCounting.CALENDAR
	kind: str = ""
	is_practice: bool = False

	def holds(self, version: TypeVersion) -> bool:
		"""Whether a type belongs to its kind and to one of its contests; a type without election types belongs to all."""
		kind = kinds.of_name(self.kind)
		if kind is not None and not kind.has_type(version.code):
			return False
		if self.is_practice and version.data["effect"] in REAL_EFFECTS:
			return False
		return not version.election_types or bool(version.election_types & self.contests)


def of_type(version: TypeVersion, election: str, calendar: Mapping[str, Window] | None = None) -> Window:
	"""The window of a type in an election; raises SetupMissing when the calendar lacks a stage that the type names.

	From the first day of one stage to the last day and hour of another; an empty name leaves that end open.
	calendar: the election's stages, where they were read before.
	"""
	keys = version.window_stages
	if keys and calendar is None:
		calendar = calendars((election,), version.stages).get(election)
	found = calendar or {}
	if not found.keys() >= set(keys):
		check_stages(election, keys, found)
	start, end = found.get(version.data["window_from_stage"]), found.get(version.data["window_to_stage"])
	return Window(
		starts_on=(start.starts_on or start.ends_on) if start else None,
		ends_on=(end.ends_on or end.starts_on) if end else None,
		ends_at=end.ends_at if end else None,
	)


def of_code(code: str, election: str) -> Window | None:
	"""The window of the type that is offered under a code; None where no such type belongs to the election, or that is over.

	Raises NotFound, WrongState for a type that is not offered, SetupMissing as `of_type`.
	"""
	version = definitions.offered(code)
	held = next((one for one in open_elections() if one.name == election), None)
	return of_type(version, election) if held and held.holds(version) else None


def stages(election: str, version: TypeVersion) -> dict[str, Window]:
	"""Days of the stages that the rules of a type ask for, by key; raises SetupMissing for one that the calendar lacks."""
	keys = version.needed_stages
	found = calendars((election,), version.stages).get(election, {})
	check_stages(election, keys, found)
	return {key: found[key] for key in keys}


def check_stages(election: str, keys: Collection[str], found: Mapping[str, Window]) -> None:
	"""Raise SetupMissing (`stage_missing`) for a stage that the calendar lacks."""
	for key in sorted(keys):
		if key not in found:
			raise SetupMissing({"key": f"{election}: {key}"}, code="stage_missing")


@table_cache.cached(STAGE)
def calendars(elections: tuple[str, ...], keys: frozenset[str] = frozenset()) -> dict[str, dict[str, Window]]:
	"""Election to its stages (all of them without keys) by key; one query."""
	filters: dict[str, Any] = {"election": sorted(elections)}
	if keys:
		filters["key"] = sorted(keys)
	rows = reads.rows(STAGE, filters, ["election", "key", "starts_on", "ends_on", "ends_at"])
	found: dict[str, dict[str, Window]] = {}
	for row in rows:
		# a Time column comes as a duration since midnight, or as text
		hour = frappe.utils.get_time(row.ends_at) if row.ends_at else None
		days = Window(starts_on=row.starts_on, ends_on=row.ends_on, ends_at=hour)
		found.setdefault(row.election, {})[row.key] = days
	return found


def elections_of(version: TypeVersion) -> list[str]:
	"""Elections that are not over and have a contest of the type's election types, soonest first."""
	return [election.name for election in open_elections() if election.holds(version)]


@table_cache.cached("Election", "Election Contest")
def open_elections() -> list[OpenElection]:
	"""Elections that are not over, soonest first, the practice election last; two queries."""
	columns = ["name", "election_day", "day_counting", "kind", "status", *TITLES.values()]
	rows = reads.rows("Election", {"status": list(OPEN_STATUSES)}, columns, "election_day,name")
	contests: dict[str, set[str]] = {row.name: set() for row in rows}
	held = {"parenttype": "Election", "parent": sorted(contests)}
	for row in reads.rows("Election Contest", held, ["parent", "election_type"], "parent"):
		contests[row.parent].add(row.election_type)
	return [
		OpenElection(
			row.name,
			row.election_day,
			frozenset(contests[row.name]),
			{language: row[column] or "" for language, column in TITLES.items()},
			law.DayCounting(row.day_counting or law.DayCounting.CALENDAR),
			row.kind or "",
			row.status == practice.PRACTICE,
		)
		for row in sorted(rows, key=lambda row: row.status == practice.PRACTICE)
	]


def is_over(version: TypeVersion, election: str) -> bool:
	"""True when the time to file the type in the election has passed."""
	now = clock.now()
	return of_type(version, election).after(now.date(), now.time())


@dataclass(frozen=True, slots=True)
class Limit:
	"""By when a filing is decided, and the law that it is checked by: see `statutes.law_applied`."""

	due_on: date
	law: str


def due_on(version: TypeVersion, election: str, received_on: date, edition_on: date | None = None) -> date:
	"""Last day for a decision on what was received on a day; see `limit_of`."""
	return limit_of(version, election, received_on, edition_on).due_on


def limit_of(version: TypeVersion, election: str, received_on: date, edition_on: date | None = None) -> Limit:
	"""The limit of the type, from Statute rows and the election day, and the law of the type.

	edition_on: the day whose edition of the law holds, without one that of the receipt. Raises SetupMissing when a number of the law
	is not entered.
	"""
	key, edition = version.data["review_statute"], edition_on or received_on
	kind = kinds.of_name(kinds.held(election).kind)
	keys = [kind.statute(key) if kind else key, *filter(None, [AT_ONCE.get(key)])]
	law_of_day = statutes.law_applied(version.numbers.union(keys), version.articles, edition)
	held = statutes.read_day(edition).values
	if missing := next(filterfalse(held.__contains__, keys), None):
		statutes.number(missing, edition)  # raises SetupMissing
	days, *at_once = map(held.__getitem__, keys)
	if not at_once:
		return Limit(law.due_on(received_on, days), law_of_day)
	election_day = frappe.utils.getdate(frappe.db.get_value("Election", election, "election_day"))
	counting = elections_counting.of(election)
	due = law.due_at_once(received_on, days, election_day, at_once[0], counting)
	return Limit(due, law_of_day)


def law_of_filing(appeal: Document) -> dict[str, Any]:
	"""The edition of the law that an appeal was filed by, which its decision applies too; see `statutes.law_applied`.

	Of an appeal that was filed before editions were stored: that of its day of receipt. Empty for one that was not filed, or whose day has not
	all numbers of the law.
	"""
	if appeal.get("law_applied"):
		return dict(json.loads(appeal.law_applied))
	if not appeal.received_at:
		return {}
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	try:
		limit = limit_of(version, appeal.election, frappe.utils.getdate(appeal.received_at))
	except SetupMissing:
		return {}
	return dict(json.loads(limit.law))
