"""Looking at a definition that may be wrong: whatever is not of the right shape is passed over, never raised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esaylov.core.forms.definition import SPREAD, Kind
from esaylov.core.forms.person import BLOCKS, PERSON_FIELDS

Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
	"""A field with its place in the definition (`fields[2].fields[0]`) and the group that holds it, "" at the top."""

	path: str
	group: str
	item: Mapping[str, Any]

	@property
	def name(self) -> str:
		return text(self.item, "name")

	@property
	def kind(self) -> str:
		return text(self.item, "kind")


def text(item: Mapping[str, Any], key: str) -> str:
	"""A text of a definition, "" where it is absent or something else."""
	value = item.get(key)
	return value if isinstance(value, str) else ""


def mappings(value: Any) -> list[Mapping[str, Any]]:
	"""The objects of a list, [] for anything else."""
	return [item for item in value if isinstance(item, Mapping)] if isinstance(value, Sequence) else []


def texts(item: Mapping[str, Any], key: str) -> Mapping[str, str]:
	"""A text in its languages."""
	value = item.get(key)
	return value if isinstance(value, Mapping) else {}


def fields(definition: Definition) -> list[Placed]:
	"""All fields in their order, those of groups after their group."""
	return list(_walk(definition.get("fields"), "fields", ""))


def _walk(items: Any, path: str, group: str) -> Iterator[Placed]:
	for number, item in enumerate(mappings(items)):
		here = f"{path}[{number}]"
		yield Placed(here, group, item)
		if item.get("kind") == Kind.GROUP:
			yield from _walk(item.get("fields"), f"{here}.fields", text(item, "name"))


def names_in(placed: Sequence[Placed], group: str = "") -> frozenset[str]:
	"""Names of the answers of one level; a block such as `@person` gives those of its columns."""
	names: set[str] = set()
	for field in placed:
		if field.group == group:
			spread = field.name.startswith(SPREAD)
			names |= _columns(field) if spread else {field.name}
	return frozenset(names)


def _columns(field: Placed) -> set[str]:
	return {item.name for item in BLOCKS.get(field.name, PERSON_FIELDS)}
