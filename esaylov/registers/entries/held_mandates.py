"""The mandates that persons hold: entries in force, memberships of commissions of today and later, and offices that a member of a
commission does not hold (heads of parties and hokimiyats, administrators of the system); one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

import frappe
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder, Table
from pypika.terms import Term, ValueWrapper

from esaylov.core.rules.result_rules.mandates import (
	ADMINISTRATOR,
	CANDIDATE,
	HOKIM,
	MEMBER,
	OBSERVER,
	PARTY_HEAD,
	PRESS,
	PROXY,
	REPRESENTATIVE,
	Mandate,
)
from esaylov.elections import in_office
from esaylov.framework import clock, practice
from esaylov.framework.persistence import reads, table_cache
from esaylov.registers.entries.entries import REGISTERED

MEMBERSHIP, STAFF = "Commission Membership", "Staff"
REGISTERS: dict[str, tuple[str, str]] = {
	OBSERVER: ("Observer", "organization_title"),
	PROXY: ("Proxy", ""),
	PRESS: ("Media Representative", "organization_title"),
	CANDIDATE: ("Candidate", ""),
	REPRESENTATIVE: ("Authorized Representative", ""),
}
"""Kind of mandate to its register, and the column that names the body of an entry without a party."""

HEADED: dict[str, tuple[str, ...]] = {
	PARTY_HEAD: ("Political Party", "Party Branch"),
	HOKIM: ("Participant Organization",),
}
"""Kind of mandate to the bodies whose heads hold it."""
HOKIMIYATS = ("Regional Hokimiyat", "District Hokimiyat")
ROLE = "Election Administrator"


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
			if other not in named and any(is_of_same_day(one, other) for one in named if one)
			for mandate in mandates
		]
		return (*own, *elsewhere)


def is_of_same_day(one: str, other: str) -> bool:
	"""Whether two elections are held on one day; those of practice have nothing to do with real ones."""
	first, second = table_cache.record("Election", one), table_cache.record("Election", other)
	if not first or not second or not first.election_day or practice.is_of(one) != practice.is_of(other):
		return False
	return bool(frappe.utils.getdate(first.election_day) == frappe.utils.getdate(second.election_day))


def read_ended(kind: str, decision: str) -> list[frappe._dict]:
	"""The entries with mandates of a kind that a decision ended: what `read_held` would say of them, and `decision`."""
	register, body = REGISTERS[kind]
	columns = ["person", "election", "territory", "decision", "party", *([body] if body else [])]
	known = frappe.get_meta(register)
	return reads.rows(register, {"end_decision": decision}, [one for one in columns if known.has_field(one)])


def body_of(kind: str, entry: frappe._dict) -> str:
	"""The body of an entry, as `read_held` says it."""
	column = REGISTERS[kind][1]
	party = "" if kind == PRESS else entry.get("party")
	return str(party or (column and entry.get(column)) or "")


def read_held(persons: Collection[str]) -> HeldMandates:
	"""What the registers say of these Persons today."""
	held, names = HeldMandates(), sorted(persons)
	if names:
		today = clock.today()
		registered = [value for _ in REGISTERS for value in (*names, REGISTERED)]
		offices = [value for _ in HEADED for value in (*names, today, today)]
		values = [*registered, *names, STAFF, today, today, *offices, *names]
		rows = reads.run(_statement(len(names)), values)
		for row in rows:
			held.add(row.election or "", row.person, Mandate(row.kind, row.body or "", row.place or ""))
	return held


@reads.statement
def _statement(count: int) -> reads.Query:
	parts = [_entries(kind, register, body, count) for kind, (register, body) in REGISTERS.items()]
	query: reads.Query = parts[0]
	heads = [_heads(kind, bodies, count) for kind, bodies in HEADED.items()]
	for part in [*parts[1:], _members(count), *heads, _administrators(count)]:
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
	return query.where(in_office.has_not_ended(entry, reads.one()))


def _heads(kind: str, bodies: tuple[str, ...], count: int) -> QueryBuilder:
	"""Who heads a body of these DocTypes today; of organizations a hokimiyat."""
	entry = frappe.qb.DocType("Body Representative")
	nothing = ValueWrapper("")
	query = _selected(entry, kind, nothing, entry.body, nothing)
	query = query.where(entry.person.isin(reads.many(count)) & (entry.is_head == 1))
	query = query.where(entry.starts_on <= reads.one())
	query = query.where(entry.ends_on.isnull() | (entry.ends_on >= reads.one()))
	query = query.where(entry.body_type.isin(bodies))
	if kind == HOKIM:
		body = frappe.qb.DocType("Participant Organization")
		named = frappe.qb.from_(body).select(body.name).where(body.kind.isin(HOKIMIYATS))
		query = query.where(entry.body.isin(named))
	return query


def _administrators(count: int) -> QueryBuilder:
	"""Persons whose login administers the system."""
	person, user, role = (frappe.qb.DocType(name) for name in ("Person", "User", "Has Role"))
	nothing = ValueWrapper("")
	query = frappe.qb.from_(person).join(user).on(user.name == person.user)
	query = query.join(role).on((role.parent == user.name) & (role.parenttype == "User"))
	query = query.where(person.name.isin(reads.many(count)))
	query = query.where((user.enabled == 1) & (role.role == ROLE))
	return query.select(
		ValueWrapper(ADMINISTRATOR).as_("kind"),
		person.name.as_("person"),
		nothing.as_("election"),
		nothing.as_("body"),
		nothing.as_("place"),
	)


def _selected(entry: Table, kind: str, election: Term, body: Term, place: Term) -> QueryBuilder:
	return frappe.qb.from_(entry).select(
		ValueWrapper(kind).as_("kind"),
		entry.person,
		election.as_("election"),
		body.as_("body"),
		place.as_("place"),
	)
