"""Tables as files: what people upload, and what they download. Nothing in a file is ever run or followed.

Read: CSV (UTF-8, UTF-16, cp1251) and XLSX, by their content and not by their name; the size is asked before anything is
unpacked. Written: CSV and XLSX, where no cell begins as a formula does.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from esaylov.core.forms import TableUnreadable, tables
from esaylov.core.people.unseen import seen

BOM = "\ufeff"
"""Spreadsheets read a CSV as UTF-8 when it begins with this."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
QUOTE = "'"
ENCODINGS = ("utf-8-sig", "cp1251")
ZIP = b"PK\x03\x04"
UTF8_MARK = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
FRAME_TAGS = 100_000
"""Tags of everything in a workbook but its cells and texts: styles, names, lists of parts. The library takes two seconds for them."""
CELLS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml")
CHUNK = 1 << 16
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
"""Texts that stand for others, tags among them: no spreadsheet writes any, and five kilobytes became two million cells."""
DECLARED = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]*)")
PLAIN = frozenset(
	{b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1251", b"windows-1252"}
)
"""Encodings in which a tag begins with the byte of `<`; in UTF-7 and on mainframes it does not, and is not counted."""
MAINFRAME = b"\x4c\x6f\xa7\x94"
"""`<?xm` in EBCDIC, which a reader of XML knows by it."""
LONGEST_CELL = 32_767
"""Letters that a cell of an XLSX holds."""

REFUSALS = ("table_too_large", "table_unreadable")
FIRST_STATUS = 10

Cells = list[list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
	"""How much of a file is taken: bytes as uploaded and as unpacked, tags of a workbook, letters of text, lines, columns."""

	size: int
	unpacked: int
	tags: int
	text: int
	lines: int
	columns: int


def cells_of(content: bytes, limits: Limits) -> Cells:
	"""Cells of an uploaded file, of a formula the value it last had; raises TableUnreadable."""
	if len(content) > limits.size:
		raise TableUnreadable("table_too_large")
	if content.startswith(ZIP):
		return _cells_of_workbook(content, limits)
	return tables.split(decoded(content), limits.text)


def unpacked_size(content: bytes) -> int:
	"""Bytes of a workbook as its list of parts states them, which reading does not exceed; 0 of anything else."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			return sum(part.file_size for part in archive.infolist())
	except (zipfile.BadZipFile, ValueError, NotImplementedError):
		return 0


def print_cells(content: bytes, limits: Limits) -> int:
	"""The cells of a file as JSON on the standard output of a program; its exit status: 0, or FIRST_STATUS and the place in REFUSALS."""
	try:
		cells = cells_of(content, limits)
	except TableUnreadable as problem:
		return FIRST_STATUS + REFUSALS.index(problem.finding.code)
	sys.stdout.write(json.dumps(cells))
	return 0


def decoded(content: bytes) -> str:
	"""The text of a file; raises TableUnreadable."""
	for encoding in ("utf-16", *ENCODINGS) if content.startswith(UTF16) else ENCODINGS:
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	raise TableUnreadable("table_unreadable")


def safe(cell: str) -> str:
	"""A cell that no spreadsheet takes for a formula: with an apostrophe before it where it would."""
	return f"{QUOTE}{cell}" if _is_formula(cell) else cell


def unsafe(cell: str) -> str:
	"""Inverse of `safe`, for a file of ours that comes back."""
	inner = cell.removeprefix(QUOTE)
	return inner if _is_formula(inner) else cell


def csv_of(table: Iterable[Sequence[str]]) -> bytes:
	"""A CSV that spreadsheets open by themselves."""
	stream = io.StringIO()
	csv.writer(stream, delimiter=";").writerows([safe(seen(cell)) for cell in line] for line in table)
	return (BOM + stream.getvalue()).encode()


def xlsx_of(title: str, table: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
	"""A workbook of one sheet: the first line is its heading, every cell a text."""
	book = Workbook(write_only=True)
	sheet = book.create_sheet(title[:31])
	sheet.freeze_panes = "A2"
	for number, width in enumerate(widths, 1):
		sheet.column_dimensions[get_column_letter(number)].width = width
	for number, line in enumerate(table):
		sheet.append(
			[_bold(sheet, cell) for cell in line] if not number else [safe(seen(cell)) for cell in line]
		)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _is_formula(cell: str) -> bool:
	return cell.startswith(FORMULA) and not cell.removeprefix("-").isdigit()


def _bold(sheet: Any, title: str) -> WriteOnlyCell:
	cell = WriteOnlyCell(sheet, value=safe(title))
	cell.font = Font(bold=True)
	return cell


def _cells_of_workbook(content: bytes, limits: Limits) -> Cells:
	"""Cells of the first sheet. Whatever goes wrong inside is the file's fault: the library raises what it likes."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			_require_bearable(archive, limits)
		book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
		with closing(book):
			# a file may claim a million empty lines: one more than we take is enough to know
			lines = book.worksheets[0].iter_rows(
				max_row=limits.lines + 1, max_col=limits.columns, values_only=True
			)
			cells = [[_text(value) for value in line] for line in lines]
	except TableUnreadable:
		raise
	except Exception as problem:
		raise TableUnreadable("table_unreadable") from problem
	return cells


def _require_bearable(archive: zipfile.ZipFile, limits: Limits) -> None:
	"""Raise TableUnreadable for a workbook that takes too much to read: a hundred bytes pack a megabyte of styles or cells.

	Each tag becomes an object of the library, whatever it says: they are counted before it sees one. What a part says of its
	size is held: no more is unpacked.
	"""
	parts = archive.infolist()
	if sum(part.file_size for part in parts) > limits.unpacked:
		raise TableUnreadable("table_too_large")
	left = {True: limits.tags, False: FRAME_TAGS}
	for part in parts:
		is_cells = bool(CELLS.fullmatch(part.filename))
		with archive.open(part) as packed:
			before = b""
			for chunk in iter(partial(packed.read, CHUNK), b""):
				_require_plain(before, chunk)
				before = chunk
				left[is_cells] -= chunk.count(b"<")
				if left[is_cells] < 0:
					raise TableUnreadable("table_too_large")


def _require_plain(before: bytes, chunk: bytes) -> None:
	"""Raise TableUnreadable for a piece of a part, after the piece before it (none), whose tags are not all to be seen."""
	if not before:
		declared = DECLARED.match(_narrow(chunk[: CHUNK // 4]).removeprefix(UTF8_MARK))
		if chunk.startswith(MAINFRAME) or (declared and declared[1].lower() not in PLAIN):
			raise TableUnreadable("table_unreadable")
	text = _narrow(before[-64:] + chunk)
	if any(word in text for word in ENTITIES):
		raise TableUnreadable("table_unreadable")


def _narrow(text: bytes) -> bytes:
	"""What is ASCII in UTF-16 and UTF-32 as ASCII."""
	return text.translate(None, b"\0").removeprefix(UTF16[0]).removeprefix(UTF16[1])


def _text(value: Any) -> str:
	"""A cell as text; a number of many digits without the point that a spreadsheet gives it."""
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer():
		return str(int(value))
	return str(value)
