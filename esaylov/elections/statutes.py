"""Numbers of the law: days, limits, ages and shares, read from Statute rows and never written into code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import frappe

from esaylov.core.law import articles as law_articles
from esaylov.core.records.payload import canonical
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.framework.persistence import reads, table_cache

STAMP = """select count(*), max(modified), coalesce(sum(crc32(concat_ws('|', name, `key`, value,
	coalesce(valid_from, ''), coalesce(valid_to, ''), is_active, creation))), 0) from `tabStatute`"""


@dataclass(frozen=True, slots=True)
class DayNumbers:
	"""All numbers of a day by key, and the ISO first days of those that have one."""

	values: Mapping[str, int]
	first_days: Mapping[str, str]


NONE = DayNumbers({}, {})


def number(key: str, on: date | None = None) -> int:
	"""The number that holds on a day (today without one), in the unit of its row; raises SetupMissing."""
	found = _numbers_on(frappe.local.site, _stamp(), on or clock.today()).values.get(key)
	if found is None:
		raise SetupMissing({"key": key}, code="statute_missing")
	return found


def numbers(on: date | None = None) -> dict[str, int]:
	"""All numbers that hold on a day, by key: what the rules of `core` ask for as `statutes`."""
	return dict(_numbers_on(frappe.local.site, _stamp(), on or clock.today()).values)


def read_day(on: date | None = None) -> DayNumbers:
	"""The numbers of a day (today without one), shared by all who ask: not to be changed."""
	return _numbers_on(frappe.local.site, _stamp(), on or clock.today())


def law_applied(keys: frozenset[str], articles: frozenset[str], on: date) -> str:
	"""What a filing or a decision of a day stores of the law that it was checked by: canonical JSON.

	`day`; `numbers`: key to `value` and `from`, the ISO first day of the number; `articles`: article to the ISO first day of
	its edition. A day that is not known is "". Keys without a number on that day are left out.
	"""
	return _law_applied(frappe.local.site, _stamp(), keys, articles, on)


@lru_cache(maxsize=512)
def _law_applied(
	site: str, stamp: tuple[object, ...], keys: frozenset[str], articles: frozenset[str], on: date
) -> str:
	held, day = _numbers_on(site, stamp, on), on.isoformat()
	numbers = {
		key: {"value": held.values[key], "from": held.first_days.get(key, "")}
		for key in keys
		if key in held.values
	}
	editions = {article: law_articles.first_day(article, day) for article in articles}
	return canonical({"day": day, "numbers": numbers, "articles": editions}).decode()


def article(key: str, on: date | None = None) -> str:
	"""The article that a number stands in, or an empty text."""
	day = on or clock.today()
	return next((row.article or "" for row in _rows() if row.key == key and _holds(row, day)), "")


@table_cache.cached("Statute")
def _stamp() -> tuple[object, ...]:
	"""What tells two states of the rows apart, whoever changed one and however."""
	return tuple(frappe.db.sql(STAMP)[0])


@lru_cache(maxsize=64)
def _numbers_on(site: str, stamp: tuple[object, ...], day: date) -> DayNumbers:
	"""By the stamp of the rows: a changed number is heard at once in every process, and so is one that was taken back."""
	rows = [row for row in _rows() if _holds(row, day)]
	return DayNumbers(
		MappingProxyType({row.key: int(row.value) for row in rows}),
		MappingProxyType({row.key: row.valid_from.isoformat() for row in rows if row.valid_from}),
	)


def _holds(row: frappe._dict, day: date) -> bool:
	return (not row.valid_from or row.valid_from <= day) and (not row.valid_to or day <= row.valid_to)


def _rows() -> list[frappe._dict]:
	return reads.rows(
		"Statute", {"is_active": 1}, ["key", "value", "article", "valid_from", "valid_to"], "creation"
	)
