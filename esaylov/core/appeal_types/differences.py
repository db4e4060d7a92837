"""What changed between two versions of an appeal type, as findings that `texts.finding_text` puts into words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esaylov.core.appeal_types.views import Definition, Placed, fields, mappings, text, texts
from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.forms.definition import label

LANGUAGES = ("uz", "ru", "en", "kaa")
PLAIN = (
	"slug",
	"recipient_level",
	"recipient_field",
	"authentication",
	"route",
	"review_statute",
	"window_from_stage",
	"window_to_stage",
	"subject_template",
	"effect",
	"certificate_kind",
	"legal_basis",
)
"""Parts of a type that are one text."""
TICKS = ("required", "read_only")
PARTS = ("pattern", "minimum", "maximum", "min_rows", "max_rows", "filled_from", "shown_if", "required_if")
"""Parts of a field that are shown with both values."""


def compare(old: Definition, new: Definition, lang: str = "uz") -> list[Finding]:
	"""Changes from `old` to `new`, in the order of the definition; empty when both say the same.

	lang: of the labels that stand in the values (uz, uz-Cyrl, ru, en, kaa).
	"""
	return [
		*_titles(old, new),
		*_plain(old, new),
		*_lists(old, new),
		*_fields(fields(old), fields(new), lang),
		*_rules(mappings(old.get("rules")), mappings(new.get("rules"))),
		*_mapping(old, new),
	]


def _change(code: str, path: str, **params: Param) -> Finding:
	return Finding(f"change_{code}", path, Severity.WARNING, params=params)


def _shown(value: Any) -> str:
	if value in (None, "", [], {}):
		return "–"
	return str(value)


def _titles(old: Definition, new: Definition) -> Iterator[Finding]:
	before, after = texts(old, "titles"), texts(new, "titles")
	for lang in LANGUAGES:
		if (before.get(lang) or "") != (after.get(lang) or ""):
			values = {"old": _shown(before.get(lang)), "new": _shown(after.get(lang))}
			yield _change("title", f"titles.{lang}", language=lang, **values)


def _plain(old: Definition, new: Definition) -> Iterator[Finding]:
	for key in PLAIN:
		if text(old, key) != text(new, key):
			yield _change("part", key, part=key, old=_shown(text(old, key)), new=_shown(text(new, key)))


def _lists(old: Definition, new: Definition) -> Iterator[Finding]:
	for key in ("applicant_kinds", "election_types"):
		before, after = list(old.get(key) or []), list(new.get(key) or [])
		for name in after:
			if name not in before:
				yield _change("added", key, part=key, name=str(name))
		for name in before:
			if name not in after:
				yield _change("removed", key, part=key, name=str(name))


def _fields(before: Sequence[Placed], after: Sequence[Placed], lang: str) -> Iterator[Finding]:
	old = {(field.group, field.name): field for field in before}
	new = {(field.group, field.name): field for field in after}
	for key, field in new.items():
		if key not in old:
			yield _change("field_added", field.path, field=_label(field, lang))
		else:
			yield from _field(old[key], field, lang)
	for key, field in old.items():
		if key not in new:
			yield _change("field_removed", field.path, field=_label(field, lang))
	kept_before = [key for key in old if key in new]
	if kept_before != [key for key in new if key in old]:
		yield _change("field_order", "fields")


def _label(field: Placed, lang: str) -> str:
	return f"“{label(texts(field.item, 'label'), lang) or field.kind}”"


def _field(old: Placed, new: Placed, lang: str) -> Iterator[Finding]:
	name, path = _label(new, lang), new.path
	if old.kind != new.kind:
		yield _change("field_kind", path, field=name, old=old.kind, new=new.kind)
	for key in TICKS:
		if bool(old.item.get(key)) != bool(new.item.get(key)):
			yield _change(f"field_{key}" if new.item.get(key) else f"field_not_{key}", path, field=name)
	yield from _words(old, new, name)
	for key in PARTS:
		before, after = old.item.get(key), new.item.get(key)
		if before != after:
			yield _change("field_part", path, field=name, part=key, old=_shown(before), new=_shown(after))
	for key in ("choices", "link", "file"):
		if old.item.get(key) != new.item.get(key):
			yield _change(f"field_{key}", path, field=name)


def _words(old: Placed, new: Placed, name: str) -> Iterator[Finding]:
	for key in ("label", "help"):
		before, after = texts(old.item, key), texts(new.item, key)
		for lang in ("uz", "ru", "en"):
			if before.get(lang) != after.get(lang):
				values = {"old": _shown(before.get(lang)), "new": _shown(after.get(lang))}
				yield _change(f"field_{key}", new.path, field=name, language=lang, **values)


def _rules(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
	old, new = _by_name(before), _by_name(after)
	for name, use in new.items():
		if name not in old:
			yield _change("rule_added", "rules", rule=text(use, "rule"))
		elif _said_of(old[name]) != _said_of(use):
			yield _change("rule_changed", "rules", rule=text(use, "rule"))
	for name, use in old.items():
		if name not in new:
			yield _change("rule_removed", "rules", rule=text(use, "rule"))


def _said_of(use: Mapping[str, Any]) -> tuple[Any, ...]:
	return (use.get("parameters"), *(text(use, key) for key in ("article", "valid_from", "valid_to")))


def _by_name(uses: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
	"""Uses by name; a rule used several times is told apart by its turn."""
	turns: dict[str, int] = {}
	found = {}
	for use in uses:
		name = text(use, "rule")
		turns[name] = turns.get(name, 0) + 1
		found[name, turns[name]] = use
	return found


def _mapping(old: Definition, new: Definition) -> Iterator[Finding]:
	before, after = texts(old, "effect_mapping"), texts(new, "effect_mapping")
	for key in dict.fromkeys([*before, *after]):
		if before.get(key) != after.get(key):
			values = {"old": _shown(before.get(key)), "new": _shown(after.get(key))}
			yield _change("mapping", f"effect_mapping.{key}", key=key, **values)
