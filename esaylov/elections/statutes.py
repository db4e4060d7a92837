"""Numbers of the law: days, limits, ages and shares, read from Statute rows and never written into code."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import frappe

from esaylov.framework import clock, reads, table_cache
from esaylov.framework.errors import SetupMissing

STAMP = """select count(*), max(modified), coalesce(sum(crc32(concat_ws('|', name, `key`, value,
	coalesce(valid_from, ''), coalesce(valid_to, ''), is_active, creation))), 0) from `tabStatute`"""


def number(key: str, on: date | None = None) -> int:
	"""The number that holds on a day (today without one), in the unit of its row; raises SetupMissing."""
	found = _numbers_on(frappe.local.site, _stamp(), on or clock.today()).get(key)
	if found is None:
		raise SetupMissing({"key": key}, code="statute_missing")
	return found


def numbers(on: date | None = None) -> dict[str, int]:
	"""All numbers that hold on a day, by key: what the rules of `core` ask for as `statutes`."""
	return dict(_numbers_on(frappe.local.site, _stamp(), on or clock.today()))


def article(key: str, on: date | None = None) -> str:
	"""The article that a number stands in, or an empty text."""
	day = on or clock.today()
	return next((row.article or "" for row in _rows() if row.key == key and _holds(row, day)), "")


@table_cache.cached("Statute")
def _stamp() -> tuple[object, ...]:
	"""What tells two states of the rows apart, whoever changed one and however."""
	return tuple(frappe.db.sql(STAMP)[0])


@lru_cache(maxsize=64)
def _numbers_on(site: str, stamp: tuple[object, ...], day: date) -> Mapping[str, int]:
	"""By the stamp of the rows: a changed number is heard at once in every process, and so is one that was taken back."""
	return MappingProxyType({row.key: int(row.value) for row in _rows() if _holds(row, day)})


def _holds(row: frappe._dict, day: date) -> bool:
	return (not row.valid_from or row.valid_from <= day) and (not row.valid_to or day <= row.valid_to)


def _rows() -> list[frappe._dict]:
	return reads.rows(
		"Statute", {"is_active": 1}, ["key", "value", "article", "valid_from", "valid_to"], "creation"
	)
