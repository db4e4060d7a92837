"""Where a path of the answers leads, in words a reader knows. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from esaylov.core.forms.definition import Field, columns, label

ROW = re.compile(r"(?P<group>\w+)\[(?P<number>\d+)\](?:\.(?P<column>\w+))?")


def place(path: str, fields: tuple[Field, ...], answers: Mapping[str, Any], lang: str) -> str:
	"""`persons[1].photo` as "Candidates 2, Karimov Anvar: Photo", `party` as "Party"; an unknown path stands as it is."""
	named = {field.name: field for field in columns(fields)}
	found = ROW.fullmatch(path)
	group = named.get(found["group"]) if found else None
	if found is None or group is None:
		return _label(named[path], lang) if path in named else path
	number = int(found["number"])
	whose = ", ".join(
		filter(None, (f"{_label(group, lang)} {number + 1}", _person(answers, group.name, number)))
	)
	column = {inner.name: inner for inner in columns(group.fields)}.get(found["column"] or "")
	return f"{whose}: {_label(column, lang)}" if column else whose


def _person(answers: Mapping[str, Any], group: str, number: int) -> str:
	"""Full name in a row, whether the row is the person or holds one in `person`; "" where there is none."""
	rows = answers.get(group)
	row = rows[number] if isinstance(rows, list) and number < len(rows) else None
	inner = row.get("person", row) if isinstance(row, Mapping) else None
	return str(inner.get("full_name") or "") if isinstance(inner, Mapping) else ""


def _label(field: Field, lang: str) -> str:
	return label(field.label, lang) or field.name
