"""An appeal as staff read it in the Desk: answers with their labels, attachments, findings, and the next lawful step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.appeals.form_facts import rivals
from esaylov.appeals.review import lawful
from esaylov.appeals.state_registers import doubts as state_registers_doubts
from esaylov.appeals.state_registers import revealing
from esaylov.core.elections.calendar import short_date_of
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms import Field, FormDefinition, Kind, label, links_in, place
from esaylov.core.forms.definition import columns
from esaylov.core.people.identity import masked
from esaylov.core.procedure.lifecycle import DECIDED, State
from esaylov.core.texts import finding_text
from esaylov.decisions.drafting import deciders, decision_subject, doubted, grounds, signing, waiting
from esaylov.decisions.drafting.given import given
from esaylov.decisions.matters import contested
from esaylov.framework import clock, titles
from esaylov.framework.errors import NotFound, text
from esaylov.identity.positions import positions_of
from esaylov.registers.entries import grants, latest_filing, people
from esaylov.registers.outcome_rules import remaining_lists

OPEN = (State.REGISTERED, State.UNDER_REVIEW)
SHOWN_OF_A_PERSON = ("full_name", "pinfl", "passport", "phone", "workplace_position")
"""Columns of a person that a list shows; the rest is for a look-up that gives its reason."""
APART = (Kind.GROUP, Kind.FILE, Kind.PHOTO)
"""Kinds that are shown in a part of their own."""

Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Words:
	"""The reader's language, and what the records that answers name are called in it."""

	language: str
	titles: Mapping[str, Mapping[str, str]]


def matter_for(appeal: str, user: str) -> dict[str, object]:
	"""An appeal as staff read it, with the next lawful step of this user; see view. Raises NotFound."""
	document = signing.read(appeal)
	if not frappe.has_permission("Appeal", "read", doc=document, user=user):
		raise NotFound({"doctype": "Appeal"})
	return view(document, user)


def view(appeal: Document, user: str) -> dict[str, object]:
	"""Plain data for the form; values are not escaped, the page does that. Labels in the session's language."""
	language = frappe.local.lang or "uz"
	decided = given(appeal.name, language)
	appeal = latest_filing.last(appeal)
	answers = decision_subject.answers_of(appeal)
	form = decision_subject.form_of(appeal)
	fields = columns(form.fields)
	due = frappe.utils.getdate(appeal.due_on) if appeal.due_on else None
	findings = [
		*_findings(appeal, language),
		*_doubts_about_people(appeal, answers, language),
		*_claimed(appeal, language),
		*_unlawful(appeal, language),
		*_of_remaining_list(appeal, language),
	]
	# what registers say of people is for staff alone
	said = (
		state_registers_doubts.answers([appeal])[appeal.name]
		if revealing.reads_as_staff(user, appeal.name)
		else []
	)
	subjects = decision_subject.subjects_of(appeal)
	return {
		**answered(form, answers, language),
		"attachments": _attachments(appeal, fields, language),
		"findings": findings,
		"subjects": doubted.shown(subjects, said),
		"preset": doubted.settled(subjects, said, findings),
		"grounds": grounds.choices(appeal, language),
		"days_left": (due - clock.today()).days if due and appeal.status in OPEN else None,
		**_next(appeal, user),
		"given": decided,
	}


def answered(form: FormDefinition, answers: Answers, language: str) -> dict[str, list[dict[str, Any]]]:
	"""`answers` and `groups` of a form with their labels, as staff read them: what a record is called, identifiers masked."""
	return answered_often(form, [answers], language)[0]


def answered_often(
	form: FormDefinition, given: Sequence[Answers], language: str
) -> list[dict[str, list[dict[str, Any]]]]:
	"""The same of several sets of answers to one form; their records are asked for together."""
	named = titles.of([link for answers in given for link in _links(form, answers)])
	fields, words = columns(form.fields), Words(language, named)
	return [
		{
			"answers": [_single(field, answers, words) for field in fields if _is_single(field, answers)],
			"groups": [_group(field, answers, words) for field in fields if _is_filled_group(field, answers)],
		}
		for answers in given
	]


def in_words(field: Field, value: object, language: str) -> str:
	"""One answer as staff read it; "" for a file."""
	if field.kind in APART:
		return ""
	link = [(field.link.doctype, str(value))] if field.link else []
	return _value(field, value, Words(language, titles.of(link)))


def _links(form: FormDefinition, answers: Answers) -> list[tuple[str, str]]:
	return [(use.field.link.doctype, use.value) for use in links_in(form, answers) if use.field.link]


def _is_single(field: Field, answers: Answers) -> bool:
	return field.kind not in APART and answers.get(field.name) not in (None, "", [])


def _is_filled_group(field: Field, answers: Answers) -> bool:
	return field.kind is Kind.GROUP and bool(answers.get(field.name))


def _single(field: Field, answers: Answers, words: Words) -> dict[str, str]:
	return {
		"path": field.name,
		"label": _label(field, words.language),
		"value": _value(field, answers[field.name], words),
	}


def _label(field: Field, language: str) -> str:
	return label(field.label, language) or field.name


def _value(field: Field, value: object, words: Words) -> str:
	if field.kind is Kind.PERSON and isinstance(value, Mapping):
		return ", ".join(
			filter(None, (masked(name, str(value.get(name) or "")) for name in SHOWN_OF_A_PERSON))
		)
	if field.kind is Kind.CHOICE:
		texts = {choice.value: choice.label for choice in field.choices}
		return label(texts.get(str(value), {}), words.language) or str(value)
	if field.kind is Kind.LINK and field.link:
		return words.titles.get(field.link.doctype, {}).get(str(value)) or str(value)
	if field.kind is Kind.DATE:
		return short_date_of(str(value))
	if field.kind is Kind.YES_NO:
		return _("Yes") if value else _("No")
	return masked(field.name, str(value or ""))


def _group(field: Field, answers: Mapping[str, Any], words: Words) -> dict[str, object]:
	rows = answers[field.name]
	used = [column for column in columns(field.fields) if _in_table(column, field, rows)]
	return {
		"path": field.name,
		"label": _label(field, words.language),
		"column_names": [column.name for column in used],
		"columns": [_label(column, words.language) for column in used],
		"rows": [
			[_value(column, row[column.name], words) if row.get(column.name) else "" for column in used]
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
	answers = decision_subject.answers_of(appeal)
	return [
		{
			"path": row.field,
			"label": place(row.field, fields, answers, language),
			"file_name": row.file_name,
			"kind": row.kind,
			"size": row.size,
			"url": urls.get(row.file, ""),
			"file": row.file,
		}
		for row in appeal.attachments
	]


def _findings(appeal: Document, language: str) -> list[dict[str, str]]:
	stored = [Finding.from_dict(values) for values in frappe.parse_json(appeal.findings) or []]
	return [
		{"path": found.path, "severity": str(found.severity), "text": finding_text(found, language)}
		for found in stored
	]


def _doubts_about_people(appeal: Document, answers: Answers, language: str) -> list[dict[str, str]]:
	"""Persons whose passport another person has in the registers, or whose PINFL has another name there: for who decides, and not for who files, who would learn whose it is; nothing once it is decided."""
	if appeal.status in DECIDED or appeal.status == State.WITHDRAWN:
		return []
	doubts = {
		"passport_of_another": people.with_passports_of_others(answers),
		"entered_otherwise": people.entered_otherwise(answers),
		"person_differs": people.differing(answers),
	}
	return [
		{"path": path, "severity": str(Severity.WARNING), "text": text(code, {"name": name}, language)}
		for code, found in doubts.items()
		for path, name in found.items()
	]


def _claimed(appeal: Document, language: str) -> list[dict[str, str]]:
	"""Open and adopted appeals that exclude this one, by their numbers; nothing once it is decided."""
	if appeal.status in DECIDED or appeal.status == State.WITHDRAWN:
		return []
	first = waiting.granted([appeal.election or ""], but=[appeal.name])
	return [
		{
			"path": path,
			"severity": str(Severity.WARNING),
			"text": text("claimed_by", {"number": number}, language),
		}
		for path, number in rivals.claimed(appeal, first)
	]


def _unlawful(appeal: Document, language: str) -> list[dict[str, str]]:
	"""What could not be signed of granting all of it, by the rules over the result; nothing once it is decided."""
	if appeal.status in DECIDED or appeal.status == State.WITHDRAWN:
		return []
	contests = contested.contests({appeal.name: None}).get(appeal.name, ())
	return [
		{
			"path": contest.path,
			"severity": str(Severity.ERROR),
			"text": text(contest.code, contest.params, language, contest.article),
		}
		for contest in contests
		if contest.params is not None
	]


def _of_remaining_list(appeal: Document, language: str) -> list[dict[str, str]]:
	"""What a registered list would lack once its candidate left; nothing once it is decided."""
	is_over = appeal.status in DECIDED or appeal.status == State.WITHDRAWN
	if is_over or grants.definition_of(appeal)["effect"] not in remaining_lists.BY_CANDIDATE:
		return []
	first = waiting.granted([appeal.election or ""], but=[appeal.name])
	return [
		{"path": found.path, "severity": str(found.severity), "text": finding_text(found, language)}
		for found in remaining_lists.findings_of_remaining(appeal.name, first)
	]


def _next(appeal: Document, user: str) -> dict[str, str | None]:
	"""`next_step` of this user, and the `note` on what must be known before it, mostly nothing."""
	if appeal.status not in OPEN:
		return {"next_step": None, "note": ""}
	held = {position.position for position in positions_of(user) if position.commission == appeal.recipient}
	if deciders.is_left_to_vote(appeal):
		return {"next_step": _step_to_vote(appeal, held), "note": text("left_to_vote")}
	note = text("vote_needed") if decision_subject.needs_vote(appeal) else ""
	return {"next_step": _next_step(appeal, held), "note": note}


def _step_to_vote(appeal: Document, held: set[str]) -> str | None:
	is_arranging = bool(held & set(decision_subject.ACKNOWLEDGING_POSITIONS))
	if appeal.status == State.UNDER_REVIEW and is_arranging:
		return "put_on_agenda" if lawful.may_become(appeal, State.ON_AGENDA) else None
	return _step_of_new(appeal, held)


def _next_step(appeal: Document, held: set[str]) -> str | None:
	"""`decide` or `acknowledge` for those who sign on such a route, `assign` for other staff while nobody has it, else nothing."""
	if decides_alone(appeal, held):
		return "decide"
	if _may_acknowledge(appeal) and held:
		return "acknowledge" if held & set(decision_subject.ACKNOWLEDGING_POSITIONS) else None
	return _step_of_new(appeal, held)


def _step_of_new(appeal: Document, held: set[str]) -> str | None:
	is_new = appeal.status == State.REGISTERED
	return "assign" if held and is_new and lawful.may_become(appeal, State.UNDER_REVIEW) else None


def decides_alone(appeal: Document, positions: Collection[str]) -> bool:
	"""Whether somebody with these positions at the commission of the appeal, the session's user, may sign a decision on it alone now.

	A new one is taken up with it, which the Workflow on this site may leave to others.
	"""
	is_chair = bool(set(decision_subject.CHAIR_POSITIONS) & set(positions))
	is_open = appeal.route == decision_subject.CHAIR_ROUTE and appeal.status in OPEN
	return is_chair and is_open and lawful.may_become(appeal, State.UNDER_REVIEW)


def _may_acknowledge(appeal: Document) -> bool:
	was_annulled = appeal.status == State.UNDER_REVIEW and appeal.decision
	is_open = appeal.status == State.REGISTERED or was_annulled
	is_route = appeal.route == decision_subject.ACKNOWLEDGEMENT_ROUTE and is_open
	return is_route and not decision_subject.needs_vote(appeal)
