"""What the portal reads about the current election. Reads only; everything here is public. `shared`: see published/together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import frappe

from esaylov.framework import clock
from esaylov.framework.persistence import table_cache
from esaylov.portal.web import PortalRequest
from esaylov.registers.published import candidates as published_candidates
from esaylov.registers.published import others as published_others
from esaylov.registers.published import places
from esaylov.registers.published.others import voters_in_all
from esaylov.registers.published.request_memo import shared

COMMISSION_LEVELS = ("CEC", "REG", "DC")
MEASURES = {"candidates": "Candidate", "constituencies": "Constituency", "observers": "Observer"}
"""What the maps of the front page and of a region may show, and the register that is counted."""


FIELDS = (
	"name",
	"title_uz",
	"title_uz_cyrl",
	"title_ru",
	"title_en",
	"short_title_uz",
	"short_title_ru",
	"short_title_en",
	"election_day",
	"status",
	"is_synthetic",
)
RUNNING, COMING, FINISHED = "Announced", "Planned", "Finished"
PUBLIC = (RUNNING, COMING, FINISHED)
"""States of an election in which everybody may read of it; one that is prepared is nobody's yet."""


def current() -> Any:
	"""The election of the settings (a row with titles and day), or None on a site without one, and while it is in preparation."""
	found = _named(name) if (name := current_name()) else None
	return found if found and found.status in PUBLIC else None


def current_name() -> str:
	"""Code of the election of the settings, or ""."""
	return str(table_cache.settings("E-saylov Settings").current_election or "")


def of(request: PortalRequest) -> Any:
	"""The election that a page is about: the one that its address names, else that of the settings."""
	return _named(request.election) if request.election else current()


def public(code: str) -> str:
	"""The code of a public election as it is written. Raises DoesNotExistError."""
	found = frappe.db.get_value("Election", {"name": code, "status": ["in", PUBLIC]}, "name")
	if not found:
		raise frappe.DoesNotExistError
	return str(found)


def _named(name: str) -> Any:
	found = table_cache.row("Election", {"name": name}, FIELDS)
	return frappe._dict(found) if found else None  # views write into rows


@shared
def by_state() -> dict[str, list[Any]]:
	"""Public elections by state: those that run and come by their day, those that are over with the last one first."""
	rows = frappe.get_all(
		"Election", {"status": ["in", PUBLIC]}, [*FIELDS], order_by="election_day asc, name asc", limit=0
	)
	found = {state: [row for row in rows if row.status == state] for state in PUBLIC}
	found[FINISHED].reverse()
	return found


def others(election: str) -> dict[str, list[Any]]:
	"""The same without one."""
	return {state: [row for row in rows if row.name != election] for state, rows in by_state().items()}


RESULTS = "results"
LACKING = {"candidates": frozenset({"REF"}), "constituencies": frozenset({"REF", "PRES", "LC_PL"})}
"""Sections to the contests that have nothing in them: a referendum has no candidates; the President and lists are voted for everywhere."""


def has(section: str, election: Any) -> bool:
	"""Whether an election has what a section or a measure shows; of one whose contests nobody entered, everything may be there."""
	if section == RESULTS:
		return bool(election) and _is_counted(election.name)
	lacking = LACKING.get(section)
	if not lacking or not election:
		return True
	contests = {row.election_type for row in frappe.get_cached_doc("Election", election.name).election_types}
	return not contests or bool(contests - lacking)


@shared
def _is_counted(election: str) -> bool:
	"""Whether the count of a station was opened: before, there is nothing to lead to."""
	asked = {"election": election}
	return any(frappe.db.exists(doctype, asked) for doctype in ("Count Protocol", "Turnout Report"))


def measures(election: Any) -> dict[str, str]:
	"""Of `MEASURES` those that the election has."""
	return {measure: register for measure, register in MEASURES.items() if has(measure, election)}


@dataclass(frozen=True)
class Stage:
	"""A row of the calendar; `days` counts to its end if it is open, else to its start."""

	row: Any
	is_open: bool
	days: int


@shared
def all_stages(election: str) -> list[Any]:
	"""Every stage of an election that has a day, by its first day."""
	return frappe.get_all(
		"Election Stage",
		filters={"election": election, "starts_on": ["is", "set"]},
		fields=[
			"key",
			"starts_on",
			"ends_on",
			"ends_at",
			"title_uz",
			"title_uz_cyrl",
			"title_ru",
			"title_en",
			"modified",
		],
		order_by="starts_on asc, name asc",
	)


def stages(election: str) -> list[Stage]:
	"""Stages open today, those that end first at the top, then the next three to come."""
	today = clock.today()
	rows = all_stages(election)
	open_now = [row for row in rows if row.starts_on <= today <= last_day(row)]
	ahead = [row for row in rows if row.starts_on > today]
	return [
		*(Stage(row, True, (last_day(row) - today).days) for row in sorted(open_now, key=last_day)),
		*(Stage(row, False, (row.starts_on - today).days) for row in ahead[:3]),
	]


def last_day(row: Any) -> date:
	found: date = row.ends_on or row.starts_on
	return found


@dataclass(frozen=True)
class Figures:
	"""Counts of the registers, and when they were read (Tashkent time). `counts`: by measure and territory, "" for what stands in none."""

	voters: int
	counts: Mapping[str, Mapping[str, int]]
	read_at: datetime

	@property
	def candidates(self) -> int:
		return self.total("candidates")

	@property
	def constituencies(self) -> int:
		return self.total("constituencies")

	@property
	def observers(self) -> int:
		return self.total("observers")

	def total(self, measure: str) -> int:
		"""All that is counted by a measure (`MEASURES`)."""
		return sum(self.counts[measure].values())

	def by_territory(self, measure: str) -> dict[str, int]:
		"""The same by the territory that it stands in."""
		return {territory: number for territory, number in self.counts[measure].items() if territory}


@shared
def figures(election: str) -> Figures:
	"""Of an election, each register counted once for all that a page shows of it."""
	return Figures(
		voters=voters_in_all(election),
		counts={measure: _by_territory(register, election) for measure, register in MEASURES.items()},
		read_at=clock.now(),
	)


def regions() -> list[Any]:
	"""The 14 regions in the order of their names in Uzbek."""
	return _territories({"level": "Region"})


def region(code: str) -> Any:
	"""One region; raises DoesNotExistError."""
	rows = _territories({"level": "Region", "name": code})
	if not rows:
		raise frappe.DoesNotExistError
	return rows[0]


def districts(region_code: str) -> list[Any]:
	"""Districts and cities of a region, by name."""
	return _territories({"level": "District", "parent_administrative_territory": region_code})


@shared
def _territories(filters: dict[str, Any]) -> list[Any]:
	return frappe.get_all(
		"Administrative Territory",
		filters=filters,
		fields=["name", "kind", "title_uz", "title_uz_cyrl", "title_ru", "title_en", "lft", "rgt"],
		order_by="title_uz asc",
	)


def _counts(doctype: str, election: str) -> list[tuple[str | None, int]]:
	"""Territory and number of what stands in a register: the counts that the pages of that register show, and no second ones."""
	if doctype == "Candidate":
		return [(row.place or row.territory, row.number) for row in published_candidates.counts(election)]
	read = places.by_territory if doctype == "Constituency" else published_others.observers
	return [(row.territory, row.number) for row in read(election)]


def _by_territory(doctype: str, election: str) -> dict[str, int]:
	found: dict[str, int] = {}
	for territory, number in _counts(doctype, election):
		found[territory or ""] = found.get(territory or "", 0) + number
	return found


@shared
def commissions_of(territories: list[str]) -> dict[str, Any]:
	"""The district (city) or regional commission of each territory."""
	rows = frappe.get_all(
		"Election Commission",
		filters={"territory": ["in", territories], "level": ["in", COMMISSION_LEVELS]},
		fields=["name", "territory", "title_uz", "title_uz_cyrl", "title_ru", "title_en", "phone", "address"],
		order_by="name asc",
	)
	return {row.territory: row for row in rows}


def by_region(
	counts: dict[str, int], region_rows: list[Any], district_parents: dict[str, str]
) -> dict[str, int]:
	"""Counts of districts added up to their regions; a count for a region itself stays there."""
	totals = {row.name: counts.get(row.name, 0) for row in region_rows}
	for district, parent in district_parents.items():
		if parent in totals:
			totals[parent] += counts.get(district, 0)
	return totals


@shared
def district_parents() -> dict[str, str]:
	"""Region of each district and city."""
	rows = frappe.get_all(
		"Administrative Territory",
		filters={"level": "District"},
		fields=["name", "parent_administrative_territory"],
		order_by="name asc",
	)
	return {row.name: row.parent_administrative_territory for row in rows}
