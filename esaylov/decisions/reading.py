"""An appeal as staff read it in the Desk: answers with their labels, attachments, findings, and the next lawful step."""

from collections.abc import Mapping, Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov import clock, filings
from esaylov.core.calendar import short_date_of
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind, label, place
from esaylov.core.forms.definition import columns
from esaylov.core.identity import masked_phone
from esaylov.core.lifecycle import State
from esaylov.core.texts import finding_text
from esaylov.decisions import matter
from esaylov.errors import text
from esaylov.identity import service as identity

OPEN = (State.REGISTERED, State.UNDER_REVIEW)
SHOWN_OF_A_PERSON = ("full_name", "pinfl", "passport", "phone", "workplace_position")
"""Columns of a person that a list shows; the rest is for a look-up that gives its reason."""
MASKED = frozenset({"pinfl", "passport"})
APART = (Kind.GROUP, Kind.FILE)
"""Kinds that are shown in a part of their own."""

Answers = Mapping[str, object]


def view(appeal: Document, user: str) -> dict[str, object]:
	"""Plain data for the form; values are not escaped, the page does that. Labels in the session's language."""
	language = frappe.local.lang or "uz"
	appeal = filings.last(appeal)
	answers = matter.answers_of(appeal)
	fields = columns(matter.form_of(appeal).fields)
	due = frappe.utils.getdate(appeal.due_on) if appeal.due_on else None
	return {
		"answers": [_single(field, answers, language) for field in fields if _is_single(field, answers)],
		"groups": [_group(field, answers, language) for field in fields if _is_filled_group(field, answers)],
		"attachments": _attachments(appeal, fields, language),
		"findings": _findings(appeal, language),
		"subjects": [
			{"path": subject.path, "title": subject.title} for subject in matter.subjects_of(appeal)
		],
		"days_left": (due - clock.today()).days if due and appeal.status in OPEN else None,
		"next_step": _next_step(appeal, user),
		"note": _note(appeal),
	}


def _is_single(field: Field, answers: Answers) -> bool:
	return field.kind not in APART and answers.get(field.name) not in (None, "", [])


def _is_filled_group(field: Field, answers: Answers) -> bool:
	return field.kind is Kind.GROUP and bool(answers.get(field.name))


def _single(field: Field, answers: Answers, language: str) -> dict[str, str]:
	return {
		"path": field.name,
		"label": _label(field, language),
		"value": _value(field, answers[field.name], language),
	}


def _label(field: Field, language: str) -> str:
	return label(field.label, language) or field.name


def _value(field: Field, value: object, language: str) -> str:
	if field.kind is Kind.PERSON and isinstance(value, Mapping):
		return ", ".join(filter(None, (_masked(name, value.get(name)) for name in SHOWN_OF_A_PERSON)))
	if field.kind is Kind.CHOICE:
		texts = {choice.value: choice.label for choice in field.choices}
		return label(texts.get(str(value), {}), language) or str(value)
	if field.kind is Kind.LINK and field.link:
		return _link_title(field.link.doctype, str(value), language)
	if field.kind is Kind.DATE:
		return short_date_of(str(value))
	if field.kind is Kind.YES_NO:
		return _("Yes") if value else _("No")
	return _masked(field.name, value)


def _link_title(doctype: str, value: str, language: str) -> str:
	meta = frappe.get_meta(doctype)
	title = f"title_{language.replace('-', '_').lower()}"
	return (
		frappe.get_cached_value(doctype, value, title if meta.has_field(title) else meta.get_title_field())
		or value
	)


def _masked(name: str, value: object) -> str:
	text = str(value or "")
	if name == "phone" and text:
		return masked_phone(text)
	if name in MASKED and text:
		return f"{text[:2]}{'•' * (len(text) - 4)}{text[-2:]}"
	return text


def _group(field: Field, answers: Answers, language: str) -> dict[str, object]:
	rows = answers[field.name]
	used = [column for column in columns(field.fields) if _in_table(column, field, rows)]
	return {
		"path": field.name,
		"label": _label(field, language),
		"column_names": [column.name for column in used],
		"columns": [_label(column, language) for column in used],
		"rows": [
			[_value(column, row[column.name], language) if row.get(column.name) else "" for column in used]
			for row in rows
		],
	}


def _in_table(column: Field, group: Field, rows: Sequence[Answers]) -> bool:
	of_person = {inner.name for block in group.fields if block.is_spread for inner in block.fields}
	if column.kind in APART or (column.name in of_person and column.name not in SHOWN_OF_A_PERSON):
		return False
	return any(row.get(column.name) for row in rows)


def _attachments(appeal: Document, fields: tuple[Field, ...], language: str) -> list[dict[str, object]]:
	names = [row.file for row in appeal.attachments]
	files = frappe.get_all("File", {"name": ["in", names or [""]]}, ["name", "file_url"], order_by="name")
	urls = {file.name: file.file_url for file in files}
	answers = matter.answers_of(appeal)
	return [
		{
			"path": row.field,
			"label": place(row.field, fields, answers, language),
			"file_name": row.file_name,
			"kind": row.kind,
			"size": row.size,
			"url": urls.get(row.file, ""),
		}
		for row in appeal.attachments
	]


def _findings(appeal: Document, language: str) -> list[dict[str, str]]:
	stored = [Finding.from_dict(values) for values in frappe.parse_json(appeal.findings) or []]
	return [
		{"path": found.path, "severity": str(found.severity), "text": finding_text(found, language)}
		for found in stored
	]


def _next_step(appeal: Document, user: str) -> str | None:
	"""`decide` or `acknowledge` for who signs on such a route, `assign` for other staff while nobody has it, else nothing."""
	if appeal.status not in OPEN:
		return None
	held = {
		position.position
		for position in identity.positions_of(user)
		if position.commission == appeal.recipient
	}
	if held & set(matter.CHAIR_POSITIONS) and appeal.route == matter.CHAIR_ROUTE:
		return "decide"
	if _may_acknowledge(appeal) and held:
		return "acknowledge" if held & set(matter.ACKNOWLEDGING_POSITIONS) else None
	return "assign" if held and appeal.status == State.REGISTERED else None


def _may_acknowledge(appeal: Document) -> bool:
	is_route = appeal.route == matter.ACKNOWLEDGEMENT_ROUTE and appeal.status == State.REGISTERED
	return is_route and not matter.needs_vote(appeal)


def _note(appeal: Document) -> str:
	"""What the reader must know before the next step, in words; mostly nothing."""
	return text("vote_needed") if appeal.status in OPEN and matter.needs_vote(appeal) else ""
