"""The tables that can be imported: what each is called, its columns, what names a row, and what it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from esaylov.core import forms
from esaylov.framework.errors import NotFound
from esaylov.setup.imports import columns


class Kind(StrEnum):
	"""Equal to the options of Table Import.kind."""

	COMMISSIONS = "Commissions"
	MEMBERS = "Commission Members"
	CONSTITUENCIES = "Constituencies"
	STATIONS = "Polling Stations"
	CONSTITUENCY_STATIONS = "Stations of Constituencies"
	VOTERS = "Voter Figures"
	CANDIDATES = "Candidates"


@dataclass(frozen=True)
class Table:
	"""A table. key: columns that name a row. personal: columns about people, which no export gives.

	needs_act: its facts are decided by a commission, so the intake names the act. needs_election: its rows are of one election.
	by_decision_alone: a row that stands with other content is not changed by an import.
	"""

	kind: Kind
	doctype: str
	columns: Sequence[columns.Column]
	key: tuple[str, ...]
	needs_act: bool = False
	needs_election: bool = False
	by_decision_alone: bool = False
	personal: frozenset[str] = frozenset()

	@cached_property
	def form(self) -> forms.FormDefinition:
		"""The table as a form whose only field is the group of its rows."""
		group: Mapping[str, Any] = {
			"name": columns.ROWS,
			"kind": "Group",
			"label": columns.words((str(self.kind),) * 3),
			"max_rows": columns.MOST_ROWS,
			"fields": list(self.columns),
		}
		return forms.read_definition({"code": str(self.kind), "version": 1, "fields": [group]})

	@property
	def group(self) -> forms.Field:
		"""The group of the rows."""
		return self.form.fields[0]

	@property
	def has_boundary(self) -> bool:
		"""Whether a GeoJSON file can be the table."""
		return any(column["name"] == columns.BOUNDARY for column in self.columns)


TABLES: Mapping[Kind, Table] = {
	table.kind: table
	for table in (
		Table(Kind.COMMISSIONS, "Election Commission", columns.COMMISSIONS, ("code",)),
		Table(
			Kind.MEMBERS,
			"Commission Membership",
			columns.MEMBERS,
			("commission", "position", "pinfl", "starts_on"),
			needs_act=True,
			by_decision_alone=True,
			personal=frozenset({"pinfl", "workplace_position", "phone"}),
		),
		Table(
			Kind.CONSTITUENCIES,
			"Constituency",
			columns.CONSTITUENCIES,
			("election_type", "territory", "number"),
			needs_act=True,
			needs_election=True,
		),
		Table(Kind.STATIONS, "Polling Station", columns.STATIONS, ("territory", "number"), needs_act=True),
		Table(
			Kind.CONSTITUENCY_STATIONS,
			"Constituency Station",
			columns.CONSTITUENCY_STATIONS,
			("election_type", "station_territory", "station_number"),
			needs_election=True,
		),
		Table(
			Kind.VOTERS,
			"Voter Statistic",
			columns.FIGURES_OF_VOTERS,
			("kind", "territory", "gender"),
			needs_election=True,
		),
		Table(
			Kind.CANDIDATES,
			"Candidate",
			columns.CANDIDATES,
			("election_type", "pinfl"),
			needs_act=True,
			needs_election=True,
			by_decision_alone=True,
			personal=frozenset({"pinfl", "birth_date"}),
		),
	)
}


def table_of(kind: str) -> Table:
	"""The table of a kind; raises NotFound."""
	if kind not in set(Kind):
		raise NotFound({"doctype": "Table Import"}, field="kind")
	return TABLES[Kind(kind)]
