"""The filings of a corrected appeal whole and side by side (*yonma-yon*): what staff read in each, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import reading as appeals_reading
from esaylov.appeals.corrections.reading import filings
from esaylov.core.forms import FormDefinition, place
from esaylov.core.forms.definition import columns
from esaylov.decisions.drafting import decision_subject
from esaylov.decisions.review import reading


@dataclass(frozen=True, slots=True)
class Cell:
	"""What one filing says in one field. section: place of its field in the form; attached files come last."""

	path: str
	section: int
	label: str
	text: str


def side_by_side(name: str) -> dict[str, Any] | None:
	"""`filed_at`: moments of the filings, the first one first; `rows`: `path`, `label`, `values` (one for each filing, "" where it has none)
	and `is_changed`, in the order of the form. None where it was filed once.

	The caller has asked who reads it as staff. Raises NotFound.
	"""
	filed = filings(name)
	if len(filed) < 2:
		return None
	form, language = decision_subject.form_of(filed[0]), frappe.local.lang or "uz"
	given = [frappe.parse_json(filing.answers) or {} for filing in filed]
	answered = reading.answered_often(form, given, language)
	cells = [
		[*_answers(form, said), *_files(form, filing, answers, language)]
		for filing, answers, said in zip(filed, given, answered, strict=True)
	]
	changed = appeals_reading.changed(filed)
	return {
		"filed_at": [str(filing.get("filed_at") or filing.received_at)[:19] for filing in filed],
		"rows": _rows(cells, changed),
	}


def _rows(cells: list[list[Cell]], changed: set[str]) -> list[dict[str, Any]]:
	"""Each field that any of the filings answers; the last of them names it."""
	known = {cell.path: cell for filing in cells for cell in filing}
	texts = [{cell.path: cell.text for cell in filing} for filing in cells]
	return [
		{
			"path": cell.path,
			"label": cell.label,
			"values": [said.get(cell.path, "") for said in texts],
			"is_changed": any(f"{path}.".startswith(f"{cell.path}.") for path in changed),
		}
		for cell in sorted(known.values(), key=lambda cell: cell.section)
	]


def _answers(form: FormDefinition, said: Mapping[str, Any]) -> Iterator[Cell]:
	sections = {field.name: number for number, field in enumerate(columns(form.fields))}
	for one in said["answers"]:
		yield Cell(one["path"], sections[one["path"]], one["label"], one["value"])
	for group in said["groups"]:
		for number, row in enumerate(group["rows"]):
			for column, label, text in zip(group["column_names"], group["columns"], row, strict=True):
				path = f"{group['path']}[{number}].{column}"
				yield Cell(path, sections[group["path"]], f"{group['label']} {number + 1}: {label}", text)


def _files(
	form: FormDefinition, filing: Document, answers: Mapping[str, Any], language: str
) -> Iterator[Cell]:
	fields = columns(form.fields)
	for row in filing.attachments:
		label = place(row.field, fields, answers, language)
		size = max(1, round((row.size or 0) / 1024))
		yield Cell(row.field, len(fields), label, f"{row.file_name} ({size} KB)")
