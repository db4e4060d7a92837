"""What a form is made of. `reading.read_definition` reads one; the rest of the package works on these values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from esaylov.core.people.names import to_cyrillic, to_new_letters
from esaylov.core.rules.usage import RuleUse

Label = Mapping[str, str]
Condition = Mapping[str, Any]
SPREAD = "@"
"""First character of the name of a block that is spread into the level where it stands."""


class Kind(StrEnum):
	"""Kinds of fields; equal to the options of Appeal Field.kind."""

	SHORT_TEXT = "Short Text"
	LONG_TEXT = "Long Text"
	DATE = "Date"
	INTEGER = "Integer"
	CHOICE = "Choice"
	YES_NO = "Yes/No"
	LINK = "Link"
	PERSON = "Person"
	PHONE = "Phone"
	FILE = "File"
	PHOTO = "Photo"
	GROUP = "Group"

	@property
	def is_file(self) -> bool:
		"""Whether the answer is the hash of an attached file. A photo is a file that is cut to 3x4 when it comes in."""
		return self in (Kind.FILE, Kind.PHOTO)


@dataclass(frozen=True, slots=True)
class Choice:
	"""One value of a Choice field."""

	value: str
	label: Label = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkTo:
	"""The register a Link points to; `filters` are fieldname: value, for the service that looks records up."""

	doctype: str
	filters: Mapping[str, Any] = field(hash=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileLimit:
	"""Media types a file may have (empty: any) and its largest size in bytes (0: no limit of its own). Of a Photo both, and
	its least size, are meant of the picture that comes in: what is kept is a JPEG 3x4."""

	kinds: tuple[str, ...] = ()
	maximum_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Field:
	"""One field. minimum and maximum: value of an Integer, day of a Date (ISO text), length of a text; minimum of a File:
	least size in bytes."""

	name: str
	kind: Kind
	label: Label = field(hash=False, default_factory=dict)
	help: Label = field(hash=False, default_factory=dict)
	required: bool = False
	required_if: Condition | None = field(hash=False, default=None)
	shown_if: Condition | None = field(hash=False, default=None)
	filled_from: str = ""
	read_only: bool = False
	pattern: str = ""
	minimum: int | str | None = None
	maximum: int | str | None = None
	choices: tuple[Choice, ...] = ()
	link: LinkTo | None = None
	file: FileLimit = FileLimit()
	min_rows: int = 0
	max_rows: int | None = None
	fields: tuple["Field", ...] = ()
	identifier: str = ""
	"""pinfl or passport for these two columns of a Person; "" for every other field."""
	from_register: bool = False
	"""A column of a Person that a state register fills in; nobody types it."""

	@property
	def is_spread(self) -> bool:
		"""True for a block such as `@person`, whose columns stand in the level itself."""
		return self.name.startswith(SPREAD)


@dataclass(frozen=True)
class FormDefinition:
	"""A form at one version."""

	code: str
	version: int
	fields: tuple[Field, ...]
	rules: tuple[RuleUse, ...] = ()

	@cached_property
	def made(self) -> dict[str, Any]:
		"""What is made of a definition once, by the part that uses it; a definition never changes."""
		return {}


def columns(fields: tuple[Field, ...]) -> tuple[Field, ...]:
	"""The fields of one level with spread blocks opened: what the keys of its answers are."""
	opened: list[Field] = []
	for item in fields:
		opened += item.fields if item.name.startswith(SPREAD) else (item,)
	return tuple(opened)


def scope(fields: tuple[Field, ...], answers: Mapping[str, Any], outer: Mapping[str, Any]) -> dict[str, Any]:
	"""What conditions of a level read: its answers, and those of the levels around it where it has no field of the name."""
	names = {item.name for item in columns(fields)}
	return {**{name: value for name, value in outer.items() if name not in names}, **answers}


def label(texts: Label, lang: str) -> str:
	"""A label in a language; uz-Cyrl and uz-2026 are written from uz, and uz stands in for what is missing."""
	if texts.get(lang):
		return texts[lang]
	if lang == "uz-Cyrl" and texts.get("uz"):
		return to_cyrillic(texts["uz"])
	if lang == "uz-2026":
		return to_new_letters(texts.get("uz", ""))
	return texts.get("uz", "")
