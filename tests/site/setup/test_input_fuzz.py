"""Made-up workbooks, tables, imports and pictures: whatever somebody uploads, it is read, or refused with a text.

Each is a good one with some bytes changed, made from a number that is printed when it fails. Few in each run; thousands by
`script/test --long fuzz`.
"""

import io
import zipfile
from collections.abc import Callable

import frappe
import pytest
from factories import intake as make
from factories.mutations import CHANGES, inserted, mutated, numbers
from factories.profile import IS_FULL, IS_LONG
from openpyxl import Workbook
from PIL import Image

from esaylov.core.findings import Finding
from esaylov.core.forms import TableUnreadable
from esaylov.core.texts import finding_text
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.framework.files import photos, spreadsheets
from esaylov.setup.imports import running
from esaylov.setup.imports.kinds import Kind

INPUTS = 2_000 if IS_LONG else 200 if IS_FULL else 40
IMPORTS = 300 if IS_LONG else 40 if IS_FULL else 6
LIMITS = spreadsheets.Limits(
	size=2_000_000, unpacked=8_000_000, tags=50_000, text=1_000_000, lines=200, columns=60
)
OF_XML = inserted(
	(
		b"<",
		b"&amp;",
		b"&x;",
		b"<!ENTITY x 'y'>",
		b"]]>",
		b"\0",
		b'r="XFD1048576"',
		b"<c/>" * 50,
		b't="s"',
		b"1e400",
	)
)
OF_TABLE = inserted(
	(b";", b'"', b"\n", b"\r", b"\0", b"=1+1", b"\xff", b"'", b"9" * 200, "ʻў".encode(), b"\xef\xbb\xbf")
)


def workbook() -> bytes:
	book = Workbook()
	for line in (["JShShIR", "Familiyasi"], *([f"3010180000000{n}", f"Aliyev Ali {n}"] for n in range(9))):
		book.active.append(line)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def repacked(content: bytes, number: int) -> bytes:
	"""The workbook with one of its parts changed: what is packed is whole, and what is in it is not."""
	packed = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
		parts = source.infolist()
		changed = parts[number % len(parts)].filename
		for part in parts:
			data = source.read(part)
			target.writestr(
				part.filename, mutated(data, number, (*CHANGES, OF_XML)) if part.filename == changed else data
			)
	return packed.getvalue()


def cells_or_refusal(content: bytes) -> spreadsheets.Cells | None:
	"""The cells of a file; None where it is refused, with a text."""
	try:
		return spreadsheets.cells_of(content, LIMITS)
	except TableUnreadable as problem:
		found = problem.finding
	assert finding_text(found, "uz")
	return None


@pytest.mark.parametrize("change", [mutated, repacked], ids=("as it is sent", "inside"))
def test_a_workbook_is_cells_or_refused_with_a_text(change: Callable[[bytes, int], bytes]):
	good, read = workbook(), 0
	for number in numbers(INPUTS):
		cells = cells_or_refusal(change(good, number))
		if cells is None:
			continue
		read += 1
		assert all(isinstance(cell, str) for line in cells for cell in line), number
		assert len(cells) <= LIMITS.lines + 1, number
		assert all(len(line) <= LIMITS.columns for line in cells), number
	assert read or change is mutated


def test_a_table_as_text_is_cells_or_refused_with_a_text():
	good = make.csv_file(make.stations(5))
	for number in numbers(INPUTS):
		cells = cells_or_refusal(mutated(good, number, (*CHANGES, OF_TABLE))) or []
		assert all(isinstance(cell, str) for line in cells for cell in line), number


def stored_or_refused(kind: Kind, content: bytes) -> str:
	"""An import of the file; "" where it is no text any more, and is not even stored."""
	try:
		return make.intake(kind, content)
	except LawBroken as refused:
		if refused.code != "file_kind_refused":
			raise
		return ""


@pytest.mark.parametrize("kind", [Kind.STATIONS, Kind.VOTERS])
def test_an_import_counts_each_row_once_and_names_each_fault(kind):
	rows = make.stations(8)
	for number in numbers(IMPORTS):
		frappe.db.savepoint("fuzz")
		content = mutated(make.csv_file(rows), number, (*CHANGES, OF_TABLE)) or b";"
		if not (taken := stored_or_refused(kind, content)):
			frappe.db.rollback(save_point="fuzz")
			continue
		tried = make.ran(taken, "Checking")
		assert tried.status in (running.CHECKED, running.FAILED), (number, tried.status)
		if tried.status == running.CHECKED:
			assert sum(make.counts(tried)) == tried.total, (number, make.counts(tried), tried.total)
		for found in running.stored_findings(tried):
			assert running.in_words(tried, found)["message"], (number, found)
		frappe.db.rollback(save_point="fuzz")


def test_a_picture_is_made_smaller_or_refused_with_a_text():
	stream = io.BytesIO()
	Image.effect_noise((300, 400), 60).convert("RGB").save(stream, "JPEG")
	good = stream.getvalue()
	for number in numbers(INPUTS):
		told: tuple[Finding, ...] = ()
		try:
			assert photos.preview(mutated(good, number)).startswith(b"\xff\xd8"), number
		except FormInvalid as problem:
			told = tuple(problem.findings)
		assert all(finding_text(finding, "uz") for finding in told), number
