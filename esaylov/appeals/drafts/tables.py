"""Rows of a group from a pasted table, a CSV or an XLSX: shown with its findings before it is taken over."""

import io
from dataclasses import dataclass, replace
from typing import Any

import frappe
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import applicants, links
from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind, tables
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.framework.files import spreadsheet_work, spreadsheets

MOST_LINES = 2_000
LIMITS = spreadsheets.Limits(
	size=2 * 1024 * 1024,
	unpacked=8 * 1024 * 1024,
	tags=250_000,
	text=tables.LONGEST_TEXT,
	lines=MOST_LINES,
	columns=60,
)
"""200 rows take a hundredth of it (own design)."""
WIDTH = 24  # of a column of the template, in characters
AS_TEXT = "@"  # the spreadsheet must not turn a PINFL into a number


@dataclass(frozen=True)
class TakenRows:
	"""Rows of a table as the group would have them. text: the cells again, for asking a second time.

	is_usable: the draft can take the rows; what else is wrong can be mended in the form.
	"""

	rows: list[dict[str, Any]]
	findings: list[Finding]
	lines: list[int]
	unknown: tuple[str, ...]
	text: str
	is_usable: bool


def rows_from_table(name: str, group: str, text: str = "", content: bytes = b"") -> TakenRows:
	"""Rows of a group of an own appeal from a pasted table, or from the bytes of a CSV or XLSX; writes nothing.

	Columns are known by labels of any language or by field names. Findings are those of the rows as if they stood in the
	appeal. Raises NotFound (appeal, group); FormInvalid where the table as a whole cannot be read (`table_…`).
	"""
	user = frappe.session.user
	appeal = drafting.as_it_stands(applicants.own(name, user))
	version = drafting.version_of(appeal)
	applicant = applicants.of(appeal, user, version)
	field = group_of(version, group)
	try:
		cells = cells_of(content) if content else tables.split(text)
		found = tables.rows_from_cells(field, cells, link_names(field, cells))
	except forms.TableUnreadable as problem:
		raise FormInvalid([replace(problem.finding, path=group)]) from problem
	garbled, others = found.findings, []
	try:
		answers = {**frappe.parse_json(appeal.answers or "{}"), group: found.rows}
		drafting.fill(appeal, version, applicant, answers)
		others = drafting.findings_of(appeal, version, applicant)
	except FormInvalid as problem:
		garbled = [*found.findings, *problem.findings]
	return TakenRows(
		rows=found.rows,
		findings=_each_once([*garbled, *others], group),
		lines=found.lines,
		unknown=found.unknown,
		text=tables.joined(cells),
		is_usable=not garbled,
	)


def group_of(version: TypeVersion, name: str) -> Field:
	"""A group of the top level that can be filled from a table; raises NotFound."""
	for field in version.form.fields:
		if field.name == name and field.kind is Kind.GROUP and tables.table_columns(field):
			return field
	raise NotFound({"doctype": "Appeal Field"}, field=name)


def cells_of(content: bytes) -> spreadsheets.Cells:
	"""Cells of an uploaded file, by its content; raises TableUnreadable, FileInWork."""
	return spreadsheet_work.read_cells(content, LIMITS)


def table_template(appeal_type: str, version: int, group: str, lang: str) -> bytes:
	"""An empty XLSX for the rows of a group, headed in a language, its cells as text, its choices as lists; raises NotFound."""
	field = group_of(definitions.load(appeal_type, version), group)
	book = Workbook()
	sheet = book.active
	sheet.append(tables.template_header(field, lang))
	sheet.freeze_panes = "A2"
	last = (field.max_rows or tables.MOST_ROWS) + 1
	for number, column in enumerate(tables.table_columns(field), 1):
		letter = get_column_letter(number)
		sheet.column_dimensions[letter].width = WIDTH
		heading = sheet.cell(1, number)
		heading.font = Font(bold=True)
		heading.fill = PatternFill("solid", fgColor="E3F1F4")
		heading.alignment = Alignment(wrap_text=True, vertical="top")
		for row in range(2, last + 1):
			sheet.cell(row, number).number_format = AS_TEXT
		if titles := _list_of(column, lang):
			choice = DataValidation("list", formula1=f'"{titles}"', allow_blank=True)
			sheet.add_data_validation(choice)
			choice.add(f"{letter}2:{letter}{last}")
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def link_names(group: Field, cells: tables.Cells) -> dict[str, dict[str, str]]:
	"""For each Link column, the records whose name or title stands in the table; one query a column."""
	typed = {cell.strip() for line in cells for cell in line if cell.strip()}
	if not typed or len(cells) > MOST_LINES:
		return {}
	return {
		column.name: {tables.key_of(title): name for title, name in links.named(column.link.doctype, typed)}
		for column in tables.table_columns(group)
		if column.link
	}


def _list_of(column: Field, lang: str) -> str:
	"""Choices as a spreadsheet wants them; empty where it would not take them (a comma inside, over 255 letters)."""
	titles = [forms.label(choice.label, lang) or choice.value for choice in column.choices]
	text = ",".join(titles)
	return "" if any('"' in title or "," in title for title in titles) or len(text) > 255 else text


def _each_once(found: list[Finding], group: str) -> list[Finding]:
	"""Findings about the group, in the order of its rows."""
	own = [one for one in found if one.path == group or one.path.startswith(f"{group}[")]
	return list({(one.code, one.path): one for one in own}.values())
