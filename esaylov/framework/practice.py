"""Practice elections: everything in them may be tried, nothing of them is public, counted or leaves this site.

The state of an Election says so, and only the steps of `setup.practice` give or take it. Here, below all rooms, because each room asks:
messages, webhooks and state registers before something leaves, pages and reports before something is counted, papers before they are drawn.
"""

from collections.abc import Collection
from typing import Final

import frappe
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from esaylov.framework.persistence import table_cache
from esaylov.framework.persistence.write_guard import WriteGuard

PRACTICE: Final = "Practice"
OVER: Final = "Practice Over"
STATES: Final = (PRACTICE, OVER)
MARK: Final = "M"
"""Before each number of one: nobody takes it for a real one."""
COUNTER: Final = "{}@practice"
"""Where its numbers of a kind come from: one for all practices, for a number is given once in a site and those of a former practice stay."""
NOT_SENT: Final = "practice_election"
"""Why a message of one was not sent, as the outbox has it."""
WRITER: Final = WriteGuard("practice elections")


def is_of(election: str | None) -> bool:
	"""Whether an election is one of practice."""
	held = table_cache.record("Election", election) if election else None
	return held is not None and held.status in STATES


def is_over(election: str | None) -> bool:
	"""Whether an election is a practice that was ended."""
	held = table_cache.record("Election", election) if election else None
	return held is not None and held.status == OVER


def counter(kind: str, election: str | None) -> str:
	"""Where numbers of a kind come from: a practice has numbers of its own, so that real ones have no gaps."""
	return COUNTER.format(kind) if is_of(election) else kind


def marked(number: str | int, election: str | None) -> str:
	"""A number as it is shown: one of a practice election says so."""
	return f"{MARK}{number}" if is_of(election) else str(number)


def elections() -> list[str]:
	"""The elections of practice, those that are over too."""
	return frappe.get_all("Election", {"status": ["in", STATES]}, pluck="name", order_by="name asc")


def among(doctype: str, names: Collection[str]) -> set[str]:
	"""Of documents that may name an election those of practice; nothing is read of a DocType that names none."""
	wanted = sorted(set(filter(None, names)))
	if not wanted or not frappe.get_meta(doctype).has_field("election"):
		return set()
	known = elections()
	if not known:
		return set()
	about = {"name": ["in", wanted], "election": ["in", known]}
	return set(frappe.get_all(doctype, about, pluck="name", order_by="name asc"))


def without(table: Table) -> Criterion:
	"""The condition that leaves rows of practice out, for a table with the column `election`."""
	return table.election.isnull() | table.election.notin(_named())


def _named() -> QueryBuilder:
	election = frappe.qb.DocType("Election")
	return frappe.qb.from_(election).select(election.name).where(election.status.isin(STATES))
