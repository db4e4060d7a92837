"""An appeal as staff read it in the Desk: answers with their labels, attachments, findings, and the next lawful step."""

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.core.findings import Finding
from esaylov.core.identity import masked_phone
from esaylov.core.lifecycle import State
from esaylov.core.texts import finding_text
from esaylov.decisions import matter
from esaylov.identity import service as identity

OPEN = (State.REGISTERED, State.UNDER_REVIEW)
PERSON_COLUMNS = ("full_name", "pinfl", "passport", "phone", "workplace_position")
"""Columns of a list of persons; the rest of a person's data is shown by a reasoned look-up only."""
HIDDEN = frozenset({"birth_date", "nationality", "address", "specialty", "gender"})


@dataclass(frozen=True)
class Reader:
	"""Who reads: language of the labels, and what they may do next."""

	language: str

	def label(self, labels: Mapping[str, str] | None, name: str) -> str:
		"""A label in the reader's language, Uzbek without one, else the name."""
		known = labels or {}
		return known.get(self.language) or known.get("uz") or name


def view(appeal: Document, user: str) -> dict[str, object]:
	"""Plain data for the form; values are not escaped, the page does that."""
	reader = Reader(frappe.local.lang or "uz")
	answers = matter.answers_of(appeal)
	fields = matter.fields_of(appeal)
	due = frappe.utils.getdate(appeal.due_on) if appeal.due_on else None
	return {
		"answers": [_single(field, answers, reader) for field in fields if _is_single(field, answers)],
		"groups": [_group(field, answers, reader) for field in fields if answers.get(field["name"]) and _is_list(field)],
		"attachments": _attachments(appeal, fields, reader),
		"findings": _findings(appeal, reader),
		"subjects": [{"path": subject.path, "title": subject.title} for subject in matter.subjects_of(appeal)],
		"days_left": (due - clock.today()).days if due and appeal.status in OPEN else None,
		"next_step": _next_step(appeal, user),
	}


def _is_list(field: Mapping) -> bool:
	return field["kind"] == "Group"


def _is_single(field: Mapping, answers: Mapping) -> bool:
	return field["kind"] not in ("Group", "File") and answers.get(field["name"]) not in (None, "", [])


def _single(field: Mapping, answers: Mapping, reader: Reader) -> dict[str, str]:
	return {
		"label": reader.label(field.get("label"), field["name"]),
		"value": _value(field, answers[field["name"]], reader),
	}


def _value(field: Mapping, value: object, reader: Reader) -> str:
	if field["kind"] == "Person" and isinstance(value, Mapping):
		return ", ".join(filter(None, (_shown(name, value.get(name)) for name in PERSON_COLUMNS)))
	if field["kind"] == "Choice":
		labels = {choice["value"]: choice.get("label") for choice in field.get("choices") or []}
		return reader.label(labels.get(value), str(value))
	if field["kind"] == "Link":
		return _link_title(field, str(value), reader)
	return _shown(field["name"], value)


def _link_title(field: Mapping, value: str, reader: Reader) -> str:
	meta = frappe.get_meta(field["link"]["doctype"])
	title = f"title_{reader.language}" if meta.has_field(f"title_{reader.language}") else meta.get_title_field()
	return frappe.get_cached_value(meta.name, value, title) or value


def _shown(name: str, value: object) -> str:
	text = str(value or "")
	if name == "phone" and text:
		return masked_phone(text)
	if name in ("pinfl", "passport") and text:
		return f"{text[:2]}{'•' * (len(text) - 4)}{text[-2:]}"
	return text


def _group(field: Mapping, answers: Mapping, reader: Reader) -> dict[str, object]:
	rows = answers[field["name"]]
	inner = [column for column in field.get("fields") or [] if column["kind"] not in ("Group", "File")]
	names = {column["name"]: column for column in inner if column["name"] not in HIDDEN}
	if "@person" in names or not names:
		spread = {name: {"name": name, "kind": "Short Text", "label": None} for name in PERSON_COLUMNS}
		names = {**{name: column for name, column in names.items() if name != "@person"}, **spread}
	used = [name for name in names if any(row.get(name) for row in rows)]
	return {
		"label": reader.label(field.get("label"), field["name"]),
		"columns": [reader.label(names[name].get("label"), frappe._(frappe.unscrub(name))) for name in used],
		"rows": [
			[_value(names[name], row[name], reader) if row.get(name) else "" for name in used] for row in rows
		],
	}


def _attachments(appeal: Document, fields: list[Mapping], reader: Reader) -> list[dict[str, object]]:
	labels = {field["name"]: reader.label(field.get("label"), field["name"]) for field in fields}
	urls = dict(
		frappe.get_all(
			"File",
			{"name": ["in", [row.file for row in appeal.attachments] or [""]]},
			["name", "file_url"],
			order_by="name",
			as_list=True,
		)
	)
	return [
		{
			"label": labels.get(row.field, row.field),
			"file_name": row.file_name,
			"size": row.size,
			"url": urls.get(row.file, ""),
		}
		for row in appeal.attachments
	]


def _findings(appeal: Document, reader: Reader) -> list[dict[str, str]]:
	stored = [Finding.from_dict(values) for values in frappe.parse_json(appeal.findings) or []]
	return [
		{"path": found.path, "severity": str(found.severity), "text": finding_text(found, reader.language)}
		for found in stored
	]


def _next_step(appeal: Document, user: str) -> str | None:
	"""`decide` for the chair on the chair's route, `assign` for other staff while nobody has it, else nothing."""
	if appeal.status not in OPEN:
		return None
	held = {p.position for p in identity.positions_of(user) if p.commission == appeal.recipient}
	if held & set(matter.CHAIR_POSITIONS) and appeal.route == matter.CHAIR_ROUTE:
		return "decide"
	return "assign" if held and appeal.status == State.REGISTERED else None
