"""Rows of a long table in which plainly nothing is wrong, told in a few steps a row; all others are for `check`.

Whatever is plain here, `check` would find nothing in. The other way round nothing is promised: what is not plain is asked there,
so the findings of a table are those of `check` alone. Own design: of ten thousand rows a hundred are wrong.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from esaylov.core.forms.definition import Field, Kind, columns
from esaylov.core.forms.schema import LONGEST, SHORTEST
from esaylov.core.people.unseen import UNSEEN

Row = Mapping[str, Any]
Rule = Callable[[Any], bool]
LONGEST_NAME = 140
"""Letters of the name of a record, as the schema of a Link has it."""
_OTHERS = re.compile(r"\[\[|&&|--|~~|\(\?|\\[^sSdDwW.+*?-]")
"""What Python and the check of the schema do not read alike in a pattern."""


def plain_rows(
	group: Field, links: Mapping[str, Collection[str]], apart: Collection[str] = ()
) -> Callable[[Row], bool]:
	"""What says of a row of a group whether it is plain.

	links: by column (`persons.polling_station`) the names that a Link may have, as in `Context`. apart: columns that have a
	check of their own, and of which `check` is told nothing.
	"""
	asked = [item for item in columns(group.fields) if item.name not in apart]
	rules = {item.name: _rule(item, links.get(f"{group.name}.{item.name}", ())) for item in asked}
	required = [item.name for item in asked if item.required]
	if any(map(_is_more, asked)):
		return lambda row: False

	def is_plain(row: Row) -> bool:
		for name in required:
			if name not in row:
				return False
		for name, value in row.items():
			if name in apart:
				continue
			rule = rules.get(name)
			if rule is None or not rule(value):
				return False
		return True

	return is_plain


def _is_more(item: Field) -> bool:
	"""Whether a column asks for more than a value of its own: then no row of its table is plain."""
	return bool(item.shown_if is not None or item.required_if is not None or item.identifier)


def _rule(item: Field, names: Collection[str]) -> Rule | None:
	"""What tells a plain value of a column; None where there is no telling."""
	if item.kind in LONGEST:
		return _text(item) if not item.pattern else _patterned(item)
	if item.kind is Kind.INTEGER:
		return _whole(item)
	if item.kind is Kind.CHOICE:
		return _one_of({choice.value for choice in item.choices})
	if item.kind is Kind.LINK:
		return _one_of({name for name in names if 0 < len(name) <= LONGEST_NAME})
	return None


def _text(item: Field) -> Rule:
	least = max(item.minimum if isinstance(item.minimum, int) else SHORTEST, 1)
	most = item.maximum if isinstance(item.maximum, int) else LONGEST[item.kind]

	def is_plain(value: Any) -> bool:
		return isinstance(value, str) and least <= len(value) <= most and _is_seen(value)

	return is_plain


def _patterned(item: Field) -> Rule | None:
	"""Of a pattern, only letters of ASCII are plain: in others the two that read patterns may find different classes."""
	if _OTHERS.search(item.pattern):
		return None
	is_text, pattern = _text(item), re.compile(item.pattern)

	def is_plain(value: Any) -> bool:
		return is_text(value) and value.isascii() and value.isprintable() and bool(pattern.fullmatch(value))

	return is_plain


def _whole(item: Field) -> Rule:
	least = item.minimum if isinstance(item.minimum, int) else None
	most = item.maximum if isinstance(item.maximum, int) else None

	def is_plain(value: Any) -> bool:
		# True is an int to Python, and none to a form
		return type(value) is int and (least is None or value >= least) and (most is None or value <= most)

	return is_plain


def _one_of(values: Collection[str]) -> Rule:
	seen = frozenset(value for value in values if _is_seen(value))

	def is_plain(value: Any) -> bool:
		return isinstance(value, str) and value in seen

	return is_plain


def _is_seen(text: str) -> bool:
	# most are letters, signs and spaces of ASCII, which are told without a search
	return (text.isascii() and text.isprintable()) or UNSEEN.search(text) is None
