"""A reader's message comes in, an officer's answer goes out, the reader finds it again."""

import secrets
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.people.identity import IdentityInvalid, normal_phone
from esaylov.core.texts import LANGUAGES
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import limits
from esaylov.portal.editorial.participants import Participant
from esaylov.portal.feedback import answering

__all__ = []


FEEDBACK = "Feedback"
WRITER = WriteGuard("feedback")
LONGEST, LONGEST_NAME, LONGEST_SUBJECT = 4000, 140, 80  # characters
LIMIT, SECONDS = 30, 10 * 60
"""Messages of one address: enough for an office behind it, too few to fill the queue."""
CODE_LENGTH, CODE_SIGNS = 8, "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HELP = "Help Request"
"""The kind of what a user asks about a screen (`asking`); the others come from the portal."""
SENT = (
	*("participant", "language", "text", "sender_name", "received_at", "tracking_code", "commission"),
	*("kind", "asked_by", "screen", "about_doctype", "about_name", "election"),
)
"""What came from the reader; nobody changes it."""
OF_STEPS = ("taken_by", "read_at")
"""What the steps of a question write, and no form."""


@dataclass(frozen=True, slots=True)
class Receipt:
	"""By number and code the reader finds the answer."""

	number: str
	code: str


def send(participant: str, text: str, language: str, name: str = "", contact: str = "") -> Receipt:
	"""Put a message into the queue of the Central Election Commission.

	contact: phone of Uzbekistan or e-mail for the answer, or nothing. Raises FormInvalid with a finding for each field.
	"""
	phone, email, findings = _contact(contact)
	text = text.strip()
	if not text:
		findings.append(Finding("feedback_missing", "text"))
	for field, value, limit in (("text", text, LONGEST), ("name", name.strip(), LONGEST_NAME)):
		if len(value) > limit:
			findings.append(Finding("too_long", field, params={"limit": limit}))
	if participant not in list(Participant):
		findings.append(Finding("not_a_choice", "page"))
	if language not in LANGUAGES:
		findings.append(Finding("not_a_choice", "language"))
	if findings:
		raise FormInvalid(findings)
	feedback = frappe.new_doc(FEEDBACK)
	feedback.update(
		{
			"participant": participant,
			"language": language,
			"text": text,
			"subject": " ".join(text.split())[:LONGEST_SUBJECT],
			"sender_name": name.strip(),
			"phone": phone,
			"email": email,
			"received_at": clock.now(),
			"tracking_code": "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
			"commission": frappe.db.get_value("Election Commission", {"level": "CEC"}),
		}
	)
	with WRITER.writing():
		feedback.insert(
			ignore_permissions=True,  # anybody may write to the commission, and reads nothing by it
		)
	return Receipt(feedback.name, feedback.tracking_code)


def _contact(contact: str) -> tuple[str, str, list[Finding]]:
	"""Phone, e-mail, and what is wrong with them."""
	contact = contact.strip()
	if "@" in contact and frappe.utils.validate_email_address(contact) == contact:
		return "", contact, []
	try:
		return (normal_phone(contact), "", []) if contact else ("", "", [])
	except IdentityInvalid:
		return "", "", [Finding("feedback_contact", "contact")]


def found(number: str, code: str) -> dict[str, Any]:
	"""State and answer of a message, for whoever holds its number and code. Raises NotFound; nothing personal."""
	fields = ("name", "status", "received_at", "answered_at", "answer", "text", "tracking_code")
	row = frappe.db.get_value(FEEDBACK, {"name": number}, fields, as_dict=True) if number and code else None
	limits.look_up(FEEDBACK, row.name if row else number)
	stored = row.tracking_code if row else "-" * CODE_LENGTH
	if not compare_digest(stored.encode(), code.encode()) or not row:
		raise NotFound({"doctype": FEEDBACK})
	answer = row.answer if row.answered_at else ""  # an answer that is still being written is nobody's yet
	return {
		"number": number,
		"status": row.status,
		"received_at": row.received_at,
		"answered_at": row.answered_at,
		"text": row.text,
		"answer": answer,
	}


def check(feedback: Document) -> None:
	"""Called from `validate`: a message comes from the portal alone, and only an answer that is written can be sent.

	Raises LawBroken, FormInvalid. Closing forgets phone and e-mail: they were given for the answer.
	"""
	before = feedback.get_doc_before_save()
	if before is None:
		WRITER.check(feedback)
		return
	if any((before.get(field) or "") != (feedback.get(field) or "") for field in SENT):
		raise LawBroken({"doctype": FEEDBACK}, code="feedback_kept")
	if any((before.get(field) or "") != (feedback.get(field) or "") for field in OF_STEPS):
		WRITER.check(feedback)
	if before.answered_at and (before.answer or "") != (feedback.answer or ""):
		raise LawBroken({"doctype": FEEDBACK}, code="feedback_kept")
	if feedback.status != before.status:
		_moved(feedback)


def _moved(feedback: Document) -> None:
	if feedback.status == "Answered":
		if not (feedback.answer or "").strip():
			raise FormInvalid([Finding("feedback_unanswered", "answer")])
		feedback.update({"answered_at": clock.now(), "answered_by": frappe.session.user})
		feedback.channel = answering.send(feedback)
	elif feedback.status == "Closed":
		feedback.update({"phone": "", "email": ""})
