"""Staff and mistakes in a filing: remarks on its fields, the return for correction, and taking it back when time is over."""

import re
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import corrections
from esaylov.appeals.corrections.corrections import REMARK
from esaylov.appeals.review import steps
from esaylov.appeals.types import definitions
from esaylov.core.elections.calendar import days_left, due_on
from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind
from esaylov.core.forms.definition import columns
from esaylov.core.procedure.lifecycle import Round, State
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.framework.persistence.deletion import remove
from esaylov.identity import persons
from esaylov.messages import events, notifications
from esaylov.registers.entries import latest_filing

TEXT_LENGTH = 500
"""Longest remark and reason in characters (own design)."""
PLACE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\[(?P<row>[0-9]{1,4})\](?:\.(?P<column>[a-z][a-z0-9_]*))?)?")


def remark(name: str, field: str, text: str) -> None:
	"""Write what must be mended in one field of an appeal under review, in place of the remark before; "" takes it off.

	field: place in the answers (`district_scope`, `persons[0].pinfl`). The applicant reads it after the return.
	Raises NotPermitted (also where there is no such appeal), WrongState, FormInvalid (`remark_field`).
	"""
	user = frappe.session.user
	appeal = steps.of_commission(user, name)
	require_remarkable(appeal)
	if not _is_place(appeal, field):
		raise FormInvalid([Finding("remark_field", "field")])
	key = {"appeal": appeal.name, "field": field, "correction": ["is", "not set"]}
	former = frappe.db.get_value(REMARK, key, for_update=True)
	text = one_text(text)
	if not text:
		_take_off(former)
		return
	document = frappe.get_doc(REMARK, former) if former else frappe.new_doc(REMARK)
	document.update(
		{
			"title": f"{appeal.number} · {field}"[:140],
			"appeal": appeal.name,
			"field": field,
			"text": text,
			"commission": appeal.recipient,
			"commission_lft": appeal.recipient_lft,
			"written_by": persons.person_of(user),
			"written_at": clock.now().replace(microsecond=0),
		}
	)
	with corrections.WRITER.writing():
		document.save(ignore_permissions=True)  # the position of the acting user was asked above


def return_for_correction(name: str, reason: str) -> str:
	"""Give an appeal back to be corrected once, with its remarks; its clock stops. Gives the name of the round.

	Raises NotPermitted, WrongState (`correction_times_used` when it was returned as often as the Statute allows),
	FormInvalid (`remarks_missing`, `required`).
	"""
	user = frappe.session.user
	appeal = steps.of_commission(user, name)
	require_remarkable(appeal)
	reason = one_text(reason)
	if not reason:
		raise FormInvalid([Finding("required", "reason")])
	remarks = require_remarks(appeal)
	_, left = time_to_correct(appeal)
	correction = corrections.open_round(appeal, reason, persons.person_of(user), len(remarks), left)
	_close_remarks(remarks, correction.name)
	appeal.correction = correction.name
	appeal.correct_until = correction.correct_until
	appeal.due_on = due_on(correction.correct_until, left)
	appeal.status = State.RETURNED.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked above
	notifications.tell(
		events.Event.RETURNED,
		appeal,
		{"reason": reason, "d": correction.correct_until},
		key=correction.name,
	)
	asked: dict[str, str | int] = {"correction": correction.name, "round": correction.round}
	steps.record(appeal, "appeal.returned", {**asked, "due_on": str(appeal.due_on)})
	return str(correction.name)


def resume(name: str) -> None:
	"""Take a returned appeal back to review when the time to correct is over; the first filing stands.

	Raises NotPermitted, WrongState (`correction_not_over`).
	"""
	appeal = steps.of_commission(frappe.session.user, name)
	require_returned(appeal)
	correction = corrections.opened(appeal)
	require_over(frappe.utils.getdate(correction.correct_until))
	correction.status = Round.LAPSED.value
	corrections.save(correction)
	appeal.status = State.UNDER_REVIEW.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked above
	steps.record(appeal, "appeal.resumed", {"correction": correction.name})


def require_remarkable(appeal: Document) -> None:
	"""Remarks may be written on the appeal, and it may be returned with them. Raises WrongState."""
	if appeal.status != State.UNDER_REVIEW:
		raise WrongState({"status": appeal.status})


def require_remarks(appeal: Document) -> list[str]:
	"""The remarks that a return would send. Raises FormInvalid (`remarks_missing`) where there is none."""
	if remarks := _new_remarks(appeal.name):
		return remarks
	raise FormInvalid([Finding("remarks_missing", "remarks")])


def require_returned(appeal: Document) -> None:
	"""The appeal waits for its correction. Raises WrongState."""
	if appeal.status != State.RETURNED:
		raise WrongState({"status": appeal.status})


def require_over(last_day: date) -> None:
	"""The time to correct is over. Raises WrongState (`correction_not_over`)."""
	if clock.today() <= last_day:
		raise WrongState({"day": last_day.isoformat()}, field="correct_until", code="correction_not_over")


def time_to_correct(appeal: Document) -> tuple[date, int]:
	"""If it were returned today: the last day to correct it, and the days of its time limit that stay."""
	today = clock.today()
	return corrections.last_day(today), days_left(frappe.utils.getdate(appeal.due_on), today)


def guard_remark(document: Document) -> None:
	"""Called from Appeal Remark.validate: only this package writes, and only until the return."""
	corrections.WRITER.check(document)
	before = document.get_doc_before_save()
	if before and before.correction:
		corrections.refuse_removal(document)


def guard_remark_removal(document: Document) -> None:
	"""Called from Appeal Remark.on_trash: staff take back what the applicant has not seen."""
	corrections.WRITER.check(document)
	if document.correction:
		corrections.refuse_removal(document)


def one_text(text: str, length: int = TEXT_LENGTH) -> str:
	"""A text as it is kept: trimmed, angle brackets replaced because the framework's sanitizer would change them."""
	return (text or "").strip().replace("<", "‹").replace(">", "›")[:length]


def _is_place(appeal: Document, field: str) -> bool:
	"""Whether a path names a field of the form, in a row that was answered."""
	found = PLACE.fullmatch(field or "")
	if not found:
		return False
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	form_field = next((item for item in columns(version.form.fields) if item.name == found["name"]), None)
	if form_field is None:
		return False
	return found["row"] is None or _is_cell(form_field, appeal, int(found["row"]), found["column"])


def _is_cell(group: Field, appeal: Document, row: int, column: str | None) -> bool:
	answers = frappe.parse_json(latest_filing.last(appeal).answers) or {}
	if group.kind is not Kind.GROUP or row >= len(answers.get(group.name) or []):
		return False
	return column is None or any(item.name == column for item in columns(group.fields))


def _new_remarks(appeal: str) -> list[str]:
	filters = {"appeal": appeal, "correction": ["is", "not set"]}
	return frappe.get_all(REMARK, filters, pluck="name", order_by="creation asc")


def _close_remarks(names: list[str], correction: str) -> None:
	"""The remarks of a round belong to it from the return on: one statement, and nothing of them changes."""
	row = frappe.qb.DocType(REMARK)
	frappe.qb.update(row).set(row.correction, correction).where(row.name.isin(names)).run()


def _take_off(remark_name: str | None) -> None:
	if remark_name:
		with corrections.WRITER.writing():
			remove(REMARK, remark_name, force=False)
