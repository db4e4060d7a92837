"""Files of an intake: the template with its explanations and lists, the same table as it stands, the findings."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import frappe
from frappe import _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from esaylov.core import forms
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, tables
from esaylov.framework import clock, titles
from esaylov.framework.desk import report_user
from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import spreadsheets
from esaylov.setup.imports import constituency_stations, running
from esaylov.setup.imports.columns import BOUNDARY
from esaylov.setup.imports.headings import heading_of, label_of
from esaylov.setup.imports.kinds import Kind, Table, table_of
from esaylov.trust.chains import chain

PREPARED = 1_000
"""Lines of the template that have their lists and formats."""
MOST_LISTED = 3_000
"""Codes that a list of the template offers."""
MOST = 250_000
"""Rows of an export."""
WIDTH = 24
AS_TEXT = "@"  # the spreadsheet must not turn a PINFL into a number
HEAD = PatternFill("solid", fgColor="E3F1F4")


class Form(StrEnum):
	"""Kind of file."""

	CSV = "csv"
	XLSX = "xlsx"
	GEOJSON = "geojson"


@dataclass(frozen=True, slots=True)
class Given:
	"""A file that was made."""

	name: str
	content: bytes


def template(kind: str) -> Given:
	"""The XLSX that is filled in for a table, in the session's language; raises NotFound for a kind that is not there.

	It has the headings, what belongs into each column, and lists of the codes and choices there are.
	"""
	table = table_of(kind)
	fields = tables.table_columns(table.group)
	book = Workbook()
	sheet, lists = book.active, book.create_sheet(_("Lists"))
	sheet.title = _(kind)[:31]
	_head(sheet, [label_of(field) for field in fields])
	sheet.freeze_panes = "A2"
	for number, field in enumerate(fields, 1):
		letter = get_column_letter(number)
		for row in range(2, PREPARED + 2):
			sheet.cell(row, number).number_format = AS_TEXT
		if values := _list(field):
			_offer(sheet, lists, number, f"{letter}2:{letter}{PREPARED + 1}", [label_of(field), *values])
	_explain(book.create_sheet(_("Explanations")), table, fields)
	lists.sheet_state = "hidden"
	return Given(f"{frappe.scrub(kind)}-{clock.today().isoformat()}.xlsx", _saved(book))


def export(kind: str, election: str, form: str) -> Given:
	"""A table as it stands, as csv, xlsx or geojson, in the columns of its template, without personal data; leaves an event in the
	CEC's chain.

	Raises NotFound, FormInvalid (`export_form`, `required`, `export_size`).
	"""
	table = table_of(kind)
	if form not in set(Form) or (form == Form.GEOJSON and not table.has_boundary):
		raise FormInvalid([Finding("export_form", "form")])
	if table.needs_election and not election:
		raise FormInvalid([Finding("required", "election")])
	with report_user.reading():
		rows = _rows(table, election)
	content = {Form.CSV: _csv, Form.XLSX: _xlsx, Form.GEOJSON: _geojson}[Form(form)](table, rows)
	body = {"table": kind, "rows": len(rows), "form": form}
	chain.record(running.highest(), "data.exported", body, clock.now())
	return Given(f"{frappe.scrub(kind)}-{clock.today().isoformat()}.{form}", content)


def findings(name: str, form: str) -> Given:
	"""The findings of an intake as csv or xlsx, by line and column, in the reader's language."""
	if form not in (Form.CSV, Form.XLSX):
		raise FormInvalid([Finding("export_form", "form")])
	intake = running.record_of(name)
	found = [running.in_words(intake, one) for one in running.stored_findings(intake)]
	table = [
		[_("Line"), _("Column"), _("What is wrong"), _("Kind")],
		*(
			[str(one["line"]), one["column"], one["message"], _(one["severity"].capitalize())]
			for one in found
		),
	]
	made = (
		spreadsheets.csv_of(table)
		if form == Form.CSV
		else spreadsheets.xlsx_of(_("Findings"), table, (8, 30, 90, 12))
	)
	return Given(f"{_('Findings')}-{name}.{form}", made)


def _head(sheet: Worksheet, words: Sequence[str]) -> None:
	sheet.append(list(words))
	for number in range(1, len(words) + 1):
		cell = sheet.cell(1, number)
		cell.font, cell.fill = Font(bold=True), HEAD
		cell.alignment = Alignment(wrap_text=True, vertical="top")
		sheet.column_dimensions[get_column_letter(number)].width = WIDTH


def _list(field: Field) -> list[str]:
	"""What a list offers: choices in words, or codes with their titles."""
	if field.choices:
		language = frappe.local.lang or "uz"
		return [forms.label(choice.label, language) or choice.value for choice in field.choices]
	if not field.link:
		return []
	names = frappe.get_all(field.link.doctype, pluck="name", order_by="name asc", limit=MOST_LISTED)
	called = titles.of((field.link.doctype, name) for name in names).get(field.link.doctype, {})
	return [f"{name} {called.get(name) or ''}".strip() for name in names]


def _offer(sheet: Worksheet, lists: Worksheet, number: int, cells: str, values: Sequence[str]) -> None:
	"""Put the values into the sheet of lists, and offer them in the cells; other codes may be typed too."""
	for row, value in enumerate(values, 1):
		lists.cell(row, number).value = spreadsheets.safe(value)
	letter = get_column_letter(number)
	source = f"'{lists.title}'!${letter}$2:${letter}${len(values)}"
	offered = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
	sheet.add_data_validation(offered)
	offered.add(cells)


def _explain(sheet: Worksheet, table: Table, fields: Sequence[Field]) -> None:
	_head(sheet, [_("Column"), _("Required"), _("What belongs here")])
	for field in fields:
		told = forms.label(field.help, frappe.local.lang or "uz") or _(str(field.kind))
		sheet.append([label_of(field), _("Yes") if field.required else "", told])
	key = [heading_of(table, name) for name in table.key]
	sheet.append([])
	sheet.append([_("Rows are matched by: {0}").format(", ".join(key))])
	sheet.append([_("Empty cells change nothing. Existing rows are not added again.")])
	sheet.column_dimensions["C"].width = 90


def _saved(book: Workbook) -> bytes:
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _rows(table: Table, election: str) -> list[Mapping[str, Any]]:
	"""Rows of the table by the names of its columns; links as the codes that an import knows again. Raises FormInvalid (`export_size`)."""
	if table.kind is Kind.CONSTITUENCY_STATIONS:
		rows = constituency_stations.listed(election, MOST + 1)
	else:
		rows = _records(table, election)
	if len(rows) > MOST:
		raise FormInvalid([Finding("export_size", "kind", params={"maximum": MOST})])
	return rows


def _records(table: Table, election: str) -> list[Mapping[str, Any]]:
	meta = frappe.get_meta(table.doctype)
	names = [name for name in _names(table) if meta.has_field(name)]
	extra = {"constituency_no": "constituency.number", "polling_station_no": "polling_station.number"}
	extra = {name: path for name, path in extra.items() if name in _names(table)}
	filters: dict[str, Any] = {"election": election} if table.needs_election else {}
	if meta.has_field("is_annulled"):
		filters["is_annulled"] = 0
	fields = [*names, *(f"{path} as {name}" for name, path in extra.items())]
	if table.doctype == "Commission Membership":
		fields.append("person_name as full_name")
	# Frappe 15 takes it into its SQL as it is, and joined tables have a `creation` too
	order = f"`tab{table.doctype}`.`creation` asc"
	rows: list[Any] = frappe.get_all(table.doctype, filters, fields, order_by=order, limit=MOST + 1)
	return rows


def _names(table: Table) -> list[str]:
	return [field.name for field in tables.table_columns(table.group) if field.name not in table.personal]


def _lines(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
	"""Headings and cells as text; choices in words."""
	fields = [field for field in tables.table_columns(table.group) if field.name not in table.personal]
	return [[label_of(field) for field in fields], *([_cell(field, row) for field in fields] for row in rows)]


def _cell(field: Field, row: Mapping[str, Any]) -> str:
	value = row.get(field.name)
	if value in (None, "") or (field.kind is forms.Kind.INTEGER and not value and field.name != "value"):
		return ""
	for choice in field.choices:
		if choice.value == value:
			return forms.label(choice.label, frappe.local.lang or "uz") or choice.value
	return str(value)


def _csv(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
	return spreadsheets.csv_of(_lines(table, rows))


def _xlsx(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
	lines = [
		["" if len(cell) > spreadsheets.LONGEST_CELL else cell for cell in line]
		for line in _lines(table, rows)
	]
	return spreadsheets.xlsx_of(_(str(table.kind)), lines, [WIDTH] * len(lines[0]))


def _geojson(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
	features = [
		{
			"type": "Feature",
			"properties": {name: row.get(name) for name in _names(table) if name != BOUNDARY},
			"geometry": json.loads(row[BOUNDARY]) if row.get(BOUNDARY) else None,
		}
		for row in rows
	]
	collection = {"type": "FeatureCollection", "features": features}
	return json.dumps(collection, ensure_ascii=False, default=str).encode()
