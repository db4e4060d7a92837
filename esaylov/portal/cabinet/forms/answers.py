"""Between the answers of an appeal (JSON) and the fields of an HTML form. Pure; driven by the definition alone.

A field's name in the form is its path with dots (`a.persons.0.pinfl`), its id the path with hyphens; findings speak of
`persons[0].pinfl`. Rows of a group are counted by a hidden field, so that a row with nothing in it is still a row.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.core.forms import Field, Kind, holds, is_typed
from esaylov.core.forms.answers import normal_text
from esaylov.core.forms.definition import columns, scope
from esaylov.core.forms.tables import MOST_ROWS

PREFIX = "a"

Answers = dict[str, Any]
NOTHING: Mapping[str, Any] = {}


def form_name(path: str) -> str:
	"""`persons[0].pinfl` gives `a.persons.0.pinfl`."""
	dotted = re.sub(r"\[(\d+)\]", r".\1", path)
	return f"{PREFIX}.{dotted}"


def element_id(path: str) -> str:
	"""`persons[0].pinfl` gives `a-persons-0-pinfl`."""
	return form_name(path).replace(".", "-")


def read(
	fields: Sequence[Field],
	form: Mapping[str, str],
	kept: Mapping[str, Any],
	base: str = "",
	outer: Mapping[str, Any] = NOTHING,
) -> Answers:
	"""Answers as the form has them now; what a person cannot type stays as it was. Empty values are left out.

	So are values of fields that the other answers no longer ask for: the page hides them, it does not empty them.
	"""
	typed: Answers = {}
	items = columns(tuple(fields))
	for item in items:
		value = kept.get(item.name)
		if is_typed(item) and item.kind != Kind.GROUP:
			value = _value(item, f"{base}{item.name}", form, value)
		if value not in (None, "", {}):
			typed[item.name] = value
	# rows last: they may ask by any answer around them that is asked itself
	around = scope(tuple(fields), asked(fields, typed, outer), outer)
	for item in items:
		if is_typed(item) and item.kind == Kind.GROUP:
			rows = kept.get(item.name) or []
			typed[item.name] = _rows(item, f"{base}{item.name}", form, rows, around)
	return asked(fields, typed, outer)


def asked(fields: Sequence[Field], typed: Answers, outer: Mapping[str, Any] = NOTHING) -> Answers:
	"""The answers of one level without those of hidden fields; a field may hide by another that is hidden itself."""
	conditional = [item for item in columns(tuple(fields)) if item.shown_if]
	left = dict(typed)
	for _ in range(len(conditional) + 1):  # no more hang on each other than there are
		around = scope(tuple(fields), left, outer)
		hidden = {item.name for item in conditional if not holds(item.shown_if or NOTHING, around)}
		now = {name: value for name, value in typed.items() if name not in hidden}
		if now == left:
			break
		left = now
	return left


def _value(item: Field, path: str, form: Mapping[str, str], kept: Any) -> Any:
	if item.kind == Kind.PERSON:
		return _person(item, path, form, kept or {})
	if item.kind.is_file:
		return kept  # changes by an upload or by its removal, never by a typed value
	return _typed(item, form.get(form_name(path), ""))


def _typed(item: Field, text: str) -> Any:
	if item.kind == Kind.YES_NO:
		return {"yes": True, "no": False}.get(text.strip())
	if item.identifier:
		return re.sub(r"\s", "", text).upper()
	return normal_text(item, text)  # conditions read what will be stored


def _person(item: Field, path: str, form: Mapping[str, str], kept: Mapping[str, Any]) -> Answers:
	person = {
		column.name: _value(column, f"{path}.{column.name}", form, kept.get(column.name))
		if is_typed(column)
		else kept.get(column.name)
		for column in item.fields
	}
	return {name: value for name, value in person.items() if value}


def _rows(
	item: Field,
	path: str,
	form: Mapping[str, str],
	kept: Sequence[Mapping[str, Any]],
	around: Mapping[str, Any],
) -> list[Answers]:
	claimed = form.get(f"{form_name(path)}.rows", "0")
	count = min(int(claimed), item.max_rows or MOST_ROWS) if claimed.isdecimal() else 0
	return [
		read(item.fields, form, kept[index] if index < len(kept) else {}, f"{path}[{index}].", around)
		for index in range(count)
	]
