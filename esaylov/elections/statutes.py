"""Numbers of the law: days, limits, ages and shares, read from Statute rows and never written into code."""

from datetime import date

import frappe

from esaylov.framework import clock, one_look, reads
from esaylov.framework.errors import SetupMissing


def number(key: str, on: date | None = None) -> int:
	"""The number that holds on a day (today without one), in the unit of its row; raises SetupMissing."""
	found = numbers(on).get(key)
	if found is None:
		raise SetupMissing({"key": key}, code="statute_missing")
	return found


def numbers(on: date | None = None) -> dict[str, int]:
	"""All numbers that hold on a day, by key: what the rules of `core` ask for as `statutes`."""
	return dict(_numbers_on(on or clock.today()))


def article(key: str, on: date | None = None) -> str:
	"""The article that a number stands in, or an empty text."""
	day = on or clock.today()
	return next((row.article or "" for row in _rows() if row.key == key and _holds(row, day)), "")


def _numbers_on(day: date) -> dict[str, int]:
	return {row.key: int(row.value) for row in _rows() if _holds(row, day)}


def _holds(row: frappe._dict, day: date) -> bool:
	return (not row.valid_from or row.valid_from <= day) and (not row.valid_to or day <= row.valid_to)


@one_look.once
def _rows() -> list[frappe._dict]:
	# not cached: what decides a number of the law is read by each step, and there are some thirty rows
	return reads.rows("Statute", {}, ["key", "value", "article", "valid_from", "valid_to"], "creation")
