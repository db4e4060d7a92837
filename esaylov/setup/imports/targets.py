"""What a table writes: which rows stand already, what their values become, and by whose hand they are written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.core.formats import geojson
from esaylov.core.people import names
from esaylov.registers.effects import imports
from esaylov.setup.imports.columns import BOUNDARY
from esaylov.setup.imports.kinds import Table
from esaylov.setup.imports.reading import CHUNK, Row


@dataclass(frozen=True, slots=True)
class Order:
	"""What an intake says beside its file."""

	table: Table
	election: str
	act: imports.Act | None
	intake: str = ""
	invites: bool = False
	"""Whether new members are invited to log in, by SMS."""

	@property
	def basis(self) -> imports.Act:
		"""The act that rows of registers are written on; the intake was refused without one."""
		if self.act is None:
			raise ValueError(f"rows of {self.table.doctype} without an act")
		return self.act


@dataclass(slots=True)
class Resolved:
	"""A row as it will stand. name: the record that is there, "" for none. values: fields of the record."""

	row: Row
	values: dict[str, Any] = field(default_factory=dict)
	name: str = ""
	findings: list[Finding] = field(default_factory=list)


class Target:
	"""Writes one table. `key` fields name a record; empty cells say nothing, so what stands there stays."""

	doctype = ""
	batch = 500
	"""Rows of a transaction, and of one Imported Act: a second of work where each row is a document."""
	extra: tuple[str, ...] = ()
	"""Columns of the table that are no fields of the record."""

	def __init__(self, order: Order) -> None:
		self.order = order

	def order_of(self, rows: Sequence[Row]) -> list[int]:
		"""Places of the rows in the order in which they must be written."""
		return list(range(len(rows)))

	def resolve(self, rows: Sequence[Row]) -> list[Resolved]:
		"""Each row with the record that it is about; a number of queries that does not grow with the rows."""
		found = [Resolved(row, self.values(row)) for row in rows]
		self.complete(found)
		self._find(found)
		return found

	def values(self, row: Row) -> dict[str, Any]:
		"""The fields that a row fills."""
		values = (
			{name: value for name, value in row.items() if name not in self.extra} if self.extra else {**row}
		)
		if values.get("title_uz"):
			values["title_uz"] = names.uzbek_letters(values["title_uz"])
		return values

	def complete(self, found: Sequence[Resolved]) -> None:
		"""Add fields that other records give, and findings about them."""

	def key(self, values: Mapping[str, Any]) -> tuple[str, ...]:
		"""What names the record, as text."""
		return tuple(str(values.get(name) or "") for name in self.key_fields)

	key_fields: tuple[str, ...] = ()

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any] | list[list[Any]]:
		"""Filters that leave few records beside those of the rows."""
		raise NotImplementedError

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		"""Write rows without findings, in the caller's transaction."""
		raise NotImplementedError

	def finish(self) -> None:
		"""After the last row."""

	def differs(self, item: Resolved, stored: Mapping[str, Any]) -> bool:
		"""Whether the record says something else than the row."""
		return any(
			# most are of one kind on both sides
			value != stored.get(name) and _plain(value) != _plain(stored.get(name))
			for name, value in item.values.items()
		)

	def _find(self, found: Sequence[Resolved]) -> None:
		fields = sorted({name for item in found for name in item.values} | {*self.key_fields})
		stored: dict[tuple[str, ...], frappe._dict] = {}
		for start in range(0, len(found), CHUNK):
			part = found[start : start + CHUNK]
			rows = frappe.get_all(
				self.doctype, filters=self.filters(part), fields=["name", *fields], order_by="creation asc"
			)
			stored |= {self.key(row): row for row in rows}
		for item in found:
			known = stored.get(self.key(item.values))
			item.name = known.name if known else ""
			if known and not self.differs(item, known):
				item.values = {}


def among(found: Iterable[Resolved], name: str) -> list[Any]:
	"""The values of a field, once each, for a filter `in`."""
	return [
		"in",
		sorted({item.values[name] for item in found if item.values.get(name) not in (None, "")}) or [""],
	]


def check_contest(order: Order, found: Sequence[Resolved]) -> None:
	"""The kind of election is held in that election."""
	held = set(
		frappe.get_all(
			"Election Contest", {"parent": order.election}, pluck="election_type", order_by="idx asc"
		)
	)
	for item in found:
		if item.values.get("election_type") not in held:
			item.findings.append(Finding("contest_not_held", "election_type"))


def check_boundary(found: Sequence[Resolved]) -> None:
	"""The boundary is an area; it is kept without what is around it."""
	for item in found:
		text = item.values.get(BOUNDARY)
		if not text:
			continue
		shape = geojson.boundary(text)
		if shape is None:
			item.findings.append(Finding("not_a_polygon", BOUNDARY))
		else:
			item.values[BOUNDARY] = frappe.as_json(shape, indent=None)


def _plain(value: object) -> str:
	"""A value as text that can be compared: dates, numbers and empty cells alike on both sides."""
	if value is None or value == "":
		return ""
	if isinstance(value, date):
		return value.isoformat()[:10]
	if isinstance(value, float):
		return f"{value:.9f}".rstrip("0").rstrip(".")
	return str(value)
