"""The list of appeals as a file: what staff plan their work with, and nothing of what the appeals say about people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import frappe
from frappe import _
from pypika import Criterion

from esaylov.appeals.inbox import officers
from esaylov.appeals.inbox.queues import RUNNING
from esaylov.core.elections.calendar import short_date_of
from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import clock, titles
from esaylov.framework.desk import report_user
from esaylov.framework.errors import FormInvalid, NotPermitted
from esaylov.framework.files import spreadsheets
from esaylov.identity import positions
from esaylov.identity.positions import Position
from esaylov.trust.chains import chain

MOST = 50_000
"""Rows of one file: more than an election brings."""
WIDTHS = (14, 16, 44, 36, 30, 36, 12, 12, 10, 30)
"""Of the columns of a workbook, in characters."""
FIELDS = [
	*("number", "status", "appeal_type", "applicant_kind", "applicant_body_type", "applicant_body"),
	*("election", "recipient", "received_at", "due_on", "correct_until", "assigned_to"),
]
FILTERED = frozenset({*FIELDS, "territory", "correction", "escalated_to", "applicant_person"})
"""Fields that a filter of the list may name."""
OPERATORS = frozenset({"=", "!=", "in", "not in", "<", ">", "<=", ">=", "between", "is", "like", "Between"})
OF_TIME = frozenset({"received_at", "due_on", "correct_until"})
"""Days and moments: Frappe 15 makes one value of the two that any other field is to lie between."""
PERSONS = frozenset({"Candidate", "Proxy", "Authorized Representative"})
"""Applicants whose title is a person's name: the file has their kind alone."""
Row = frappe._dict


class Form(StrEnum):
	"""Kind of file."""

	CSV = "csv"
	XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Given:
	"""A file that was made."""

	name: str
	content: bytes
	rows: int


def export(user: str, filters: Sequence[Sequence[Any]], form: str) -> Given:
	"""The appeals of the user's commissions and of those below, by the list's filters, as a CSV or XLSX.

	No personal data: neither the answers nor the subject, and no name of an applicant who is a person. The chain of
	the commission keeps who took how many rows. Raises NotPermitted, FormInvalid (`export_form`, `export_filter`,
	`export_size`).
	"""
	if form not in set(Form):
		raise FormInvalid([Finding("export_form", "form")])
	held = [position for position in positions.positions_of(user) if position.position in officers.ASSIGNING]
	if not held:
		raise NotPermitted()
	with report_user.reading():
		rows = _rows(held, _checked(filters))
		table = [_headings(), *_lines(rows)]
	content = (
		spreadsheets.csv_of(table) if form == Form.CSV else spreadsheets.xlsx_of(_("Appeals"), table, WIDTHS)
	)
	body = {"officer": held[0].person, "rows": len(rows), "form": str(form)}
	chain.record(held[0].commission, "appeals.exported", body, clock.now())
	day = clock.today().isoformat()
	return Given(f"{_('Appeals')}-{day}.{form}", content, len(rows))


def _checked(filters: Sequence[Sequence[Any]]) -> list[list[Any]]:
	"""Filters by fields and operators of the list, without the DocType that the Desk puts before them. Raises FormInvalid."""
	found = [list(one)[-3:] if isinstance(one, list | tuple) else [] for one in filters]
	for one in found:
		if len(one) != 3 or not _is_offered(one[0], one[1]):
			raise FormInvalid([Finding("export_filter", "filters")])
	return found


def _is_offered(field: object, operator: object) -> bool:
	if not (isinstance(field, str) and isinstance(operator, str)):
		return False
	is_span = operator.lower() == "between"
	return field in FILTERED and operator in OPERATORS and (field in OF_TIME or not is_span)


def _rows(held: Sequence[Position], filters: list[list[Any]]) -> list[Row]:
	"""The appeals by the user's permissions, and of those the ones at or below the positions that export."""
	rows = frappe.get_list(
		"Appeal",
		filters=[*filters, ["status", "!=", State.DRAFT.value], ["recipient", "in", _below(held)]],
		fields=FIELDS,
		order_by="received_at asc, number asc",
		limit=MOST + 1,
	)
	if len(rows) > MOST:
		raise FormInvalid([Finding("export_size", "filters", params={"maximum": MOST})])
	return rows


def _below(held: Sequence[Position]) -> list[str]:
	"""The commissions of the positions and all below them."""
	commission = frappe.qb.DocType("Election Commission")
	spans = [commission.lft[position.lft : position.rgt] for position in held]
	query = frappe.qb.from_(commission).select(commission.name).where(Criterion.any(spans))
	return query.run(pluck=True)


def _lines(rows: Sequence[Row]) -> Iterable[list[str]]:
	known = _Titles(rows)
	for row in rows:
		yield [column(row, known) for column in COLUMNS]


class _Titles:
	"""What the records that rows name are called: one query for each kind of record, however many rows."""

	def __init__(self, rows: Sequence[Row]) -> None:
		self.officers = officers.names({row.assigned_to for row in rows if row.assigned_to})
		self.records = titles.of(link for row in rows for link in _links(row))

	def of(self, doctype: str, name: str) -> str:
		"""Title of a record in the session's language, or its name."""
		return self.records.get(doctype, {}).get(name) or name or ""


def _links(row: Row) -> Iterable[tuple[str, str]]:
	yield from (
		("Appeal Type", row.appeal_type),
		("Election", row.election),
		("Election Commission", row.recipient),
	)
	if row.applicant_body and row.applicant_body_type not in PERSONS:
		yield row.applicant_body_type, row.applicant_body


def _applicant(row: Row, known: _Titles) -> str:
	if row.applicant_body and row.applicant_body_type not in PERSONS:
		return known.of(row.applicant_body_type, row.applicant_body)
	return _(row.applicant_body_type or "")


def _days_left(row: Row) -> str:
	is_running = row.status in RUNNING and row.due_on
	return str((row.due_on - clock.today()).days) if is_running else ""


def _day(value: object) -> str:
	return short_date_of(str(value)[:10]) if value else ""


def _headings() -> list[str]:
	return [
		*(_("Number"), _("State"), _("Appeal Type"), _("Applicant"), _("Election"), _("Recipient")),
		*(_("Received at"), _("Due on"), _("Days left"), _("Assigned to")),
	]


COLUMNS: Sequence[Callable[[Row, _Titles], str]] = (
	lambda row, known: row.number or "",
	lambda row, known: _(row.status),
	lambda row, known: f"{row.appeal_type} {known.of('Appeal Type', row.appeal_type)}",
	_applicant,
	lambda row, known: known.of("Election", row.election),
	lambda row, known: known.of("Election Commission", row.recipient),
	lambda row, known: _day(row.received_at),
	lambda row, known: _day(row.due_on),
	lambda row, known: _days_left(row),
	lambda row, known: known.officers.get(row.assigned_to or "", ""),
)
"""Columns of the file, in the order of their headings."""
