"""Reading a definition from JSON: everything that is wrong is told at once, for the person who builds the type."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast

import jsonschema_rs

from esaylov.core.findings import Finding
from esaylov.core.formats.places import below
from esaylov.core.forms import definition
from esaylov.core.forms.branching import MOST_OUTER, outer_leaves
from esaylov.core.forms.conditions import ConditionUnreadable, fields_of, in_a_circle
from esaylov.core.forms.definition import SPREAD, Choice, Field, FileLimit, FormDefinition, Kind, LinkTo
from esaylov.core.forms.person import BLOCKS, PERSON_FIELDS
from esaylov.core.rules import RuleUse, problems

DEEPEST = 3
"""Groups inside groups, at most."""

T = TypeVar("T")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_TOP = frozenset({"code", "version", "fields", "rules"})
_KEYS = frozenset(
	{"name", "kind", "label", "help", "required", "required_if", "shown_if", "filled_from", "read_only"}
	| {"pattern", "minimum", "maximum", "choices", "link", "file", "min_rows", "max_rows", "fields"}
)
_BOUNDS: Mapping[Kind, type] = {
	Kind.SHORT_TEXT: int,
	Kind.LONG_TEXT: int,
	Kind.INTEGER: int,
	Kind.DATE: str,
	Kind.FILE: int,
	Kind.PHOTO: int,
}


class DefinitionInvalid(ValueError):
	"""A form definition that cannot be used; `findings` say where and why (paths like `fields[2].kind`)."""

	def __init__(self, findings: Sequence[Finding]) -> None:
		super().__init__("; ".join(f"{finding.path}: {finding.code}" for finding in findings))
		self.findings = list(findings)


def read_definition(data: Mapping[str, Any]) -> FormDefinition:
	"""Read the definition of an appeal type; raises DefinitionInvalid with everything that is wrong."""
	reader = _Reader()
	if not isinstance(data, Mapping):
		raise DefinitionInvalid([Finding("definition_value")])
	reader.only(data, _TOP, "")
	code = reader.value(data, "code", str, "", "")
	version = reader.value(data, "version", int, 0, "")
	if not code or version < 1:
		reader.problem("definition_value", "code" if not code else "version")
	fields = reader.level(data.get("fields"), "fields", 1)
	rules = reader.rules(data.get("rules"))
	if reader.problems:
		raise DefinitionInvalid(reader.problems)
	return FormDefinition(code, version, fields, rules)


class _Reader:
	"""Reads part by part and gathers what is wrong; what cannot be read becomes a harmless default."""

	def __init__(self) -> None:
		self.problems: list[Finding] = []

	def problem(self, code: str, path: str, **params: str | int) -> None:
		self.problems.append(Finding(code, path, params=params))

	def only(self, item: Mapping[str, Any], keys: frozenset[str], path: str) -> None:
		for key in item:
			if key not in keys:
				self.problem("definition_key", below(path, str(key)))

	def value(self, item: Mapping[str, Any], key: str, kind: type[T], default: T, path: str) -> T:
		"""The value of a key, its default when it is absent or null; `definition_value` when it is of another type."""
		value = item.get(key)
		if value is None:
			return default
		if kind is bool and value in (0, 1):  # Frappe holds a tick as a number
			return cast(T, bool(value))
		if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
			return value
		self.problem("definition_value", below(path, key))
		return default

	def level(
		self, items: Any, path: str, depth: int, outer: frozenset[str] = frozenset()
	) -> tuple[Field, ...]:
		"""The fields of a form, a group or a block, with the names and conditions that hold them together."""
		if not isinstance(items, list) or not items or depth > DEEPEST:
			self.problem("definition_fields", path)
			return ()
		around = outer | _names(items)
		fields = tuple(
			self.field(item, f"{path}[{number}]", depth, around)
			for number, item in enumerate(items)
			if self.is_object(item, f"{path}[{number}]")
		)
		names = [item.name for item in definition.columns(fields)]
		for name, count in Counter(names).items():
			if count > 1:
				self.problem("definition_name_twice", path, name=name)
		for item in fields:
			self.conditions(item, frozenset(names), outer, path)
		for name in in_a_circle({item.name: item.shown_if for item in fields}):
			self.problem("definition_condition_circle", path, name=name)
		return fields

	def is_object(self, item: Any, path: str) -> bool:
		if isinstance(item, Mapping):
			return True
		self.problem("definition_value", path)
		return False

	def field(self, item: Mapping[str, Any], path: str, depth: int, around: frozenset[str]) -> Field:
		self.only(item, _KEYS, path)
		name = self.value(item, "name", str, "", path)
		kind = self.kind(item, path)
		spread = name.startswith(SPREAD)
		if not (name in BLOCKS and kind is Kind.PERSON if spread else _NAME.fullmatch(name)):
			self.problem("definition_name", below(path, "name"), name=name)
		minimum, maximum = self.bounds(item, kind, path)
		return Field(
			name=name,
			kind=kind,
			label=self.label(item, "label", path, needed=not spread),
			help=self.label(item, "help", path, needed=False),
			required=self.value(item, "required", bool, False, path),
			required_if=item.get("required_if"),
			shown_if=item.get("shown_if"),
			filled_from=self.value(item, "filled_from", str, "", path),
			read_only=self.value(item, "read_only", bool, False, path),
			pattern=self.pattern(item, kind, path),
			minimum=minimum,
			maximum=maximum,
			choices=self.choices(item, kind, path),
			link=self.link(item, kind, path),
			file=self.file(item, path),
			min_rows=self.value(item, "min_rows", int, 0, path),
			max_rows=self.max_rows(item, path),
			fields=self.inner(item, kind, path, depth, around),
		)

	def kind(self, item: Mapping[str, Any], path: str) -> Kind:
		try:
			return Kind(str(item.get("kind")))
		except ValueError:
			self.problem("definition_kind", below(path, "kind"), kind=str(item.get("kind")))
			return Kind.SHORT_TEXT

	def label(self, item: Mapping[str, Any], key: str, path: str, *, needed: bool) -> dict[str, str]:
		value: Mapping[str, Any] = self.value(item, key, Mapping, {}, path)  # type: ignore[type-abstract]
		texts = {lang: text for lang, text in value.items() if isinstance(text, str)}
		if len(texts) != len(value) or (needed and not texts.get("uz")):
			self.problem("definition_label", below(path, key))
		return texts

	def bounds(
		self, item: Mapping[str, Any], kind: Kind, path: str
	) -> tuple[int | str | None, int | str | None]:
		found = [self.bound(item, key, kind, path) for key in ("minimum", "maximum")]
		if None not in found and found[0] > found[1]:  # type: ignore[operator]
			self.problem("definition_limits", path)
		return found[0], found[1]

	def bound(self, item: Mapping[str, Any], key: str, kind: Kind, path: str) -> int | str | None:
		value: Any = item.get(key)
		if value is None:
			return None
		expected = _BOUNDS.get(kind)
		if expected is None or type(value) is not expected or not _is_bound(cast("int | str", value)):
			self.problem("definition_limits", below(path, key))
			return None
		return cast(int | str, value)

	def max_rows(self, item: Mapping[str, Any], path: str) -> int | None:
		rows = self.value(item, "max_rows", int, 0, path)
		if rows and rows < (item.get("min_rows") or 0):
			self.problem("definition_limits", below(path, "max_rows"))
		return rows or None

	def pattern(self, item: Mapping[str, Any], kind: Kind, path: str) -> str:
		pattern = self.value(item, "pattern", str, "", path)
		if not pattern:
			return ""
		if kind not in (Kind.SHORT_TEXT, Kind.LONG_TEXT) or not _is_pattern(pattern):
			self.problem("definition_pattern", below(path, "pattern"))
			return ""
		return pattern

	def choices(self, item: Mapping[str, Any], kind: Kind, path: str) -> tuple[Choice, ...]:
		place = below(path, "choices")
		read = []
		for number, choice in enumerate(self.value(item, "choices", list, [], path)):
			here = f"{place}[{number}]"
			if self.is_object(choice, here):
				value = self.value(choice, "value", str, "", here)
				read.append(Choice(value, self.label(choice, "label", here, needed=True)))
		values = {choice.value for choice in read}
		if (kind is Kind.CHOICE) != bool(read) or len(values) != len(read) or "" in values:
			self.problem("definition_choices", place)
		return tuple(read)

	def link(self, item: Mapping[str, Any], kind: Kind, path: str) -> LinkTo | None:
		link: Mapping[str, Any] = self.value(item, "link", Mapping, {}, path)  # type: ignore[type-abstract]
		place = below(path, "link")
		doctype = self.value(link, "doctype", str, "", place)
		if (kind is Kind.LINK) != bool(doctype):
			self.problem("definition_link", place)
		filters: Mapping[str, Any] = self.value(link, "filters", Mapping, {}, place)  # type: ignore[type-abstract]
		return LinkTo(doctype, dict(filters)) if doctype else None

	def file(self, item: Mapping[str, Any], path: str) -> FileLimit:
		limit: Mapping[str, Any] = self.value(item, "file", Mapping, {}, path)  # type: ignore[type-abstract]
		place = below(path, "file")
		kinds = self.value(limit, "kinds", list, [], place)
		if not all(isinstance(kind, str) for kind in kinds):
			self.problem("definition_value", below(place, "kinds"))
		return FileLimit(tuple(map(str, kinds)), self.value(limit, "maximum_bytes", int, 0, place))

	def inner(
		self, item: Mapping[str, Any], kind: Kind, path: str, depth: int, around: frozenset[str]
	) -> tuple[Field, ...]:
		if kind is Kind.PERSON:
			return BLOCKS.get(str(item.get("name")), PERSON_FIELDS)
		if kind is Kind.GROUP:
			return self.level(item.get("fields"), below(path, "fields"), depth + 1, around)
		if item.get("fields"):
			self.problem("definition_fields", below(path, "fields"))
		return ()

	def conditions(self, item: Field, names: frozenset[str], outer: frozenset[str], path: str) -> None:
		"""A condition reads other fields of the level or of the levels around it, and few of the latter."""
		known = (names | outer) - {item.name}
		for condition in (item.shown_if, item.required_if):
			if condition is None:
				continue
			try:
				readable = known.issuperset(fields_of(condition))
				readable = readable and len(outer_leaves(condition, names)) <= MOST_OUTER
			except ConditionUnreadable:
				readable = False
			if not readable or item.is_spread:
				self.problem("definition_condition", path, name=item.name)

	def rules(self, items: Any) -> tuple[RuleUse, ...]:
		read = []
		for number, item in enumerate(items or []):
			path = f"rules[{number}]"
			if self.is_object(item, path):
				self.only(item, frozenset({"rule", "parameters", "article", "valid_from", "valid_to"}), path)
				use = RuleUse(
					self.value(item, "rule", str, "", path),
					self.value(item, "parameters", dict, {}, path),
					self.value(item, "article", str, "", path),
					self.value(item, "valid_from", str, "", path),
					self.value(item, "valid_to", str, "", path),
				)
				self.problems += problems(use, path)
				if use.valid_to and use.valid_to < use.valid_from:
					self.problem("definition_rule_days", f"{path}.valid_to", rule=use.rule)
				read.append(use)
		return tuple(read)


def _names(items: list[Any]) -> frozenset[str]:
	"""Names that a level of a definition gives to its answers, as far as they can be read."""
	names: set[str] = set()
	for name in (item.get("name") for item in items if isinstance(item, Mapping)):
		names |= {column.name for column in BLOCKS.get(str(name), ())} or {str(name)}
	return frozenset(names)


def _is_bound(value: int | str) -> bool:
	if isinstance(value, int):
		return True
	try:
		return date.fromisoformat(value).isoformat() == value
	except ValueError:
		return False


def _is_pattern(pattern: str) -> bool:
	"""Of the regular expressions that run in linear time, so that no pattern can hang the site."""
	try:
		jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())
	except ValueError:
		return False
	return True
