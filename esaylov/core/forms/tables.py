"""A table of a spreadsheet as rows of a group: pasted text or cells, its columns known by labels of any language.

The caller turns a file into cells; here cells become answers, with findings where a cell says nothing we can read. What
the values must be is for `check`. Own design.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from esaylov.core.findings import Finding, Severity
from esaylov.core.forms.definition import Field, Kind, label
from esaylov.core.forms.person import is_typed
from esaylov.core.people.names import plain

MOST_ROWS = 200
"""Rows of a group that names no limit of its own (own design)."""
LONGEST_TEXT = 2_000_000
"""Letters of a pasted table (own design, against runaway requests)."""
MOST_DIGITS = 15
"""Digits of a whole number that is read as one."""
SEPARATORS = ("\t", ";", ",")

_NOT_CELLS = (Kind.FILE, Kind.GROUP, Kind.PERSON)

Cells = Sequence[Sequence[str]]
LinkNames = Mapping[str, Mapping[str, str]]
"""For each Link column: what may be typed (`key_of` of a title or name) to the name of the record."""


class TableUnreadable(ValueError):
	"""The whole table cannot be taken over; `finding` says why and how to mend it."""

	def __init__(self, code: str, **params: str | int) -> None:
		super().__init__(code)
		self.finding = Finding(code, params=params)


@dataclass(frozen=True)
class TableRows:
	"""Rows as answers of the group, findings with paths from its name (`persons[2].phone`), lines where each row stood."""

	rows: list[dict[str, Any]]
	findings: list[Finding]
	lines: list[int]
	unknown: tuple[str, ...] = ()
	"""Headings that name no column of the group; they were left out."""


def table_columns(group: Field) -> tuple[Field, ...]:
	"""The columns of a group that may stand in a table: not files, not rows in rows, not what the system fills in."""
	return tuple(
		item
		for block in group.fields
		for item in (block.fields if block.is_spread else (block,))
		if item.kind not in _NOT_CELLS and is_typed(item)
	)


def split(text: str, longest: int = LONGEST_TEXT) -> list[list[str]]:
	"""Cells of a pasted or saved table; the separator is that of its first line: tab, semicolon, comma.

	longest: letters that are taken. Raises TableUnreadable (`table_too_large`, `table_unreadable`).
	"""
	if len(text) > longest:
		raise TableUnreadable("table_too_large")
	text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\0", "")
	text = text.replace("\r\n", "\n").replace("\r", "\n")
	# a heading may hold line breaks and separators of its own between quotes
	first = re.sub(r'"[^"]*"', "", text).lstrip("\n").partition("\n")[0]
	separator = next((sign for sign in SEPARATORS if sign in first), "\t")
	try:
		return list(csv.reader(re.findall(r"[^\n]*\n|[^\n]+", text), delimiter=separator))
	except csv.Error as problem:
		raise TableUnreadable("table_unreadable") from problem


def joined(cells: Cells) -> str:
	"""Inverse of `split`: lines of cells with tabs between them, quoted where a cell needs it."""
	return "\n".join("\t".join(_quoted(cell) for cell in line) for line in cells)


@lru_cache(maxsize=2048)
def key_of(text: str) -> str:
	"""A heading, title or choice as it is compared: lower case, letters of 1995 and plain apostrophes, single spaces, no marks at its end."""
	text = unicodedata.normalize("NFKC", plain(text))  # NFKC would make a space of ´
	return re.sub(r"\s+", " ", re.sub(r"[*:]", " ", text)).strip().casefold()


def rows_from_cells(group: Field, cells: Cells, links: LinkNames | None = None) -> TableRows:
	"""Rows of a group from cells whose first line with content holds the headings.

	Empty lines are left out. Raises TableUnreadable: `table_empty`, `table_no_header`, `table_column_twice`,
	`table_too_many_rows`.
	"""
	lines = [(number, line) for number, line in enumerate(cells, 1) if any(cell.strip() for cell in line)]
	if not lines:
		raise TableUnreadable("table_empty")
	places, unknown = _header(group, lines[0][1])
	known = [_column(place, item, (links or {}).get(item.name, {})) for place, item in places.items()]
	limit = group.max_rows or MOST_ROWS
	body: list[int] = []
	rows: list[dict[str, Any]] = []
	found: list[Finding] = []
	for number, line in lines[1:]:
		row, cut = _row(line, known)
		if not row:  # nothing stands under a heading
			continue
		if len(rows) == limit:
			raise TableUnreadable("table_too_many_rows", limit=limit)
		path = f"{group.name}[{len(rows)}]"
		found += [Finding("table_number_cut", f"{path}.{name}", Severity.ERROR) for name in cut]
		rows.append(row)
		body.append(number)
	if not rows:
		raise TableUnreadable("table_empty")
	return TableRows(rows, found, body, unknown)


def template_header(group: Field, lang: str) -> list[str]:
	"""Headings of an empty table in a language; `rows_from_cells` knows them again."""
	return [label(item.label, lang) or item.name for item in table_columns(group)]


def _quoted(cell: str) -> str:
	return '"' + cell.replace('"', '""') + '"' if re.search(r'[\t\r\n"]', cell) else cell


def _header(group: Field, line: Sequence[str]) -> tuple[dict[int, Field], tuple[str, ...]]:
	"""Column of each place, and the headings that name none."""
	known: dict[str, Field] = {}
	for item in table_columns(group):
		for name in (item.name, *item.label.values(), label(item.label, "uz-Cyrl")):
			known.setdefault(key_of(name), item)
	known.pop("", None)
	found = {place: known[key_of(cell)] for place, cell in enumerate(line) if key_of(cell) in known}
	if not found:
		raise TableUnreadable("table_no_header")
	names = [item.name for item in found.values()]
	for place, item in found.items():
		if names.count(item.name) > 1:
			raise TableUnreadable("table_column_twice", column=line[place].strip())
	unknown = tuple(cell.strip() for place, cell in enumerate(line) if cell.strip() and place not in found)
	return found, unknown


@dataclass(frozen=True, slots=True)
class _Column:
	"""How the cells of a column are read. has_digits: whether a spreadsheet may have cut a long number of it."""

	place: int
	name: str
	read: Callable[[str], Any]
	has_digits: bool


def _column(place: int, item: Field, names: Mapping[str, str]) -> _Column:
	has_digits = bool(item.identifier) or item.kind in (Kind.PHONE, Kind.SHORT_TEXT)
	return _Column(place, item.name, _reader(item, names), has_digits)


def _row(line: Sequence[str], known: Sequence[_Column]) -> tuple[dict[str, Any], list[str]]:
	"""The answers of a line, and the columns whose number was cut."""
	row: dict[str, Any] = {}
	cut: list[str] = []
	for column in known:
		text = line[column.place].strip() if column.place < len(line) else ""
		if not text:
			continue
		row[column.name] = value = column.read(text)
		# most texts begin with a letter, and are no such number
		if column.has_digits and text[0].isdigit() and _is_cut(value):
			cut.append(column.name)
	return row, cut


def _reader(item: Field, names: Mapping[str, str]) -> Callable[[str], Any]:
	"""What gives the answer that a cell of a column means; what is not understood stays as typed, for `check` to tell."""
	if item.kind is Kind.YES_NO:
		return lambda text: _YES_NO.get(key_of(text), text)
	if item.kind is Kind.CHOICE:
		values = _choices(item)
		return lambda text: values.get(key_of(text), text)
	if item.kind is Kind.LINK:
		return lambda text: names.get(key_of(text), text)
	return _READERS.get(item.kind, _text)


def _choices(item: Field) -> dict[str, str]:
	"""What may be typed for a choice, to its value; the first choice of a title has it."""
	found: dict[str, str] = {}
	for choice in item.choices:
		for title in (choice.value, *choice.label.values()):
			found.setdefault(key_of(title), choice.value)
	return found


def _integer(text: str) -> int | str:
	if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
		return int(text)
	whole = re.sub(r"[\s_]|[.,]0+$", "", text)
	return int(whole) if re.fullmatch(r"-?[0-9]{1,15}", whole) else text


def _text(text: str) -> str:
	"""A spreadsheet writes long numbers of digits as numbers: 30101800001234.0."""
	is_number = text[0].isdigit() and _LONG_NUMBER.fullmatch(text)
	return re.sub(r"[.,]0+$", "", text) if is_number else text


def _date(text: str) -> str:
	if found := re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?$", text):
		return f"{found[1]}-{found[2]}-{found[3]}"
	if found := re.match(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})$", text):
		return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
	return text


def _is_cut(value: Any) -> bool:
	"""Whether a spreadsheet has written a long number as 3,01018E+13 and so lost its last digits."""
	return isinstance(value, str) and bool(_CUT.fullmatch(value))


_LONG_NUMBER = re.compile(r"[0-9]{7,}[.,]0+")
_CUT = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+")
_READERS: Mapping[Kind, Callable[[str], Any]] = {Kind.DATE: _date, Kind.INTEGER: _integer}
_YES_NO = {
	**dict.fromkeys(("ha", "ҳа", "да", "yes", "true", "1", "+"), True),
	**dict.fromkeys(("yo'q", "йўқ", "нет", "no", "false", "0", "-"), False),
}
