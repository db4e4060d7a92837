"""Erase after an election what nobody needs any more, by `rules.csv`; what would be erased, before; what was, in the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count

from esaylov.core.elections.retention import Held, due_until
from esaylov.elections import statutes
from esaylov.framework import clock, practice
from esaylov.framework.persistence.deletion import remove
from esaylov.setup.retention.archive import removal
from esaylov.setup.retention.rules import ERASING, Action, Rule, rules
from esaylov.trust.chains import chain

MOST = 20_000
"""Rows of a rule in one run: a transaction that others wait for no longer than seconds. The rest goes the day after."""
MOST_DISCARDED = 100
"""Drafts, each of which is read and has files."""
KIND = "retention.erased"


@dataclass(frozen=True, slots=True)
class Due:
	"""What a rule says today. days: the number in force, None without one. until: the last day whose rows go."""

	rule: Rule
	days: int | None
	until: date | None
	rows: int


def due() -> list[Due]:
	"""What each rule that erases would erase now; nothing is written."""
	numbers, elections, today = statutes.numbers(), _elections(), clock.today()
	found = []
	for rule in rules():
		if rule.action not in ERASING:
			continue
		days = numbers.get(rule.statute)
		until = due_until(elections, days, today) if days is not None else None
		found.append(Due(rule, days, until, _count(rule, until) if until else 0))
	return found


def rehearse() -> list[dict[str, Any]]:
	"""The dry run, for `bench execute`: of each rule what it does, the number that it waits for or has, and how many rows would go; of each
	archive in force how many rows by which rule it holds, or would have alone."""
	erased = [
		{
			**_rehearsed(one.rule, one.days, one.rows),
			"fields": " ".join(one.rule.fields),
			"until": one.until.isoformat() if one.until else "",
		}
		for one in due()
	]
	held = [
		{
			**_rehearsed(one.rule, one.days, one.rows),
			"archive": one.archive.name,
			"election": one.archive.election,
		}
		for one in removal.due()
	]
	return [*erased, *held]


def _rehearsed(rule: Rule, days: int | None, rows: int) -> dict[str, Any]:
	said = days if days is not None else f"none in force; suggested: {rule.suggested_days} [ours]"
	return {
		"rule": rule.code,
		"doctype": rule.doctype,
		"action": rule.action.value,
		"statute": rule.statute,
		"days": said if rule.statute else "",
		"rows": rows,
	}


def run() -> int:
	"""Job: erase what is due, take what is in a verified archive alone out of the tables, and record it in the chain of the central
	commission; how many rows.

	Repeated without harm. The event stands before the drafts go: with a draft its files leave the disk, which no rollback brings
	back; a draft that a failed run left without them is due at the next one all the same.
	"""
	waiting = [one for one in due() if one.rows]
	moved = [one for one in removal.due() if one.rule.action is Action.ARCHIVED and one.rows]
	moved = [one for one in moved if removal.agrees(one)]
	commission = frappe.db.get_value("Election Commission", {"level": "CEC"}, "name", order_by="lft asc")
	if not (waiting or moved) or not commission:
		return 0
	drafts = [one for one in waiting if one.rule.action is Action.DISCARD]
	counts = {one.rule.code: _erase(one) for one in waiting if one not in drafts}
	names = {one.rule.code: _held(one) for one in drafts}
	counts |= {code: len(found) for code, found in names.items()}
	if not any(counts.values()) and not moved:  # another run was first
		return 0
	chain.record(commission, KIND, {**_told(waiting, counts), **_moved(moved)}, clock.now())
	for one in drafts:
		for name in names[one.rule.code]:
			remove(one.rule.doctype, name)
	return sum(counts.values()) + sum(removal.take_out(one) for one in moved)


def _moved(moved: Sequence[removal.Removal]) -> dict[str, Any]:
	"""The same of what is in archives alone from now on: in which, by the hash of its bytes."""
	return {
		f"{one.rule.code} {one.archive.name}": {
			"rows": one.rows,
			"days": one.days,
			"archive": one.archive.name,
			"sha256": one.archive.sha256,
		}
		for one in moved
	}


def _told(erased: Sequence[Due], counts: dict[str, int]) -> dict[str, Any]:
	"""The body of the event: numbers alone."""
	return {
		one.rule.code: {"rows": counts[one.rule.code], "days": one.days, "until": str(one.until)}
		for one in erased
	}


def _elections() -> list[Held]:
	rows = frappe.get_all(
		"Election",
		# of practice: never announced, it would hold everything for ever
		{"status": ["not in", practice.STATES]},
		["status", "official_announcement_on", "called_on", "opened_on", "creation"],
		order_by="name asc",
	)
	return [
		Held(
			min(day for day in (row.called_on, row.opened_on, row.creation.date()) if day),
			row.official_announcement_on if row.status == "Finished" else None,
		)
		for row in rows
	]


def _where(rule: Rule, until: date) -> Any:
	"""The rows of a rule up to a day; of those that are emptied, the ones that still hold something."""
	table = frappe.qb.DocType(rule.doctype)
	where = table[rule.counted_from] < datetime.combine(until + timedelta(days=1), datetime.min.time())
	if rule.statuses:
		where &= table.status.isin([*rule.statuses])
	if rule.fields:
		first, *others = (table[field].isnotnull() & (table[field] != "") for field in rule.fields)
		for other in others:
			first |= other
		where &= first
	return where


def _count(rule: Rule, until: date) -> int:
	table = frappe.qb.DocType(rule.doctype)
	return int(frappe.qb.from_(table).select(Count("*")).where(_where(rule, until)).run()[0][0])


def _names(one: Due, most: int) -> list[str]:
	table = frappe.qb.DocType(one.rule.doctype)
	query = frappe.qb.from_(table).select(table.name).where(_where(one.rule, one.until))  # type: ignore[arg-type]
	return [*query.orderby(table.name).limit(most).run(pluck=True)]


def _held(one: Due) -> list[str]:
	"""The drafts that go, held until they have: whoever files or discards one meanwhile was first, or waits."""
	table = frappe.qb.DocType(one.rule.doctype)
	query = (
		frappe.qb.from_(table).select(table.name).where(table.name.isin([*_names(one, MOST_DISCARDED), ""]))
	)
	return [*query.where(_where(one.rule, one.until)).orderby(table.name).for_update().run(pluck=True)]  # type: ignore[arg-type]


def _erase(one: Due) -> int:
	"""Past the documents' own classes, which refuse whoever changes what is on record: this is the rule that ends it.

	What makes a row due is asked again by the statement itself: a message that somebody sends again meanwhile has its words.
	"""
	names, table = _names(one, MOST), frappe.qb.DocType(one.rule.doctype)
	query = frappe.qb.update(table)
	for field in one.rule.fields:
		query = query.set(table[field], None)
	if one.rule.action is Action.DELETE:
		query = frappe.qb.from_(table).delete()
	query.where(table.name.isin([*names, ""])).where(_where(one.rule, one.until)).run()  # type: ignore[arg-type]
	return _changed()


def _changed() -> int:
	"""Rows that the last statement changed."""
	return int(frappe.db.sql("select row_count()")[0][0])
