"""The mandates that persons hold today: entries in force and memberships of commissions; one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import frappe
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder, Table
from pypika.terms import Term, ValueWrapper

from esaylov.core.rules.mandates import CANDIDATE, MEMBER, OBSERVER, PRESS, PROXY, REPRESENTATIVE, Mandate
from esaylov.framework import clock, reads
from esaylov.registers.entries import REGISTERED

MEMBERSHIP, STAFF = "Commission Membership", "Staff"
REGISTERS: dict[str, tuple[str, str]] = {
	OBSERVER: ("Observer", "organization_title"),
	PROXY: ("Proxy", ""),
	PRESS: ("Media Representative", "organization_title"),
	CANDIDATE: ("Candidate", ""),
	REPRESENTATIVE: ("Authorized Representative", ""),
}
"""Kind of mandate to its register, and the column that names the body of an entry without a party."""


class HeldMandates:
	"""Mandates by election and person; what is granted before is added to what the registers say."""

	def __init__(self) -> None:
		self._held: dict[tuple[str, str], list[Mandate]] = defaultdict(list)

	def add(self, election: str, person: str, mandate: Mandate) -> None:
		"""A mandate more. election: "" for one that does not depend on an election."""
		if person:
			self._held[election, person].append(mandate)

	def of_person(self, elections: Iterable[str], person: str) -> tuple[Mandate, ...]:
		"""What a person holds in elections, and beside them."""
		named = dict.fromkeys((*elections, ""))
		return tuple(mandate for one in named for mandate in self._held.get((one, person), ()))


def read_held(persons: Collection[str]) -> HeldMandates:
	"""What the registers say of these Persons today."""
	held, names = HeldMandates(), sorted(persons)
	if names:
		today = clock.today()
		values = [value for _ in REGISTERS for value in (*names, REGISTERED)]
		rows = reads.run(_statement(len(names)), [*values, *names, STAFF, today, today])
		for row in rows:
			held.add(row.election or "", row.person, Mandate(row.kind, row.body or "", row.place or ""))
	return held


@reads.statement
def _statement(count: int) -> reads.Query:
	parts = [_entries(kind, register, body, count) for kind, (register, body) in REGISTERS.items()]
	query: reads.Query = parts[0]
	for part in [*parts[1:], _members(count)]:
		query = query.union_all(part)  # type: ignore[attr-defined]
	return query


def _entries(kind: str, register: str, body: str, count: int) -> QueryBuilder:
	entry = frappe.qb.DocType(register)
	if kind == PRESS:
		named: Term = entry[body]
	else:
		named = Coalesce(entry.party, entry[body]) if body else entry.party
	query = _selected(entry, kind, entry.election, named, entry.territory)
	return query.where(entry.person.isin(reads.many(count)) & (entry.status == reads.one()))


def _members(count: int) -> QueryBuilder:
	entry = frappe.qb.DocType(MEMBERSHIP)
	nothing = ValueWrapper("")
	query = _selected(entry, MEMBER, nothing, entry.commission, nothing)
	query = query.where(entry.person.isin(reads.many(count)) & (entry.position != reads.one()))
	query = query.where(entry.starts_on <= reads.one())
	return query.where(entry.ends_on.isnull() | (entry.ends_on >= reads.one()))


def _selected(entry: Table, kind: str, election: Term, body: Term, place: Term) -> QueryBuilder:
	return frappe.qb.from_(entry).select(
		ValueWrapper(kind).as_("kind"),
		entry.person,
		election.as_("election"),
		body.as_("body"),
		place.as_("place"),
	)
