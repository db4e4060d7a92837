"""An appeal type tried out before it is published: sample answers, what an applicant would be told, who would get it.

Everything happens on an Appeal that is never saved, by the functions that real appeals go through.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import choosing, drafting
from esaylov.appeals.form_facts.applicants import APPEAL, Applicant, authentication
from esaylov.appeals.types import definitions, law_numbers
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core import appeal_types, forms
from esaylov.core.findings import Finding
from esaylov.core.people.identity import PASSPORT_PATTERN, PINFL_PATTERN, with_check_digit
from esaylov.core.rules.registry import IDENTIFIERS
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.identity import bodies
from esaylov.messages import notifications

TERRITORY = "Administrative Territory"
SAVEPOINT = "rehearsal"
FILE_KINDS = ("application/pdf",)
NAME = "0000000000"
"""Stands for the name of an appeal that is never saved."""


@dataclass(frozen=True)
class Place:
	"""Where and when a dry run happens: an election and the territory of the applicant."""

	election: str
	territory: str


@dataclass(frozen=True)
class Rehearsal:
	"""An appeal of a type as it would stand; nothing of it is written. payload: the bytes that would be signed."""

	version: TypeVersion
	document: Document
	answers: Mapping[str, Any]
	findings: list[Finding]
	choices: Mapping[str, list[dict[str, Any]]]
	payload: str
	messages: list[dict[str, Any]]


def run(document: Document, place: Place, answers: Mapping[str, Any] | None) -> Rehearsal:
	"""A dry run of a type with answers, or with sample answers. Raises FormInvalid (also garbled answers), NotFound."""
	with _nothing_written():
		version = definitions.unsaved(document)
		if missing := law_numbers.missing_numbers(version.data):
			raise FormInvalid(missing)  # no applicant could file it
		applicant = _applicant(version, place)
		given = sample(version, applicant, place) if answers is None else nobodys(answers, {})
		appeal = _appeal(version, applicant, place, given)
		found = drafting.prepare(appeal, version, applicant)
		filled = json.loads(appeal.answers)
		return Rehearsal(
			version=version,
			document=appeal,
			answers=filled,
			findings=found,
			choices=choosing.choices(version, filled, applicant, place.election),
			payload=drafting.payload_of(appeal, applicant).decode(),
			messages=[_message(row, appeal) for row in document.messages],
		)


def empty(document: Document, place: Place) -> Rehearsal:
	"""The form as an applicant finds it: filled by the system only, one row in each group. Raises FormInvalid, NotFound."""
	with _nothing_written():
		version = definitions.unsaved(document)
		applicant = _applicant(version, place)
		rows: dict[str, Any] = {
			item.name: [{}] for item in version.form.fields if item.kind is forms.Kind.GROUP
		}
		filled = {**rows, **forms.fill(version.form, {}, applicant.sources())}
		appeal = _appeal(version, applicant, place, {})
		choices = choosing.choices(version, filled, applicant, place.election)
		return Rehearsal(version, appeal, filled, [], choices, "", [])


def nobodys(answers: Any, known: dict[str, str]) -> Any:
	"""The answers with each identifier of a person replaced by a made-up one, the same for the same person.

	A dry run asks the registers as a filing does; without this it would tell an administrator what they hold of anybody
	whose number was typed in. Birth date and sex of a PINFL stay, its place code is 000; what is malformed stays as typed.
	"""
	if isinstance(answers, list):
		return [nobodys(item, known) for item in answers]
	if not isinstance(answers, Mapping):
		return answers
	return {
		key: _made_up(value, known)
		if key in IDENTIFIERS and isinstance(value, str)
		else nobodys(value, known)
		for key, value in answers.items()
	}


def _made_up(identifier: str, known: dict[str, str]) -> str:
	text = identifier.replace(" ", "").upper()
	serial = len(known) + 100
	if re.fullmatch(PINFL_PATTERN, text):
		return known.setdefault(text, with_check_digit(f"{text[:7]}000{serial:03d}"))
	return (
		known.setdefault(text, f"AA0000{serial:03d}") if re.fullmatch(PASSPORT_PATTERN, text) else identifier
	)


def sample(version: TypeVersion, applicant: Applicant, place: Place) -> dict[str, Any]:
	"""Answers made from the form; a Link takes the first record of its register that its filters let through."""
	answers: dict[str, Any] = forms.fill(version.form, {}, applicant.sources())
	for _ in range(2):  # a second time for links that are filtered by an answer of the first
		offered = choosing.choices(version, answers, applicant, place.election)
		made = appeal_types.sample_answers(version.form, clock.today(), partial(_first, offered))
		answers = _at_place(version, forms.fill(version.form, made, applicant.sources()), offered, place)
	if version.is_complaint:  # about an action: a decision that is named must exist
		answers.pop(version.data["effect_mapping"].get("decision_no", ""), None)
	return answers


def _at_place(
	version: TypeVersion, answers: dict[str, Any], offered: Mapping[str, list[dict[str, Any]]], place: Place
) -> dict[str, Any]:
	"""The answers with the chosen territory where the type asks for the territory of its commission."""
	name = version.data["recipient_field"]
	if name not in answers:
		return answers
	names = {row["name"] for row in offered.get(name, [])}
	return {**answers, name: place.territory} if place.territory in names else answers


def _first(choices: Mapping[str, list[dict[str, Any]]], field: forms.Field) -> str | None:
	rows = choices.get(field.name)
	return str(rows[0]["name"]) if rows else None


def _applicant(version: TypeVersion, place: Place) -> Applicant:
	"""A made-up person of a made-up body of the first kind that may file. Its territory stands for its record, and leads
	to the same commission."""
	if not frappe.db.exists("Election", place.election):
		raise NotFound({"doctype": "Election"}, field="election")
	if place.territory and not frappe.db.exists(TERRITORY, place.territory):
		raise NotFound({"doctype": TERRITORY}, field="territory")
	kinds = sorted(version.applicant_kinds)
	if not kinds:
		raise FormInvalid([Finding("type_nobody", "applicant_kinds")])
	party = frappe.get_all("Political Party", pluck="name", order_by="name asc", limit=1)
	body = bodies.Body(
		kind=kinds[0],
		doctype=TERRITORY,
		name=place.territory,
		title="",
		tin="",
		territory=place.territory,
		party=party[0] if party else "",
	)
	pinfl = with_check_digit("3010190000100")
	return Applicant(kinds[0], body, "", pinfl, "uz", authentication(version, body))


def _appeal(version: TypeVersion, applicant: Applicant, place: Place, answers: Mapping[str, Any]) -> Document:
	appeal = frappe.new_doc(APPEAL)
	appeal.update(
		{
			"name": NAME,
			"appeal_type": version.code,
			"election": place.election,
			"applicant_kind": applicant.kind,
			"applicant_body_type": applicant.body.doctype,
			"applicant_body": applicant.body.name,
			"status": "Draft",
		}
	)
	for use in forms.files_in(version.form, answers):
		kinds = use.field.file.kinds or FILE_KINDS
		values = {
			"field": use.path,
			"sha256": use.value,
			"kind": kinds[0],
			"size": 1000,
			"file_name": "1.pdf",
		}
		appeal.append("attachments", values)
	drafting.fill(appeal, version, applicant, answers)
	return appeal


def _message(row: Document, appeal: Document) -> dict[str, Any]:
	texts = notifications.rehearse(row.sms_template, appeal) if row.sms_template else {}
	return {"event": row.event, "template": row.sms_template, "texts": texts}


@contextmanager
def _nothing_written() -> Iterator[None]:
	"""Whatever a function on the way might write is taken back."""
	frappe.db.savepoint(SAVEPOINT)
	try:
		yield
	finally:
		frappe.db.rollback(save_point=SAVEPOINT)
