"""Rows of the groups of a form: what its buttons do to the typed answers, and the files in the rows. Pure.

A group is named by its path (`persons`, `stations[2].rooms`); an action is what a button posts: `add:persons`,
`remove:persons:0`, `copy:persons:0`, `up:persons:1`, `down:persons:0`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from esaylov.core.forms import Field, Kind
from esaylov.core.forms.tables import MOST_ROWS
from esaylov.portal.cabinet.forms.answers import Answers

Rows = list[Answers]


def change(fields: Sequence[Field], answers: Answers, action: str, about: str) -> str | None:
	"""Do to the answers what a button asks; the path to come back to, or None where the action is not about rows."""
	path, _, number = about.rpartition(":") if action != "add" else (about, "", "")
	group, rows = find(fields, answers, path)
	if group is None or action not in ACTIONS:
		return None
	if action == "add":
		if len(rows) >= (group.max_rows or MOST_ROWS):
			return path
		rows.append({})
		return f"{path}[{len(rows) - 1}]"
	if not number.isdecimal() or int(number) >= len(rows):
		return path
	place = _ACTIONS[action](group, rows, int(number))
	return path if place is None else f"{path}[{place}]"


def find(fields: Sequence[Field], answers: Answers, path: str) -> tuple[Field | None, Rows]:
	"""The group of a path with its rows, which are put there if there are none; None for a path that leads elsewhere."""
	steps = [re.fullmatch(r"([a-z][a-z0-9_]*)(?:\[(\d{1,4})\])?", step) for step in path.split(".")]
	level: Answers = answers
	for number, step in enumerate(steps):
		group = next((item for item in fields if step and item.name == step[1]), None)
		if step is None or group is None or group.kind != Kind.GROUP:
			return None, []
		rows: Rows = level.setdefault(group.name, [])
		if number == len(steps) - 1:
			return (None, []) if step[2] else (group, rows)
		if not step[2] or int(step[2]) >= len(rows):
			return None, []
		level, fields = rows[int(step[2])], group.fields
	return None, []


def file_paths(
	fields: Sequence[Field], answers: Mapping[str, Any], base: str = ""
) -> Iterator[tuple[str, str | None]]:
	"""Path of every field of a file that the form shows, with the SHA-256 of its answer."""
	for item in fields:
		if item.kind.is_file:
			yield f"{base}{item.name}", answers.get(item.name)
		elif item.kind == Kind.GROUP:
			for index, row in enumerate(answers.get(item.name) or []):
				yield from file_paths(item.fields, row, f"{base}{item.name}[{index}].")


def _remove(group: Field, rows: Rows, place: int) -> None:
	del rows[place]


def _copy(group: Field, rows: Rows, place: int) -> int:
	"""A second row with the same answers; files belong to one row only."""
	if len(rows) >= (group.max_rows or MOST_ROWS):
		return place
	files = {item.name for item in group.fields if item.kind.is_file}
	copied = {name: value for name, value in rows[place].items() if name not in files}
	rows.insert(place + 1, deepcopy(copied))
	return place + 1


def _up(group: Field, rows: Rows, place: int) -> int:
	return _swapped(rows, place, place - 1)


def _down(group: Field, rows: Rows, place: int) -> int:
	return _swapped(rows, place, place + 1)


def _swapped(rows: Rows, place: int, other: int) -> int:
	if not 0 <= other < len(rows):
		return place
	rows[place], rows[other] = rows[other], rows[place]
	return other


_ACTIONS: Mapping[str, Callable[[Field, Rows, int], int | None]] = {
	"remove": _remove,
	"copy": _copy,
	"up": _up,
	"down": _down,
}
ACTIONS = frozenset({"add", *_ACTIONS})
"""What the buttons of a group post."""
