"""Which way of changing a guarded document closes something: one person alone may do that, for it may be urgent."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from esaylov.permissions.configuration.rules.disclosure import OF_ROWS
from esaylov.permissions.configuration.rules.guard import Guard

EMPTY: Final = (None, "", 0, "0", "[]")
"""What a field holds that holds nothing: a table as the log has it, too."""


def _is_fewer(before: Any, after: Any) -> bool:
	"""No row is there that was not."""
	return _rows(after) <= _rows(before)


def _is_earlier(before: Any, after: Any) -> bool:
	"""A last day, and none later than before; days as ISO texts."""
	return bool(after) and (not before or str(after) <= str(before))


def _is_less(before: Any, after: Any) -> bool:
	"""A number below the former one, and above nought, which often means no limit."""
	return 0 < int(after or 0) < int(before or 0)


DIRECTIONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
	"off": lambda before, after: not after,
	"empty": lambda before, after: not after,
	"fewer": _is_fewer,
	"earlier": _is_earlier,
	"less": _is_less,
}
"""Names of directions as `Guard.closing` has them: what a field held, and what it shall hold."""


def is_off(guard: Guard, values: Mapping[str, Any]) -> bool:
	"""Whether the switch of a document is where it gives nobody anything."""
	return bool(guard.switch) and values.get(guard.switch) in (guard.off, *guard.more_off)


def guarded_changes(guard: Guard, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
	"""What changes of a document that two persons decide, with what waits along; of a draft only that it comes into force."""
	changed = tuple(field for field in after if after[field] != before.get(field))
	if not guard.is_free_off:
		return tuple(field for field in changed if field in guard.fields)
	guarded = tuple(
		field for field in changed if field in guard.fields and not _is_text(guard, field, before, after)
	)
	if is_off(guard, after):
		return () if is_off(guard, before) else tuple(field for field in guarded if field == guard.switch)
	if not before or is_off(guard, before):
		return (guard.switch, *(field for field in guarded if field in guard.withheld))
	return tuple(field for field in changed if guarded and field in (*guard.fields, *guard.along))


def _is_text(guard: Guard, field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
	"""Whether nothing of rows changes but words that one person may change, and the order of such rows."""
	held = [before.get(field), after.get(field)]
	if not all(isinstance(text, str) and text.startswith("[") for text in held):
		return False
	texts = guard.texts.get(field)
	one, other = (_plain_rows(str(text), texts or ()) for text in held)
	return one == other if texts is None else sorted(one) == sorted(other)


def _plain_rows(text: str, left_out: Collection[str]) -> list[str]:
	"""Rows of a table as `values_of` has them, without some columns and without empty ones."""
	return [
		json.dumps(
			{
				key: str(value)
				for key, value in row.items()
				if key not in (*OF_ROWS, *left_out) and value not in EMPTY
			},
			sort_keys=True,
		)
		for row in json.loads(text)
	]


def closes(
	guard: Guard, before: Mapping[str, Any], after: Mapping[str, Any], changed: Collection[str]
) -> bool:
	"""Whether all that changes of a document that is there closes something."""
	return bool(before and changed) and all(_closes(guard, before, after, field) for field in changed)


def opens_nothing(guard: Guard, after: Mapping[str, Any]) -> bool:
	"""Whether a new document is out of force by itself and holds nothing that would be withheld."""
	is_out = is_off(guard, after) if guard.switch else True
	first, last = (str(after.get(field) or "") for field in guard.never) if guard.never[0] else ("1", "0")
	return is_out and "" < last < first and all(after.get(field) in EMPTY for field in guard.withheld)


def _closes(guard: Guard, before: Mapping[str, Any], after: Mapping[str, Any], field: str) -> bool:
	if field == guard.switch:
		return is_off(guard, after) and not guard.needs_two_to_close
	way = guard.closing.get(field)
	return bool(way) and DIRECTIONS[str(way)](before.get(field), after.get(field))


def _rows(text: Any) -> set[str]:
	rows = json.loads(text or "[]")
	return {
		json.dumps({key: value for key, value in row.items() if key not in OF_ROWS}, sort_keys=True)
		for row in rows
	}
