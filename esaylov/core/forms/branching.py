"""Conditions of a form in JSON Schema: if/then/else, moved outwards to the level whose answers they read.

A schema of a row cannot see the answers around the row. A condition of a column that reads an outer field therefore stands at
the outer level: for each way those outer fields can turn out, it says what every row must be like.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from esaylov.core.forms.conditions import fields_of, leaves, settled, to_schema
from esaylov.core.forms.definition import Condition, Field

MOST_OUTER = 4
"""Comparisons with outer fields in one condition: each doubles the schema (own design)."""

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Branch:
	"""What holds for a level when a condition is met, and when it is not."""

	condition: Condition
	met: Mapping[str, Any]
	unmet: Mapping[str, Any]

	def resolved(self, names: frozenset[str]) -> bool:
		"""True when these names are all it reads."""
		return names.issuperset(fields_of(self.condition))

	def schema(self) -> Schema:
		"""As if/then/else."""
		parts = {"then": dict(self.met), "else": dict(self.unmet)}
		return {"if": to_schema(self.condition), **{key: part for key, part in parts.items() if part}}


def branches(item: Field) -> Iterator[Branch]:
	"""What shown_if and required_if of a field mean for its level."""
	required = {"required": [item.name]}
	if item.shown_if is not None:
		hidden = {"properties": {item.name: False}}
		yield Branch(item.shown_if, required if item.required else {}, hidden)
	if item.required_if is not None:
		conditions = [part for part in (item.shown_if, item.required_if) if part is not None]
		yield Branch({"all": conditions}, required, {})


def lifted(branch: Branch, group: str, names: frozenset[str]) -> Iterator[Branch]:
	"""The branch of a row as branches of the level that holds the group; names are those of the row."""
	outer = outer_leaves(branch.condition, names)
	for values in product((True, False), repeat=len(outer)):
		truth = list(zip(outer, values, strict=True))
		rest = settled(branch.condition, lambda leaf, truth=truth: _said(leaf, truth))  # type: ignore[misc]
		if row := _row(branch, rest):
			here = [leaf if said else {"not": leaf} for leaf, said in truth]
			yield Branch({"all": here}, {"properties": {group: {"items": row}}}, {})


def outer_leaves(condition: Condition, names: frozenset[str]) -> list[Condition]:
	"""The different parts of a condition that read fields of an outer level."""
	outer: list[Condition] = []
	for leaf in leaves(condition):
		if leaf["field"] not in names and not _among(leaf, outer):
			outer.append(leaf)
	return outer


def _among(leaf: Condition, others: list[Condition]) -> bool:
	return any(_same(leaf, other) for other in others)


def _same(one: Condition, other: Condition) -> bool:
	"""Equal as JSON, where true is not 1."""
	return repr(sorted(one.items())) == repr(sorted(other.items()))


def _said(leaf: Condition, truth: list[tuple[Condition, bool]]) -> bool | None:
	return next((said for known, said in truth if _same(leaf, known)), None)


def _row(branch: Branch, rest: Condition | bool) -> Schema:
	if isinstance(rest, bool):
		return dict(branch.met if rest else branch.unmet)
	return Branch(rest, branch.met, branch.unmet).schema()
