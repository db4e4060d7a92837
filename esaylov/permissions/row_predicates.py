"""What rules say of a row, once: asked of stored rows as a condition of SQL, and of a document that is about to be inserted."""

# names are ours, values go through `quoted`; a hook can return nothing but SQL text
# ruff: noqa: S608
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import frappe
from frappe.model.document import Document

NOTHING = "1=0"
EVERYTHING = "1=1"


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


class Predicate(Protocol):
	"""Something that holds for a row or does not."""

	def sql(self, doctype: str) -> str:
		"""As a condition on stored rows of the DocType."""

	def holds_for(self, doc: Document) -> bool:
		"""Of a document that is about to be inserted."""


def any_of(conditions: Iterable[str]) -> str:
	"""The conditions joined by `or`, those that hold for no row left out."""
	useful = [condition for condition in conditions if condition != NOTHING]
	return " or ".join(f"({condition})" for condition in useful) or NOTHING


def all_of(conditions: Iterable[str]) -> str:
	"""The conditions joined by `and`; nothing when one of them holds for no row."""
	parts = list(conditions)
	return NOTHING if NOTHING in parts else " and ".join(f"({condition})" for condition in parts)


def selected(doctype: str, condition: str = EVERYTHING, field: str = "name") -> str:
	"""A statement that gives names: of the rows of a DocType, or those that its rows have in a field."""
	return f"select `tab{doctype}`.`{field}` as name from `tab{doctype}` where {condition}"


def united(doctype: str, statements: Iterable[str]) -> str:
	"""The condition on rows that one of the statements names.

	As a table of its own: MariaDB reads it once, each part by its index, where conditions on several tables joined by `or` make
	it read the whole table and ask the others for each row.
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
class NoRow:
	"""No row."""

	def sql(self, doctype: str) -> str:
		return NOTHING

	def holds_for(self, doc: Document) -> bool:
		return False


@dataclass(frozen=True, slots=True)
class EveryRow:
	"""Every row."""

	def sql(self, doctype: str) -> str:
		return EVERYTHING

	def holds_for(self, doc: Document) -> bool:
		return True


@dataclass(frozen=True, slots=True)
class Has:
	"""A field has one of these values."""

	field: str
	values: frozenset[str]

	def sql(self, doctype: str) -> str:
		return f"`tab{doctype}`.`{self.field}` in ({quoted(self.values)})" if self.values else NOTHING

	def holds_for(self, doc: Document) -> bool:
		return doc.get(self.field) in self.values


@dataclass(frozen=True, slots=True)
class IsEmpty:
	"""A field has no value."""

	field: str

	def sql(self, doctype: str) -> str:
		return f"`tab{doctype}`.`{self.field}` is null"

	def holds_for(self, doc: Document) -> bool:
		return not doc.get(self.field)


@dataclass(frozen=True, slots=True)
class LiesIn:
	"""A number is within one of these spans, ends included."""

	field: str
	spans: frozenset[tuple[int, int]]

	def sql(self, doctype: str) -> str:
		number = f"`tab{doctype}`.`{self.field}`"
		return any_of(f"{number} between {int(first)} and {int(last)}" for first, last in sorted(self.spans))

	def holds_for(self, doc: Document) -> bool:
		number = int(doc.get(self.field) or 0)
		return any(first <= number <= last for first, last in self.spans)


@dataclass(frozen=True, slots=True)
class Names:
	"""A field names a row of another DocType for which something holds."""

	field: str
	doctype: str
	what: Predicate

	def sql(self, doctype: str) -> str:
		inner = self.what.sql(self.doctype)
		if inner == NOTHING:
			return NOTHING
		return f"`tab{doctype}`.`{self.field}` in ({selected(self.doctype, inner)})"

	def holds_for(self, doc: Document) -> bool:
		is_it = f"`tab{self.doctype}`.name = {quoted([str(doc.get(self.field) or '')])}"
		statement = selected(self.doctype, all_of([is_it, self.what.sql(self.doctype)]))
		return bool(frappe.db.sql(statement))


@dataclass(frozen=True, slots=True)
class Not:
	"""Something does not hold."""

	what: Predicate

	def sql(self, doctype: str) -> str:
		return f"not ({self.what.sql(doctype)})"

	def holds_for(self, doc: Document) -> bool:
		return not self.what.holds_for(doc)


@dataclass(frozen=True, slots=True)
class All:
	"""All of these hold."""

	parts: tuple[Predicate, ...]

	def sql(self, doctype: str) -> str:
		return all_of(part.sql(doctype) for part in self.parts)

	def holds_for(self, doc: Document) -> bool:
		return all(part.holds_for(doc) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
	"""One of these holds."""

	parts: tuple[Predicate, ...]

	def sql(self, doctype: str) -> str:
		return any_of(part.sql(doctype) for part in self.parts)

	def holds_for(self, doc: Document) -> bool:
		return any(part.holds_for(doc) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Linked:
	"""A row of another DocType, in reach itself, has in `other_field` what this one has in `field`; `own` holds for this one.

	reach: of whom; None where each row of the other counts. Lists ask it in two further forms: `name_statements` and
	`witness_statements`.
	"""

	doctype: str
	reach: Reach | None
	reading: bool
	field: str = "name"
	other_field: str = "name"
	own: tuple[Predicate, ...] = ()

	def sql(self, doctype: str) -> str:
		return self._within(
			doctype, self.reach.condition(self.doctype, self.reading) if self.reach else EVERYTHING
		)

	def name_statements(self, doctype: str) -> Iterator[str]:
		"""Statements that give the names of these rows, one for each way in which the other DocType's come into reach."""
		ways = self.reach.alternatives(self.doctype, self.reading) if self.reach else [EVERYTHING]
		for inner in ways:
			if self.field == "name" and not self.own:
				yield selected(self.doctype, inner, self.other_field)
			else:
				yield selected(doctype, self._within(doctype, inner))

	def witness_statements(self, doctype: str) -> Iterator[str]:
		"""A statement that finds, for one of these rows, the other row that brings it into reach; none where no row does."""
		inner = self.reach.by_row(self.doctype, self.reading) if self.reach else EVERYTHING
		if inner != NOTHING:
			joined = f"`tab{self.doctype}`.`{self.other_field}` = `tab{doctype}`.`{self.field}`"
			own = [part.sql(doctype) for part in self.own]
			yield selected(self.doctype, all_of([joined, *own, inner]), self.other_field)

	def _within(self, doctype: str, inner: str) -> str:
		if inner == NOTHING:
			return NOTHING
		reached = f"`tab{doctype}`.`{self.field}` in ({selected(self.doctype, inner, self.other_field)})"
		return all_of([reached, *(part.sql(doctype) for part in self.own)]) if self.own else reached

	def holds_for(self, doc: Document) -> bool:
		"""Another row names none that is not stored yet."""
		name = doc.get(self.field)
		if not name or self.other_field != "name" or not all(part.holds_for(doc) for part in self.own):
			return False
		return not self.reach or self.reach.has(self.doctype, [name], self.reading)
