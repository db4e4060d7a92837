"""The numbers of the law that an appeal type uses: whether each has a value in force on the days on which the type is filed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import frappe

from esaylov.appeals.types import windows
from esaylov.core.findings import Finding
from esaylov.elections import checks
from esaylov.framework import clock

TITLES = {"ru": "title_ru", "en": "title_en", "uz-Cyrl": "title_uz_cyrl"}
FIELDS = ["key", "article", "valid_from", "valid_to", "is_active", "title_uz", *TITLES.values()]


def missing_numbers(definition: Mapping[str, Any]) -> list[Finding]:
	"""A finding for each number that has no value in force on a day of the type's windows, or today where it has none.

	What no row names at all is found by the check of the definition.
	"""
	used = dict(_used(definition))
	if not used:
		return []
	rows: dict[str, list[frappe._dict]] = {}
	for row in frappe.get_all("Statute", {"key": ["in", sorted(used)]}, FIELDS, order_by="valid_from asc"):
		rows.setdefault(row.key, []).append(row)
	days = _days(definition)
	found = (_finding(path, rows[key], days) for key, path in used.items() if key in rows)
	return [finding for finding in found if finding]


def keys_of(definition: Mapping[str, Any]) -> set[str]:
	"""The keys of the numbers that a type uses."""
	return {key for key, _path in _used(definition)}


def _used(definition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Keys and where the type names them."""
	if key := definition.get("review_statute"):
		yield str(key), "review_statute"
	for number, use in enumerate(definition.get("rules") or ()):
		parameters = use.get("parameters") if isinstance(use, Mapping) else None
		for name, value in parameters.items() if isinstance(parameters, Mapping) else ():
			if name.rpartition("_")[2] == "statute" and isinstance(value, str):
				yield value, f"rules[{number}].parameters.{name}"


def _days(definition: Mapping[str, Any]) -> list[date]:
	"""First and last days of the windows in elections that are not over; today where there is no window."""
	today = clock.today()
	keys = (definition.get("window_from_stage"), definition.get("window_to_stage"))
	contests = set(definition.get("election_types") or ())
	held = [one.name for one in windows.open_elections() if not contests or contests & one.contests]
	calendars = windows.calendars(tuple(held)) if held and any(keys) else {}
	found = {today} if not calendars else set()
	for stages in calendars.values():
		start, end = (stages.get(str(key or "")) for key in keys)
		first = max(today, (start.starts_on or start.ends_on or today) if start else today)
		last = (end.ends_on or end.starts_on) if end else first
		if last and last >= today:  # a window that is over opens no more
			found |= {first, last}
	return sorted(found or {today})


def _finding(path: str, rows: Sequence[frappe._dict], days: Sequence[date]) -> Finding | None:
	active = [row for row in rows if row.is_active]
	day = next((day for day in days if not any(_holds(row, day) for row in active)), None)
	if day is None:
		return None
	later = next((row for row in active if row.valid_from and row.valid_from > day), None)
	row = later or (active or rows)[-1]
	title = row[TITLES.get(frappe.local.lang or "uz", "title_uz")] or row.title_uz or row.key
	params = {"title": title, "key": row.key, "day": day.isoformat()}
	if later:
		params["from"] = later.valid_from.isoformat()
	code = "type_statute_later" if later else "type_statute_none"
	return Finding(code, path, article=row.article or "", params=params)


def _holds(row: frappe._dict, day: date) -> bool:
	first, last = checks.days_of(row.valid_from, row.valid_to)
	return first <= day <= last
