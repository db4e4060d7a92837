"""E-saylov Settings with a value that is refused today could not be saved at all: the help line is written as messages take it, or cleared,
and what would stop messages or the comparison of files gets the shipped value.
"""

import re
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import cint, get_time

from esaylov.framework import table_cache

SETTINGS = "E-saylov Settings"
HELP_PHONE = re.compile(r"\+?[0-9]{3,12}")
NUMBERS = {"messages_per_phone": 20, "compared_megabytes": 20}
QUIET = {"quiet_from": "22:00:00", "quiet_to": "08:00:00"}
LONGEST = timedelta(hours=16)


def execute() -> None:
	"""Safe to repeat."""
	held = frappe.db.get_singles_dict(SETTINGS)
	mended = {**_help_line(held.get("help_phone")), **_numbers(held), **_quiet_hours(held)}
	if mended:
		frappe.db.set_single_value(SETTINGS, mended)
		table_cache.note_write(SETTINGS)


def _help_line(stored: str | None) -> dict[str, str | None]:
	"""A number without what stands between and behind its digits; nothing where none is left."""
	if not stored or HELP_PHONE.fullmatch(stored):
		return {}
	plain = re.sub(r"[\s().-]", "", stored.partition(" (")[0])
	return {"help_phone": plain if HELP_PHONE.fullmatch(plain) else None}


def _numbers(held: dict[str, str | None]) -> dict[str, int]:
	# one that was never stored has its default
	return {name: number for name, number in NUMBERS.items() if name in held and cint(held[name]) < 1}


def _quiet_hours(held: dict[str, str | None]) -> dict[str, str]:
	hours = [str(held[name]) for name in QUIET if held.get(name)]
	if len(hours) < len(QUIET):
		return {}
	first, last = (datetime.combine(date.min, get_time(hour)) for hour in hours)
	return QUIET if (last - first) % timedelta(days=1) > LONGEST else {}
