"""Kinds of rules that put a row into a user's reach; `row_rules` says which hold for what.

Each says once what holds of a row: `rows` gives the predicate, of which the conditions on stored rows and the answer about a
document that is about to be inserted are made.
"""

from dataclasses import dataclass
from typing import Protocol

from esaylov.permissions.row_predicates import (
	All,
	Either,
	EveryRow,
	Has,
	LiesIn,
	Linked,
	Names,
	NoRow,
	Not,
	Predicate,
	Reach,
)


class Rule(Protocol):
	"""One way in which a row comes into reach."""

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		"""Which rows of the DocType: to read, or to write and insert."""


@dataclass(frozen=True, slots=True)
class OfCommission:
	"""Rows of the user's commissions; for reading also of those below. `after` leaves out rows not yet handed in."""

	field: str
	lft: str = ""
	after: tuple[str, str] | None = None

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if not reach.commissions:
			return NoRow()
		found = self._below(reach) if reading else Has(self.field, reach.commissions)
		if not self.after:
			return found
		field, state = self.after
		return All((found, Not(Has(field, frozenset({state})))))

	def _below(self, reach: Reach) -> Predicate:
		if self.lft:
			return LiesIn(self.lft, reach.spans)
		return Names(self.field, "Election Commission", LiesIn("lft", reach.spans))


@dataclass(frozen=True, slots=True)
class OfBody:
	"""Rows of the bodies for which the user may act."""

	type_field: str
	name_field: str

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return Either(
			tuple(
				All((Has(self.type_field, frozenset({kind})), Has(self.name_field, frozenset({name}))))
				for kind, name in sorted(reach.bodies)
			)
		)


@dataclass(frozen=True, slots=True)
class OfOwnEntry:
	"""The entries that the user is, by `name_field`; these are read, never written. type_field: of rows that name an entry."""

	name_field: str = "name"
	type_field: str = ""

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if not reading:
			return NoRow()
		if self.type_field:
			return OfBody(self.type_field, self.name_field).rows(reach, doctype, reading)
		return Has(self.name_field, frozenset(name for kind, name in reach.bodies if kind == doctype))


@dataclass(frozen=True, slots=True)
class OfPerson:
	"""Rows of the person that the user is; these are read, never written. Where they may be written, it is by somebody who
	acts for a body today: who was a candidate reads only.
	"""

	field: str
	reading_only: bool = True

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if not reach.person or (not reading and (self.reading_only or not reach.bodies)):
			return NoRow()
		return Has(self.field, frozenset({reach.person}))


@dataclass(frozen=True, slots=True)
class OfUser:
	"""Rows that name the user in `field`; for reading, or also to write and to insert."""

	field: str
	reading_only: bool = True

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if reach.user == "Guest" or (self.reading_only and not reading):
			return NoRow()
		return Has(self.field, frozenset({reach.user}))


@dataclass(frozen=True, slots=True)
class Through:
	"""Rows that name, in `field`, a row of another DocType that is in reach. `kind` holds for a dynamic link."""

	field: str
	doctype: str
	kind: str = ""
	only: tuple[str, str] | None = None

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		stated = ((self.kind, self.doctype) if self.kind else None, self.only)
		own = tuple(Has(each[0], frozenset({each[1]})) for each in stated if each)
		return Linked(self.doctype, reach, reading, field=self.field, own=own)


@dataclass(frozen=True, slots=True)
class NamedBy:
	"""Rows that a row in reach of another DocType names in `field`; for reading."""

	doctype: str
	field: str

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return Linked(self.doctype, reach, reading, other_field=self.field) if reading else NoRow()


@dataclass(frozen=True, slots=True)
class ByAdministrator:
	"""All rows, for the Election Administrator."""

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return EveryRow() if reach.is_administrator else NoRow()


@dataclass(frozen=True, slots=True)
class OfOfficials:
	"""People whom any row of another DocType names (who hold a position or represent a body), for the Election Administrator."""

	doctype: str

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		if not reach.is_administrator:
			return NoRow()
		return Linked(self.doctype, None, reading, other_field="person")


@dataclass(frozen=True, slots=True)
class EnteredByAdministrator:
	"""Rows that the Election Administrator entered and has yet to place."""

	def rows(self, reach: Reach, doctype: str, reading: bool) -> Predicate:
		return Has("owner", frozenset({reach.user})) if reach.is_administrator else NoRow()
