"""Bodies for which a user may act: which representations hold on a day, and what kind of applicant a body is.

Candidates, proxies and authorized representatives file for themselves: the record that registers them is their body,
also for a login by
the phone of that record (`entry_logins`), which acts for nothing else. The service account of a
request acts for the body of its key, and the head who bound it closes what it files; that is asked of the key that the request came with, and of
nothing else: the same user without its key acts for nobody."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import repeat
from operator import add, itemgetter

import frappe
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from esaylov.framework import clock, practice
from esaylov.framework.persistence import reads, table_cache
from esaylov.identity import entry_logins
from esaylov.integrations.inbound import authentication

BODY_DOCTYPES = ("Political Party", "Party Branch", "Participant Organization")
"""Kinds of bodies that a Body Representative may stand for."""
KIND_OF_PERSON = {
	"Candidate": "candidate",
	"Proxy": "proxy",
	"Authorized Representative": "authorized_representative",
}
"""Registers whose entries are applicants of their own, while they are Registered."""
REGISTERED = "Registered"
HELD, BODY = itemgetter("user", "body_type", "body"), itemgetter(1)

KIND_OF_BRANCH = {
	"Central": "political_party",
	"Regional": "party_regional_branch",
	"District": "party_district_branch",
}
KIND_OF_ORGANIZATION = {
	"Regional Kengash": "regional_kengash",
	"District Kengash": "district_kengash",
	"Regional Hokimiyat": "regional_hokimiyat",
	"District Hokimiyat": "district_hokimiyat",
	"Mahalla": "mahalla",
	"National Media": "national_media",
	"Foreign Ministry": "foreign_ministry",
	"Initiative Group": "initiative_group",
}  # the other kinds file nothing: `any_participant` only
ANY = "any_participant"
"""The applicant kind that every body files as beside its own: every participant may complain."""

_FIELDS = {
	"Political Party": ["name", "title_uz", "tin"],
	"Party Branch": ["name", "title_uz", "tin", "territory", "party", "level"],
	"Participant Organization": ["name", "title_uz", "tin", "territory", "kind"],
	"Candidate": ["name", "full_name", "territory", "party", "election", "election_type", "constituency"],
	"Proxy": [
		"name",
		"full_name",
		"territory",
		"party",
		"election",
		"election_type",
		"constituency",
		"candidate",
	],
	"Authorized Representative": ["name", "full_name", "territory", "party", "election", "election_type"],
}


@dataclass(frozen=True, slots=True)
class Body:
	"""A body that files appeals. `kind` is the applicant kind of the catalogue; what follows `title` may be empty.

	election, election_type, constituency, candidate: of a person's own record; a proxy's candidate is the one it serves,
	a candidate's is itself.
	"""

	kind: str
	doctype: str
	name: str
	title: str
	tin: str
	territory: str
	party: str
	election: str = ""
	election_type: str = ""
	constituency: str = ""
	candidate: str = ""


OF_PERSON = ("name", "pinfl", "language")


@dataclass(frozen=True, slots=True)
class Caller:
	"""Who a user is today: the row of their own person (OF_PERSON), None where they are none, and the bodies for which they may act."""

	person: frappe._dict | None
	bodies: Sequence[Body]


_held: ContextVar[tuple[str, Caller] | None] = ContextVar("who a user is", default=None)


def active(users: Iterable[str], on: date) -> list[tuple[str, Body]]:
	"""Pairs of user and body for the representations that hold on a day, then for the users' own entries in registers.

	One query, and one for each kind of body that is there. Last comes the body of the key that this request came with.
	"""
	asked = sorted(users)
	return _pairs(reads.run(_acting(len(asked)), [on, on, *asked]), asked, on) if asked else []


def caller_of(user: str) -> Caller:
	"""Who a user is today, in as many queries as `active`."""
	today = clock.today()
	if user.endswith(entry_logins.ENDING):
		return Caller(signing_person(user), bodies_of(user, today))
	rows = reads.run(_acting_and_person(1), [today, today, user])
	person = frappe._dict({column: rows[0][column] for column in OF_PERSON}) if rows else None
	return Caller(person, list(map(BODY, _pairs(rows, [user], today))))


def _pairs(rows: list[frappe._dict], asked: list[str], on: date) -> list[tuple[str, Body]]:
	"""Users and their bodies by what their rows say: the oldest representation first, then the entries that are the users themselves."""
	if len(rows) > 1:  # the database would make a table of them first
		rows.sort(key=_age)
	held = list(dict.fromkeys((*filter(BODY, map(HELD, rows)), *_entries(rows), *_by_login(asked, on))))
	named: dict[str, set[str]] = {}
	for _user, doctype, name in held:
		named.setdefault(doctype, set()).add(name)
	found: dict[tuple[str, str], Body] = {}
	for doctype, names in named.items():
		for body in _load(doctype, names) if doctype in _FIELDS else ():
			found[doctype, body.name] = body
	pairs: dict[tuple[str, Body], None] = {}
	for user, doctype, name in held:
		if known := found.get((doctype, name)):
			pairs[user, known] = None
	return list(pairs)


def bodies_of(user: str, on: date | None = None) -> list[Body]:
	"""The bodies for which a user may act on a day (today), oldest representation first."""
	return list(map(BODY, active([user] if user else [], on or clock.today())))


@contextmanager
def held(user: str, caller: Caller) -> Iterator[None]:
	"""Inside, `bodies_held` and `signing_person` of this user are what was just read. Nothing inside changes who a user is."""
	token = _held.set((user, caller))
	try:
		yield
	finally:
		_held.reset(token)


def bodies_held(user: str) -> Sequence[Body]:
	"""As `bodies_of` today, in a step whose guard has read them: those."""
	known = _held.get()
	if known and known[0] == user:
		return known[1].bodies
	return list(map(BODY, active([user] if user else [], clock.today())))


def signing_person(user: str) -> frappe._dict | None:
	"""The row (OF_PERSON) of who signs for a user: the Person who bound the key with which they call, that of the
	entries of a login by
	their phone, else their own, in a step whose guard has read it that one."""
	caller, known = authentication.present(), _held.get()
	if caller and caller.body and caller.user == user:
		return reads.row("Person", {"name": caller.signatory}, OF_PERSON)
	if known and known[0] == user:
		return known[1].person
	if user.endswith(entry_logins.ENDING):
		person = entry_logins.person_of_entry_login(user)
		return reads.row("Person", {"name": person}, OF_PERSON) if person else None
	return reads.row("Person", {"user": user}, OF_PERSON) if user and user != "Guest" else None


def bodies_of_all(users: Collection[str]) -> dict[str, list[Body]]:
	"""The same for many users at once, by user: a number of queries that does not grow."""
	found: dict[str, list[Body]] = {}
	for user, held in active([user for user in users if user], clock.today()):
		found.setdefault(user, []).append(held)
	return found


def past_bodies(user: str) -> list[Body]:
	"""The bodies that a user was: own entries that ended. The user acts for none of them, and reads what they filed."""
	rows = reads.run(_past(1), [user] * len(KIND_OF_PERSON)) if user and user != "Guest" else []
	named: dict[str, set[str]] = {}
	for row in rows:
		if not practice.is_of(row.election):
			named.setdefault(row.register, set()).add(row.name)
	return [body for doctype, names in named.items() for body in _load(doctype, names)]


@reads.statement
def _past(count: int) -> QueryBuilder:
	"""Entries of the persons of so many users that are no longer in force; one part a register."""
	parts = []
	for doctype in KIND_OF_PERSON:
		person, entry = frappe.qb.DocType("Person"), frappe.qb.DocType(doctype)
		query = frappe.qb.from_(person).join(entry).on(entry.person == person.name)
		query = query.select(ValueWrapper(doctype).as_("register"), entry.name, entry.election)
		parts.append(query.where(person.user.isin(reads.many(count)) & (entry.status != REGISTERED)))
	return reduce(add, parts)


def load(doctype: str, name: str) -> Body | None:
	"""One body, or None where there is none of that kind and name."""
	if doctype not in _FIELDS:
		return None
	return next(iter(_load(doctype, {name})), None)


def _age(row: frappe._dict) -> tuple[date, tuple[str, ...]]:
	"""What sorts the rows of users."""
	return row.starts_on or date.min, tuple(
		row[name] or "" for name in ("representation", *KIND_OF_PERSON.values())
	)


def _entries(rows: Sequence[frappe._dict]) -> list[tuple[str, str, str]]:
	"""User, DocType and name of the registered entries that are the users themselves; one of practice gives no right."""
	found = []
	for doctype, kind in KIND_OF_PERSON.items():
		for row in rows:
			if row[kind] and not practice.is_of(row[f"{kind}_election"]):
				found.append((row.user, doctype, row[kind]))
	return found


@reads.statement
def _acting(count: int) -> QueryBuilder:
	"""Users with what they represent on a day and their entries in registers; no PINFL, which reports may not ask for."""
	return _with_all(count, ())


@reads.statement
def _acting_and_person(count: int) -> QueryBuilder:
	"""The same with the columns OF_PERSON."""
	return _with_all(count, OF_PERSON)


def _with_all(count: int, columns: Sequence[str]) -> QueryBuilder:
	"""The persons of users with what they represent on a day and their entries in registers, each with each: hardly anybody has more
	than one, and this is asked on each request."""
	representative, person = frappe.qb.DocType("Body Representative"), frappe.qb.DocType("Person")
	holds = (representative.person == person.name) & (representative.starts_on <= reads.one())
	holds &= representative.ends_on.isnull() | (representative.ends_on >= reads.one())
	query = frappe.qb.from_(person).left_join(representative).on(holds)
	query = query.select(person.user, *(person[column] for column in columns))
	query = query.select(representative.body_type, representative.body, representative.starts_on)
	query = query.select(representative.name.as_("representation"))
	query = query.where(person.user.isin(reads.many(count)))
	for doctype, kind in KIND_OF_PERSON.items():
		entry = frappe.qb.DocType(doctype)
		query = query.left_join(entry).on((entry.person == person.name) & (entry.status == REGISTERED))
		query = query.select(entry.name.as_(kind), entry.election.as_(f"{kind}_election"))
	return query


def _load(doctype: str, names: set[str]) -> list[Body]:
	if doctype in KIND_OF_PERSON:
		rows = reads.rows(doctype, {"name": sorted(names)}, _FIELDS[doctype])
		return list(map(_own_body, repeat(doctype), rows))
	rows, found = _registered(doctype, tuple(sorted(names))), []
	for row in rows:
		if doctype == "Political Party":
			kind, party = "political_party", row.name
		elif doctype == "Party Branch":
			kind, party = KIND_OF_BRANCH[row.level], row.party
		else:
			kind, party = KIND_OF_ORGANIZATION.get(row.kind, ANY), ""
		place = row.get("territory") or ""
		found.append(Body(kind, doctype, row.name, row.title_uz, row.tin or "", place, party))
	return found


@table_cache.cached("Political Party", "Party Branch", "Participant Organization")
def _registered(doctype: str, names: tuple[str, ...]) -> list[frappe._dict]:
	return reads.rows(doctype, {"name": names}, _FIELDS[doctype])


def _own_body(doctype: str, row: frappe._dict) -> Body:
	columns = ("territory", "party", "election", "election_type", "constituency", "candidate")
	values = {column: row.get(column) or "" for column in columns}
	if doctype == "Candidate":
		values["candidate"] = row.name
	return Body(KIND_OF_PERSON[doctype], doctype, row.name, row.full_name or "", "", **values)


def _by_login(users: Collection[str], on: date) -> list[tuple[str, str, str]]:
	"""User, DocType and name of what follows from how users came in: entries by their phone, and on a day the body
	of the request's key."""
	found = list[tuple[str, str, str]]()
	by_phone = list[str]()
	for user in users:
		if user.endswith(entry_logins.ENDING):
			by_phone.append(user)
	if by_phone:
		found += ((one.login, one.register, one.name) for one in entry_logins.entries_of_logins(by_phone))
	caller = authentication.present()
	if caller and caller.body and caller.user in users and _heads(caller.signatory, caller.body, on):
		found.append((caller.user, *caller.body))
	return found


def _heads(person: str, body: tuple[str, str], on: date) -> bool:
	row = frappe.qb.DocType("Body Representative")
	query = frappe.qb.from_(row).select(row.name).where(row.person == person)
	query = query.where((row.body_type == body[0]) & (row.body == body[1]))
	query = query.where((row.is_head == 1) & (row.may_delegate == 1) & (row.starts_on <= on))
	return bool(query.where(row.ends_on.isnull() | (row.ends_on >= on)).limit(1).run())
