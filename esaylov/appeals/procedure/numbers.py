"""The numbers of a procedure: the row of Statute that holds today, what fixes it, what we ship, and what waits for a second person."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe

from esaylov.core.appeal_types.procedure import is_fixed
from esaylov.core.forms import label
from esaylov.core.texts import article_words
from esaylov.framework import clock
from esaylov.framework import shipped_records as shipped
from esaylov.permissions.configuration.waiting import changes

STATUTE = "Statute"
COMMON = (
	"correction_days",
	"correction_times",
	"reminder_days",
	"escalation_days",
	"court_appeal_days",
)
"""Numbers of every procedure, beside the limit of review of the type."""


def rows(keys: Collection[str]) -> dict[str, frappe._dict]:
	"""Key to the row of Statute that holds today; a key without one is left out."""
	today = clock.today()
	found = frappe.get_all(
		STATUTE,
		{"key": ["in", list(keys)], "is_active": 1},
		[
			*("name", "key", "value", "unit", "article", "source_mark", "valid_from", "valid_to"),
			*("title_uz", "title_ru", "title_en"),
		],
		order_by="creation asc",
	)
	return {
		row.key: row
		for row in found
		if (not row.valid_from or row.valid_from <= today) and (not row.valid_to or today <= row.valid_to)
	}


def described(keys: Collection[str], language: str, shows_proposals: bool) -> dict[str, dict[str, Any]]:
	"""Key to what the picture says of a number: title, value, unit, article in words, `is_fixed`, `shipped`, `waits`.

	shipped: the value as we ship it, "" where it is the same or was never shipped. waits: of the open proposal `change`, `by`, `value`, or None.
	"""
	known = rows(keys)
	ours = shipped_by_key(keys)
	waiting = _waiting_values([row.name for row in known.values()]) if shows_proposals else {}
	return {
		key: {
			"key": key,
			"title": title(row, language),
			"value": int(row.value),
			"unit": row.unit,
			"article": article_words(row.article or "", language),
			"is_fixed": is_locked(row, ours.get(key)),
			"shipped": _shipped(ours.get(key), row.value),
			"waits": proposal(waiting.get(row.name)),
		}
		for key, row in known.items()
	}


def shipped_by_key(keys: Collection[str]) -> dict[str, dict[str, Any]]:
	"""Key to the row as we ship it, whichever row of the key holds today; a key that was never shipped is left out."""
	those = frappe.get_all(STATUTE, {"key": ["in", list(keys)]}, ["name", "key"], order_by="creation desc")
	ours = shipped.contents(STATUTE, [row.name for row in those])
	return {row.key: ours[row.name] for row in those if row.name in ours}


def _waiting_values(names: Collection[str]) -> dict[str, frappe._dict]:
	"""The open proposals about rows, or about other values that replace them, by the row."""
	later = frappe.get_all(
		STATUTE, {"replaces": ["in", list(names)]}, ["name", "replaces"], order_by="creation asc"
	)
	replaced = {name: name for name in names} | {row.name: row.replaces for row in later}
	found = changes.waiting_of(STATUTE, list(replaced))
	return {replaced[name]: proposal for name, proposal in found.items()}


def is_locked(row: Mapping[str, Any], ours: Mapping[str, Any] | None) -> bool:
	"""Whether the law fixes a number, as its row says or as we ship it: one person may edit the source of a row, and unlocks nothing by that."""
	return any(
		is_fixed(str(said.get("article") or ""), str(said.get("source_mark") or ""))
		for said in (row, ours or {})
	)


def title(row: Mapping[str, Any], language: str) -> str:
	"""The title of a row with `title_uz`, `title_ru`, `title_en` in a language."""
	return label({lang: row[f"title_{lang}"] or "" for lang in ("uz", "ru", "en")}, language)


def _shipped(ours: Mapping[str, Any] | None, value: str) -> str:
	return "" if ours is None or ours.get("value") == str(value) else str(ours.get("value", ""))


def proposal(row: frappe._dict | None) -> dict[str, str] | None:
	"""An open proposal as the page shows it."""
	if row is None:
		return None
	return {"change": row.name, "by": row.proposed_by, "value": str(row.after.get("value", ""))}
