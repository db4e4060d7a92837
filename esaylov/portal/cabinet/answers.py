"""Between the answers of an appeal (JSON) and the fields of an HTML form. Pure; driven by the definition alone.

A field's name in the form is its path with dots (`a.persons.0.pinfl`), its id the path with hyphens; findings speak of
`persons[0].pinfl`. Rows of a group are counted by a hidden field, so that a row with nothing in it is still a row.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.core.forms import Field, Kind, is_typed

PREFIX = "a"
MOST_ROWS = 200  # a form that claims more is not one of ours

Answers = dict[str, Any]


def form_name(path: str) -> str:
	"""`persons[0].pinfl` gives `a.persons.0.pinfl`."""
	dotted = re.sub(r"\[(\d+)\]", r".\1", path)
	return f"{PREFIX}.{dotted}"


def element_id(path: str) -> str:
	"""`persons[0].pinfl` gives `a-persons-0-pinfl`."""
	return form_name(path).replace(".", "-")


def read(
	fields: Sequence[Field], form: Mapping[str, str], kept: Mapping[str, Any], base: str = ""
) -> Answers:
	"""Answers as the form has them now; what a person cannot type stays as it was. Empty values are left out."""
	answers: Answers = {}
	for block in fields:
		for item in block.fields if block.is_spread else (block,):
			was = kept.get(item.name)
			value = _value(item, f"{base}{item.name}", form, was) if is_typed(item) else was
			if value not in (None, "", {}):
				answers[item.name] = value
	return answers


def _value(item: Field, path: str, form: Mapping[str, str], kept: Any) -> Any:
	if item.kind == Kind.GROUP:
		return _rows(item, path, form, kept or [])
	if item.kind == Kind.PERSON:
		return _person(item, path, form, kept or {})
	if item.kind == Kind.FILE:
		return kept  # changes by an upload or by its removal, never by a typed value
	return _typed(item, form.get(form_name(path), "").strip())


def _typed(item: Field, text: str) -> Any:
	if item.kind == Kind.YES_NO:
		return {"yes": True, "no": False}.get(text)
	if item.kind == Kind.INTEGER and re.fullmatch(r"-?\d{1,15}", re.sub(r"\s", "", text)):
		return int(re.sub(r"\s", "", text))
	if item.identifier:
		return re.sub(r"\s", "", text).upper()
	return text.replace("\r\n", "\n")


def _person(item: Field, path: str, form: Mapping[str, str], kept: Mapping[str, Any]) -> Answers:
	person = {
		column.name: _value(column, f"{path}.{column.name}", form, kept.get(column.name))
		if is_typed(column)
		else kept.get(column.name)
		for column in item.fields
	}
	return {name: value for name, value in person.items() if value}


def _rows(
	item: Field, path: str, form: Mapping[str, str], kept: Sequence[Mapping[str, Any]]
) -> list[Answers]:
	claimed = form.get(f"{form_name(path)}.rows", "0")
	count = min(int(claimed), MOST_ROWS) if claimed.isdigit() else 0
	return [
		read(item.fields, form, kept[index] if index < len(kept) else {}, f"{path}[{index}].")
		for index in range(count)
	]


def add_row(answers: Answers, group: str) -> int:
	"""Add an empty row to a group; return its index."""
	rows = answers.setdefault(group, [])
	rows.append({})
	return len(rows) - 1


def remove_row(answers: Answers, group: str, index: int) -> None:
	"""Take a row out of a group; nothing if there is none such."""
	rows = answers.get(group) or []
	if 0 <= index < len(rows):
		del rows[index]


def file_names(fields: Sequence[Field]) -> list[str]:
	"""Names of the File fields; files stand at the top level only."""
	return [item.name for item in fields if item.kind == Kind.FILE]


def group_names(fields: Sequence[Field]) -> set[str]:
	"""Names of the groups at the top level: what rows may be added to."""
	return {item.name for item in fields if item.kind == Kind.GROUP}
