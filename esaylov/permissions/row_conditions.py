"""Kinds of rules that put a row into a user's reach, and the words of their conditions; `row_rules` says which hold for what.

Each rule says the same thing twice: as a condition on stored rows, and as a question about a document that is about to
be inserted.
"""

# names are ours, values go through `quoted`; a hook can return nothing but SQL text
# ruff: noqa: S608
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import frappe
from frappe.model.document import Document

NOTHING = "1=0"


class Reach(Protocol):
	"""What rules ask of a user's reach; made by `permissions.reach`."""

	@property
	def user(self) -> str: ...
	@property
	def is_auditor(self) -> bool: ...
	@property
	def is_administrator(self) -> bool: ...
	@property
	def commissions(self) -> frozenset[str]: ...
	@property
	def spans(self) -> frozenset[tuple[int, int]]: ...
	@property
	def bodies(self) -> frozenset[tuple[str, str]]: ...
	@property
	def person(self) -> str | None: ...

	def condition(self, doctype: str, reading: bool = True) -> str:
		"""The condition on rows of a DocType that are in reach, for a few that are named."""

	def by_row(self, doctype: str, reading: bool = True) -> str:
		"""The condition on rows of a DocType that are in reach, asked about one row after another."""

	def alternatives(self, doctype: str, reading: bool = True) -> Iterator[str]:
		"""The same as conditions of which one must hold, each of which the database can answer by one index."""

	def has(self, doctype: str, names: Iterable[str], reading: bool = True) -> bool:
		"""Whether each of the named stored rows is in reach."""


class Rule(Protocol):
	"""One way in which a row comes into reach."""

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		"""The condition on stored rows of the DocType."""

	def admits(self, reach: Reach, doc: Document) -> bool:
		"""Whether the user may insert this document."""


def any_of(conditions: Iterable[str]) -> str:
	"""The conditions joined by `or`, those that hold for no row left out."""
	useful = [condition for condition in conditions if condition != NOTHING]
	return " or ".join(f"({condition})" for condition in useful) or NOTHING


def all_of(conditions: Iterable[str]) -> str:
	"""The conditions joined by `and`; nothing when one of them holds for no row."""
	parts = list(conditions)
	return NOTHING if NOTHING in parts else " and ".join(f"({condition})" for condition in parts)


def selected(doctype: str, condition: str = "1=1", field: str = "name") -> str:
	"""A statement that gives names: of the rows of a DocType, or those that its rows have in a field."""
	return f"select `tab{doctype}`.`{field}` as name from `tab{doctype}` where {condition}"


def united(doctype: str, statements: Iterable[str]) -> str:
	"""The condition on rows that one of the statements names.

	As a table of its own: MariaDB reads it once, each part by its index, where conditions on several tables joined by `or` make it read
	the whole table and ask the others for each row.
	"""
	union = " union ".join(statements)
	return f"`tab{doctype}`.name in (select reached.name from ({union}) reached)"


def witnessed(own: Iterable[str], statements: Iterable[str]) -> str:
	"""The condition on rows that meet one of their own conditions, or for which a statement finds something.

	Asked row by row, so that a list ends with the rows that it shows. A union is what MariaDB does not turn into one more
	table that it reads as a whole; the empty part makes one of a single statement.
	"""
	parts = list(statements)
	found = " union all ".join([*parts, "select 1 from dual where 1=0"])
	return any_of([*own, f"exists ({found})" if parts else NOTHING])


def quoted(values: Iterable[str]) -> str:
	"""Values as a list of SQL literals, in a fixed order."""
	return ", ".join(frappe.db.escape(value, percent=False) for value in sorted(values)) or "null"


@dataclass(frozen=True, slots=True)
class OfCommission:
	"""Rows of the user's commissions; for reading also of those below. `after` leaves out rows not yet handed in."""

	field: str
	lft: str = ""
	after: tuple[str, str] | None = None

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if not reach.commissions:
			return NOTHING
		table = f"`tab{doctype}`"
		own = f"{table}.`{self.field}` in ({quoted(reach.commissions)})"
		condition = self._spanned(reach, table) if reading else own
		if self.after:
			field, state = self.after
			condition = all_of([condition, f"{table}.`{field}` <> {quoted([state])}"])
		return condition

	def _spanned(self, reach: Reach, table: str) -> str:
		spans = sorted(reach.spans)
		if self.lft:
			return any_of(f"{table}.`{self.lft}` between {int(lft)} and {int(rgt)}" for lft, rgt in spans)
		below = any_of(f"lft between {int(lft)} and {int(rgt)}" for lft, rgt in spans)
		return f"{table}.`{self.field}` in (select name from `tabElection Commission` where {below})"

	def admits(self, reach: Reach, doc: Document) -> bool:
		return doc.get(self.field) in reach.commissions


@dataclass(frozen=True, slots=True)
class OfBody:
	"""Rows of the bodies for which the user may act."""

	type_field: str
	name_field: str

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		table = f"`tab{doctype}`"
		return any_of(
			f"{table}.`{self.type_field}` = {quoted([kind])} and {table}.`{self.name_field}` = {quoted([name])}"
			for kind, name in sorted(reach.bodies)
		)

	def admits(self, reach: Reach, doc: Document) -> bool:
		return (doc.get(self.type_field), doc.get(self.name_field)) in reach.bodies


@dataclass(frozen=True, slots=True)
class OfOwnEntry:
	"""The entries that the user is, by `name_field`; these are read, never written. type_field: of rows that name an entry."""

	name_field: str = "name"
	type_field: str = ""

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if not reading:
			return NOTHING
		table, kind = f"`tab{doctype}`", f"`tab{doctype}`.`{self.type_field}`"
		named = sorted((held, name) for held, name in reach.bodies if self.type_field or held == doctype)
		return any_of(
			f"{table}.`{self.name_field}` = {quoted([name])}"
			+ (f" and {kind} = {quoted([held])}" if self.type_field else "")
			for held, name in named
		)

	def admits(self, reach: Reach, doc: Document) -> bool:
		return False


@dataclass(frozen=True, slots=True)
class OfPerson:
	"""Rows of the person that the user is; these are read, never written. Where they may be written, it is by somebody who
	acts for a body today: who was a candidate reads only.
	"""

	field: str
	reading_only: bool = True

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if not reach.person or (not reading and (self.reading_only or not reach.bodies)):
			return NOTHING
		return f"`tab{doctype}`.`{self.field}` = {quoted([reach.person])}"

	def admits(self, reach: Reach, doc: Document) -> bool:
		return bool(reach.person) and not self.reading_only and doc.get(self.field) == reach.person


@dataclass(frozen=True, slots=True)
class OfUser:
	"""Rows that the user ordered; for reading."""

	field: str

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if not reading or reach.user == "Guest":
			return NOTHING
		return f"`tab{doctype}`.`{self.field}` = {quoted([reach.user])}"

	def admits(self, reach: Reach, doc: Document) -> bool:
		return False


@dataclass(frozen=True, slots=True)
class Through:
	"""Rows that name, in `field`, a row of another DocType that is in reach. `kind` holds for a dynamic link."""

	field: str
	doctype: str
	kind: str = ""
	only: tuple[str, str] | None = None

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		return self._within(doctype, reach.condition(self.doctype, reading))

	def names(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""Statements that give the names of these rows, one for each way in which the other DocType's come into reach."""
		for inner in reach.alternatives(self.doctype, reading):
			yield selected(doctype, self._within(doctype, inner))

	def witnesses(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""Statements that find, for one of these rows, the row of the other DocType that brings it into reach."""
		own = [f"`tab{self.doctype}`.name = `tab{doctype}`.`{self.field}`", *self._own(f"`tab{doctype}`")]
		if (inner := reach.by_row(self.doctype, reading)) != NOTHING:
			yield selected(self.doctype, all_of([*own, inner]))

	def _within(self, doctype: str, inner: str) -> str:
		if inner == NOTHING:
			return NOTHING
		table = f"`tab{doctype}`"
		reached = f"{table}.`{self.field}` in ({selected(self.doctype, inner)})"
		return all_of([reached, *self._own(table)])

	def _own(self, table: str) -> Iterator[str]:
		"""What holds of the row itself, besides that it names the other."""
		if self.kind:
			yield f"{table}.`{self.kind}` = {quoted([self.doctype])}"
		if self.only:
			yield f"{table}.`{self.only[0]}` = {quoted([self.only[1]])}"

	def admits(self, reach: Reach, doc: Document) -> bool:
		if self.kind and doc.get(self.kind) != self.doctype:
			return False
		name = doc.get(self.field)
		return bool(name) and reach.has(self.doctype, [name], reading=False)


@dataclass(frozen=True, slots=True)
class NamedBy:
	"""Rows that a row in reach of another DocType names in `field`; for reading."""

	doctype: str
	field: str

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		inner = reach.condition(self.doctype, True)
		if not reading or inner == NOTHING:
			return NOTHING
		table = f"`tab{self.doctype}`"
		return f"`tab{doctype}`.name in (select {table}.`{self.field}` from {table} where {inner})"

	def names(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""As `Through.names`."""
		if reading:
			for inner in reach.alternatives(self.doctype, True):
				yield selected(self.doctype, inner, self.field)

	def witnesses(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""As `Through.witnesses`."""
		own = f"`tab{self.doctype}`.`{self.field}` = `tab{doctype}`.name"
		if reading and (inner := reach.by_row(self.doctype, True)) != NOTHING:
			yield selected(self.doctype, all_of([own, inner]), self.field)

	def admits(self, reach: Reach, doc: Document) -> bool:
		return False


@dataclass(frozen=True, slots=True)
class ByAdministrator:
	"""All rows, for the Election Administrator."""

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		return "1=1" if reach.is_administrator else NOTHING

	def admits(self, reach: Reach, doc: Document) -> bool:
		return reach.is_administrator


@dataclass(frozen=True, slots=True)
class OfOfficials:
	"""People who hold a position or represent a body, and those that the administrator entered and has yet to place."""

	def sql(self, reach: Reach, doctype: str, reading: bool) -> str:
		if not reach.is_administrator:
			return NOTHING
		table = f"`tab{doctype}`"
		return any_of(
			[
				f"{table}.name in (select person from `tabCommission Membership`)",
				f"{table}.name in (select person from `tabBody Representative`)",
				f"{table}.owner = {quoted([reach.user])}",
			]
		)

	def names(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""As `Through.names`."""
		if reach.is_administrator:
			yield selected("Commission Membership", field="person")
			yield selected("Body Representative", field="person")
			yield selected(doctype, f"`tab{doctype}`.owner = {quoted([reach.user])}")

	def witnesses(self, reach: Reach, doctype: str, reading: bool) -> Iterator[str]:
		"""As `Through.witnesses`."""
		if reach.is_administrator:
			for other in ("Commission Membership", "Body Representative"):
				yield selected(other, f"`tab{other}`.person = `tab{doctype}`.name", "person")
			yield f"select 1 from dual where `tab{doctype}`.owner = {quoted([reach.user])}"

	def admits(self, reach: Reach, doc: Document) -> bool:
		return reach.is_administrator
