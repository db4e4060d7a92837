"""How a filing is closed: by a signature (EDS), or by a code sent to the phone of a candidate or proxy.

Which of the two is asked follows from the type and from who files: candidates and proxies confirm by code where the
type allows it, all others sign. A signature is also taken from them where the type allows both, and for what has an effect
outside. That is confirmed by no number that only an appeal named: somebody else typed it.
"""

from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import closing, corrections
from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.form_facts.applicants import APPEAL, Applicant
from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.people.identity import masked_phone
from esaylov.core.procedure.lifecycle import State
from esaylov.core.records.payload import Authentication, sha256_hex
from esaylov.framework.errors import CodeRefused, SignatureRefused, WrongState
from esaylov.identity import codes, entry_logins
from esaylov.registers.entries.latest_filing import CORRECTION
from esaylov.trust import confirmations, signatures


@dataclass(frozen=True, slots=True)
class Proof:
	"""What the applicant hands in to close a filing: one of the two."""

	signature: str = ""
	sms_code: str = ""


@dataclass(frozen=True, slots=True)
class SentCode:
	"""A code on its way: the phone masked, and until when it is valid (naive Tashkent time)."""

	phone: str
	expires_at: datetime


def send_code(name: str) -> SentCode:
	"""Send the user a code that files this own draft as it stands now.

	Raises NotFound, WrongState (not a draft; `eds_needed`: this is signed), CodeRefused (`phone_missing`, `phone_not_proved`),
	TooMany.
	"""
	user = frappe.session.user
	appeal = applicants.own(name, user)
	if appeal.status == State.RETURNED:
		appeal = corrections.paper(appeal)
	elif appeal.status != State.DRAFT:
		raise WrongState({"status": appeal.status})
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	applicant = applicants.of(appeal, user, version)
	if applicant.lacks_proved_phone:
		raise CodeRefused(code="phone_not_proved")
	if applicant.authentication is not Authentication.SMS:
		raise WrongState(code="eds_needed")
	phone = _phone(applicant)
	context = sha256_hex(drafting.payload_of(appeal, applicant))
	until = codes.issue(phone, codes.Purpose.FILING, appeal.name, context, applicant.person)
	return SentCode(masked_phone(phone), until)


def prove(appeal: Document, version: TypeVersion, applicant: Applicant, payload: bytes, proof: Proof) -> str:
	"""Verify what closes a filing and keep it; the name of its Document Signature.

	Raises SignatureRefused (`sms_code_needed`, `eds_needed`, `phone_not_proved`, or why the signature does not hold),
	CodeRefused.
	"""
	by_code = applicant.authentication is Authentication.SMS
	if proof.sms_code and not by_code:
		code = "phone_not_proved" if applicant.lacks_proved_phone else "eds_needed"
		raise SignatureRefused(field="sms_code", code=code)
	doctype, name, purpose = APPEAL, appeal.name, closing.FILING
	if correction := appeal.flags.correction:  # of a returned appeal its corrections are closed
		doctype, name, purpose = CORRECTION, correction.name, corrections.PURPOSE
	is_code_alone = version.data["authentication"] == Authentication.SMS and applicant.proved_phone is None
	if by_code and (proof.sms_code or is_code_alone or not proof.signature):
		confirmed = _confirmed(appeal, applicant, payload, proof.sms_code)
		return confirmations.keep(doctype, name, payload, purpose, confirmed)
	return signatures.verify_document(
		doctype, name, payload, proof.signature, purpose, applicant.pinfl, applicant.body.tin
	)


def _confirmed(
	appeal: Document, applicant: Applicant, payload: bytes, code: str
) -> confirmations.Confirmation:
	if not code:
		raise SignatureRefused(field="sms_code", code="sms_code_needed")
	phone = _phone(applicant)
	codes.confirm(phone, code, codes.Purpose.FILING, appeal.name, sha256_hex(payload))
	name = frappe.db.get_value("Person", applicant.person, "full_name") or ""
	return confirmations.Confirmation(name, applicant.pinfl, phone)


def _phone(applicant: Applicant) -> str:
	"""The number that confirms: that of the entry for which is filed, else the person's own; their own for what has an effect outside."""
	if applicant.proved_phone is not None:
		return applicant.proved_phone
	body = applicant.body
	own = entry_logins.phone_of_entry(body.doctype, body.name)
	return own or frappe.db.get_value("Person", applicant.person, "phone") or ""
