"""When an appeal may be filed: from one stage of the election's calendar to another."""

from collections.abc import Collection, Mapping
from datetime import time
from typing import Any

import frappe

from esaylov import clock
from esaylov.appeals.definitions import TypeVersion
from esaylov.core.calendar import Window
from esaylov.errors import SetupMissing

STAGE = "Election Stage"
OPEN_STATUSES = ("Planned", "Announced")


def of_type(version: TypeVersion, election: str) -> Window:
	"""The window of a type in an election; raises SetupMissing when the calendar lacks a stage that the type names."""
	first, last = version.data["window_from_stage"], version.data["window_to_stage"]
	return between(first, last, stages(election, [key for key in (first, last) if key]))


def between(first: str, last: str, found: Mapping[str, Window]) -> Window:
	"""From the first day of one stage to the last day and hour of another; an empty name leaves that end open."""
	start, end = found.get(first), found.get(last)
	return Window(
		starts_on=(start.starts_on or start.ends_on) if start else None,
		ends_on=(end.ends_on or end.starts_on) if end else None,
		ends_at=end.ends_at if end else None,
	)


def stages(election: str, keys: Collection[str]) -> dict[str, Window]:
	"""Days of stages of an election's calendar, by key; raises SetupMissing for one that the calendar lacks."""
	if not keys:
		return {}
	found = calendars([election], keys).get(election, {})
	for key in sorted(keys):
		if key not in found:
			raise SetupMissing({"key": f"{election}: {key}"}, code="stage_missing")
	return found


def calendars(elections: Collection[str], keys: Collection[str] = ()) -> dict[str, dict[str, Window]]:
	"""Election to its stages (all of them without keys) by key; one query."""
	filters: dict[str, Any] = {"election": ["in", sorted(elections)]}
	if keys:
		filters["key"] = ["in", sorted(keys)]
	rows = frappe.get_all(
		STAGE,
		filters=filters,
		fields=["election", "key", "starts_on", "ends_on", "ends_at"],
		order_by="name asc",
	)
	found: dict[str, dict[str, Window]] = {}
	for row in rows:
		days = Window(starts_on=row.starts_on, ends_on=row.ends_on, ends_at=_time(row.ends_at))
		found.setdefault(row.election, {})[row.key] = days
	return found


def elections_of(version: TypeVersion) -> list[str]:
	"""Elections that are not over and have a contest of the type's election types, soonest first."""
	rows = frappe.get_all(
		"Election",
		filters={"status": ["in", OPEN_STATUSES]},
		fields=["name", "election_day"],
		order_by="election_day asc",
	)
	names = [row.name for row in rows]
	if not version.election_types or not names:
		return names
	contests = frappe.get_all(
		"Election Contest",
		filters={
			"parenttype": "Election",
			"parent": ["in", names],
			"election_type": ["in", sorted(version.election_types)],
		},
		pluck="parent",
		order_by="parent asc",
	)
	return [name for name in names if name in set(contests)]


def is_open(version: TypeVersion, election: str) -> bool:
	"""True when the type may be filed in the election now."""
	now = clock.now()
	return of_type(version, election).holds(now.date(), now.time())


def _time(value: object) -> time | None:
	"""A Time column comes as a duration since midnight, or as text."""
	return frappe.utils.get_time(value) if value else None
