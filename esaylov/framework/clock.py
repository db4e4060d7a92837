"""The one source of "now": Tashkent time, naive, as Frappe stores moments.

The law counts in Tashkent time (UTC+5, no summer time) wherever the server stands. On a demonstration or test site
(`esaylov_demo` in site_config.json) the clock may be moved; the offset lies in E-saylov Settings, so that web, workers
and scheduler see the same time. Other sites have no way to move it.
"""

import time
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import frappe

from esaylov.framework.errors import WrongState
from esaylov.framework.persistence import reads, table_cache

TASHKENT = ZoneInfo("Asia/Tashkent")
SETTINGS = "E-saylov Settings"
OFFSET_FIELD = "clock_offset_seconds"
LARGEST_DIFFERENCE = 5.0
"""Seconds [ours]: two machines that follow a time server differ by milliseconds."""
DEMO, NONE = "esaylov_demo", timedelta()


def now() -> datetime:
	"""The present moment as naive Tashkent time."""
	return datetime.now(TASHKENT).replace(tzinfo=None) + offset()


def today() -> date:
	"""The present day in Tashkent."""
	return now().date()


def database_difference() -> float:
	"""Seconds by which the clock of this machine is ahead of the database's; negative when it is slow."""
	before = time.time()
	((moment,),) = frappe.db.sql("select unix_timestamp(sysdate(6))")
	return (before + time.time()) / 2 - float(moment)


def is_right() -> bool:
	"""Whether this machine and the database agree about the time; where they do not, nobody's own clock is at fault."""
	return abs(database_difference()) <= LARGEST_DIFFERENCE


def may_move() -> bool:
	"""Whether the clock of this site may be moved: demonstration and test sites only."""
	return bool(frappe.conf.get(DEMO))


def offset() -> timedelta:
	"""What is added to the true time on this site; nothing where the clock may not be moved."""
	if not frappe.conf.get(DEMO):  # `may_move`, asked hundreds of times a request
		return NONE
	held = frappe.db.value_cache.get(SETTINGS)
	if held is None or OFFSET_FIELD not in held:
		return _delta(_stored())
	return _delta(held[OFFSET_FIELD] or 0)


def _stored() -> int:
	"""The offset as it stands, noted where the framework's `get_single_value` notes it: that would build its question anew for each
	request, which is a tenth of a small one.
	"""
	seconds = _seconds()
	try:
		held = frappe.db.value_cache[SETTINGS]  # Frappe 16 makes what is missing, of a kind of its own
	except KeyError:
		held = frappe.db.value_cache[SETTINGS] = {}
	held[OFFSET_FIELD] = seconds
	return seconds


@table_cache.cached(SETTINGS)
def _seconds() -> int:
	row = reads.row("Singles", {"doctype": SETTINGS, "field": OFFSET_FIELD}, ["value"])
	seconds: int = frappe.utils.cint(row.value) if row else 0
	return seconds


@lru_cache(maxsize=8)
def _delta(seconds: int) -> timedelta:
	return timedelta(seconds=seconds)


def move(by: timedelta) -> None:
	"""Set the offset of this site's clock; `timedelta(0)` puts it right again. Raises WrongState on a real site.

	Other processes see it once the transaction is committed.
	"""
	if not may_move():
		raise WrongState(article="own design")
	table_cache.note_write(SETTINGS)
	# a technical mark, no state of a document: `validate` has nothing to say about it
	frappe.db.set_single_value(SETTINGS, OFFSET_FIELD, int(by.total_seconds()), update_modified=False)


def move_to(moment: datetime) -> None:
	"""Set the offset so that it is now `moment` (naive Tashkent time); raises WrongState on a real site."""
	move(moment - datetime.now(TASHKENT).replace(tzinfo=None))
