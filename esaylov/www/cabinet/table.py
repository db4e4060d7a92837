"""Rows of a group from a spreadsheet: paste or upload, look at the findings of each row, then take them over."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import frappe

from esaylov.appeals.drafts import drafting, tables
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind, label
from esaylov.core.forms.tables import table_columns
from esaylov.core.texts import finding_text
from esaylov.framework.errors import FormInvalid
from esaylov.portal.cabinet.forms import answers as answer_paths
from esaylov.portal.cabinet.forms import groups
from esaylov.portal.cabinet.forms.appeal_view import Matter
from esaylov.portal.cabinet.forms.groups import ROWS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(ROWS, FORM, login=True)


@dataclass(frozen=True)
class ShownRow:
	"""A row before it is taken over: where it stood in the table, its cells as text, what is wrong with it."""

	line: int
	cells: list[str]
	findings: list[dict[str, str]]


@portal_page
def get_context(request: PortalRequest, name: str, group: str) -> Reply:
	"""`check` shows the rows, `take` puts them into the draft; nothing is written before."""
	matter, field = groups.load(request, name, group)
	if not matter.is_draft:
		return Redirect(matter.base)
	if request.method != "POST":
		return page(request, matter, field)
	upload = request.files.get("file")
	if upload:
		upload.stream.seek(0)  # a step that is repeated reads it again
	content = upload.stream.read() if upload and upload.filename else b""
	text = request.form.get("table", "")
	try:
		found = tables.rows_from_table(matter.name, group, text, content)
		if request.form.get("action") == "take" and found.is_usable:
			return take(request, matter, field, found.rows)
	except FormInvalid as refusal:
		frappe.db.rollback()
		problem = "\n".join(finding_text(one, request.t.written) for one in refusal.findings)
		return page(request, matter, field, text=text, problem=problem, status=422)
	return page(request, matter, field, text=found.text, found=found)


def take(request: PortalRequest, matter: Matter, field: Field, rows: list[dict[str, Any]]) -> Reply:
	"""Put the rows in place of those that are there, or after them; empty rows of the form go."""
	kept = [row for row in matter.answers.get(field.name) or [] if row]
	together = [*kept, *rows] if request.form.get("how") == "add" else rows
	limit = field.max_rows
	if limit and len(together) > limit:
		raise FormInvalid([Finding("table_too_many_rows", field.name, params={"limit": limit})])
	drafting.update(matter.name, {**matter.answers, field.name: together})
	return Redirect(f"{matter.base}/form?check=1#{answer_paths.element_id(field.name)}")


def page(
	request: PortalRequest,
	matter: Matter,
	field: Field,
	text: str = "",
	problem: str = "",
	found: tables.TakenRows | None = None,
	status: int = 200,
) -> Page:
	title = label(field.label, request.t.written) or field.name
	columns = table_columns(field)
	values = {
		"base": matter.base,
		"address": f"{matter.base}/rows/{quote(field.name)}",
		"group_id": answer_paths.element_id(field.name),
		"group_title": title,
		"columns": [label(column.label, request.t.written) or column.name for column in columns],
		"text": text,
		"problems": _problems(request, field, problem, found),
		"found": found,
		"rows": shown_rows(request, found, columns, field.name) if found else [],
		"row_count": len([row for row in matter.answers.get(field.name) or [] if row]),
		"wrong_count": len({_row_of(one.path) for one in found.findings} - {""}) if found else 0,
	}
	return Page("cabinet/table.html", request.t("table.title", group=title), values, status)


def _problems(
	request: PortalRequest, field: Field, problem: str, found: tables.TakenRows | None
) -> list[tuple[str, str]]:
	"""What is wrong with the pasted text and with the table as a whole: the field that each leads to ("" for none), text."""
	whole = [one for one in found.findings if one.path == field.name] if found else []
	pasted = [("table", problem)] if problem else []
	return pasted + [("", finding_text(one, request.t.written)) for one in whole]


def shown_rows(
	request: PortalRequest, found: tables.TakenRows, columns: tuple[Field, ...], group: str
) -> list[ShownRow]:
	"""Every row with its cells in words, and its findings with the name of their column."""
	titles = {column.name: label(column.label, request.t.written) for column in columns}
	problems: dict[str, list[dict[str, str]]] = {}
	for one in found.findings:
		place = titles.get(one.path.rpartition(".")[2], "")
		words = {"severity": one.severity.value, "text": finding_text(one, request.t.written), "place": place}
		problems.setdefault(_row_of(one.path), []).append(words)
	return [
		ShownRow(
			line,
			[_cell(request, column, row.get(column.name)) for column in columns],
			problems.get(f"{group}[{index}]", []),
		)
		for index, (row, line) in enumerate(zip(found.rows, found.lines, strict=True))
	]


def _cell(request: PortalRequest, column: Field, value: Any) -> str:
	if value is None:
		return ""
	if isinstance(value, bool):
		return request.t("answer.yes" if value else "answer.no")
	if column.kind == Kind.DATE and isinstance(value, str):
		return request.t.iso_day(value)
	words = {choice.value: label(choice.label, request.t.written) for choice in column.choices}
	return words.get(value) or str(value)


def _row_of(path: str) -> str:
	"""`persons[3].pinfl` gives `persons[3]`; empty for a path that is about no row."""
	row, closing, _ = path.partition("]")
	return row + closing if closing else ""
