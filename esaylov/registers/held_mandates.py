"""The mandates that persons hold today: entries in force and memberships of commissions; one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

import frappe
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder, Table
from pypika.terms import Term, ValueWrapper

from esaylov.core.rules.mandates import CANDIDATE, MEMBER, OBSERVER, PRESS, PROXY, REPRESENTATIVE, Mandate
from esaylov.framework import clock, practice, reads, table_cache
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
		self._held: dict[str, dict[str, list[Mandate]]] = defaultdict(lambda: defaultdict(list))

	def add(self, election: str, person: str, mandate: Mandate) -> None:
		"""A mandate more. election: "" for one that does not depend on an election."""
		if person:
			self._held[person][election].append(mandate)

	def of_person(self, elections: Iterable[str], person: str) -> tuple[Mandate, ...]:
		"""What a person holds in elections and beside them, and in others whose voters vote on the same day as those of one."""
		held = self._held.get(person) or {}
		named = dict.fromkeys((*elections, ""))
		own = [mandate for one in named for mandate in held.get(one, ())]
		elsewhere = [
			replace(mandate, is_elsewhere=True)
			for other, mandates in held.items()
			if other not in named and any(_is_of_same_day(one, other) for one in named if one)
			for mandate in mandates
		]
		return (*own, *elsewhere)


def _is_of_same_day(one: str, other: str) -> bool:
	"""Whether two elections are held on one day; those of practice have nothing to do with real ones."""
	first, second = table_cache.record("Election", one), table_cache.record("Election", other)
	if not first or not second or not first.election_day or practice.is_of(one) != practice.is_of(other):
		return False
	return bool(frappe.utils.getdate(first.election_day) == frappe.utils.getdate(second.election_day))


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
