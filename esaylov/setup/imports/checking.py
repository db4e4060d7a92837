"""What is wrong with rows, and what an import would do with each: the dry run and the import ask the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from esaylov.core import forms
from esaylov.core.findings import Finding, blocking
from esaylov.core.forms import plain, tables
from esaylov.core.people import identity
from esaylov.setup.imports import ground_targets, people_targets
from esaylov.setup.imports.columns import BOUNDARY, PINFL, ROWS
from esaylov.setup.imports.constituency_stations import ConstituencyStations
from esaylov.setup.imports.kinds import Kind, Table
from esaylov.setup.imports.reading import Read, Row, existing
from esaylov.setup.imports.targets import Order, Resolved, Target

TARGETS: Mapping[Kind, type[Target]] = {
	Kind.COMMISSIONS: ground_targets.Commissions,
	Kind.MEMBERS: people_targets.Members,
	Kind.CONSTITUENCIES: ground_targets.Constituencies,
	Kind.STATIONS: ground_targets.Stations,
	Kind.CONSTITUENCY_STATIONS: ConstituencyStations,
	Kind.VOTERS: ground_targets.Figures,
	Kind.CANDIDATES: people_targets.Candidates,
}


AT_ONCE = 100
"""Rows that are asked about together: each cell may be wrong, and the check tells no more than `MOST_FINDINGS`."""


class Sheet:
	"""A whole file, read once for a run: its rows in the order of writing, and what can be told without the database."""

	def __init__(self, order: Order, read: Read) -> None:
		self.order = order
		self.read = read
		self.target = TARGETS[order.table.kind](order)
		self.places = self.target.order_of(read.rows)
		self.twice = _twice(order.table, read)
		self.links = _links(order.table, read.rows)
		self.is_plain = plain.plain_rows(order.table.group, self.links, apart={BOUNDARY})
		self.has_people = any(column.name == PINFL for column in tables.table_columns(order.table.group))

	@property
	def total(self) -> int:
		"""Rows of the file."""
		return len(self.places)

	def look(self, start: int, count: int) -> list[tuple[int, Resolved]]:
		"""Some rows, each with its line, its findings and what it becomes."""
		places = self.places[start : start + count]
		rows = [self.read.rows[place] for place in places]
		found = self._structure(rows)
		items = [Resolved(row, findings=list(findings)) for row, findings in zip(rows, found, strict=True)]
		for item, place in zip(items, places, strict=True):
			item.findings += [_of_column(finding) for finding in self.read.garbled.get(place, ())]
			item.findings += self.twice.get(place, ())
		self._resolve(items)
		return [(self.read.lines[place], item) for place, item in zip(places, items, strict=True)]

	def _structure(self, rows: Sequence[Row]) -> list[list[Finding]]:
		"""Findings of each row by the columns' own rules; boundaries are long, and asked by their own check.

		What is plain needs no asking (`forms.plain`); all others are asked by the check that every form has.
		"""
		found: list[list[Finding]] = [[] for _ in rows]
		asked = [place for place, row in enumerate(rows) if not self.is_plain(row)]
		for start in range(0, len(asked), AT_ONCE):
			part = asked[start : start + AT_ONCE]
			for place, findings in zip(part, self._checked([rows[at] for at in part]), strict=True):
				found[place] += findings
		for place, row in enumerate(rows) if self.has_people else ():
			if row.get(PINFL) and not any(finding.path == PINFL for finding in found[place]):
				found[place] += identity.check(row[PINFL], PINFL)
		return found

	def _checked(self, rows: Sequence[Row]) -> list[list[Finding]]:
		short = [{name: value for name, value in row.items() if name != BOUNDARY} for row in rows]
		told = forms.check(self.order.table.form, {ROWS: short}, forms.Context(links=self.links))
		if len(rows) > 1 and not all(finding.path for finding in told):
			# too long together, or one of them cannot be written down at all: then no row was looked at
			return [findings for row in rows for findings in self._checked([row])]
		found: list[list[Finding]] = [[] for _ in rows]
		for finding in told:
			place = int(finding.path.partition("[")[2].partition("]")[0] or 0)
			found[place].append(_of_column(finding))
		return found

	def _resolve(self, items: Sequence[Resolved]) -> None:
		whole = [place for place, item in enumerate(items) if not blocking(item.findings)]
		for place, resolved in zip(whole, self.target.resolve([items[at].row for at in whole]), strict=True):
			items[place].name, items[place].values = resolved.name, resolved.values
			items[place].findings += resolved.findings
			if resolved.name and resolved.values and self.order.table.by_decision_alone:
				items[place].findings.append(Finding("intake_differs"))


def _of_column(finding: Finding) -> Finding:
	"""The finding with the column alone as its place."""
	return replace(finding, path=finding.path.partition("].")[2])


def _twice(table: Table, read: Read) -> dict[int, list[Finding]]:
	"""By place, the rows whose key stood before."""
	first: dict[tuple[str, ...], int] = {}
	found: dict[int, list[Finding]] = {}
	for place, row in enumerate(read.rows):
		key = tuple(str(row.get(name) or "") for name in table.key)
		known = first.setdefault(key, place)
		if known != place and any(key):
			finding = Finding("intake_twice", table.key[-1], params={"line": read.lines[known]})
			found.setdefault(place, []).append(finding)
	return found


def _links(table: Table, rows: Sequence[Row]) -> dict[str, frozenset[str]]:
	"""For each Link column, the codes that are there; of commissions also those of the file itself."""
	found: dict[str, frozenset[str]] = {}
	for column in tables.table_columns(table.group):
		if not column.link:
			continue
		wanted: dict[str, Any] = dict.fromkeys(str(row[column.name]) for row in rows if row.get(column.name))
		known = existing(column.link.doctype, list(wanted))
		if column.link.doctype == table.doctype:
			known |= {str(row["code"]) for row in rows if row.get("code")}
		found[f"{ROWS}.{column.name}"] = known
	return found
