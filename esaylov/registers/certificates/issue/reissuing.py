"""A certificate issued again: a new number, the name of the register's entry, and the old one Replaced."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.records import certificates as law
from esaylov.core.records.payload import canonical
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, WrongState
from esaylov.identity import positions
from esaylov.messages import notifications
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import forming, jobs
from esaylov.registers.certificates.issue.forming import WRITER
from esaylov.registers.certificates.papers import facts, wording
from esaylov.trust import signatures
from esaylov.trust.chains import chain

PURPOSE = "reissue"
NOTICE = "S50"
"""SMS Template that tells the holder, whatever the type of the appeal names: the former paper is not valid."""
SIGNING = ("Chair", "Deputy Chair")
"""Positions that sign a reissue (own design)."""
OTHERWISE = "Secretary"
"""Who signs it where nobody of these is in office, present and without a conflict of interest [ours]."""
REASON_LENGTH = 500
KEPT = (
	*("kind", "issuer_commission", "issuer_commission_lft", "election", "decision", "holder"),
	*("register_doctype", "register_name", "role_text", "organization_as_printed", "position_as_printed"),
	*("elections_text", "scope_text", "details_as_printed", "valid_until", "valid_to_event"),
)
"""What the new one says as the old one did."""

Concerns = Callable[[str, str], bool]
"""`decisions.concerns`: whether a Decision concerns a Person. It is given by the caller, for decisions are built on registers."""


def payload(certificate: str, reason: str, concerns: Concerns) -> bytes:
	"""The bytes that the user signs to issue a certificate again; writes nothing.

	Raises NotPermitted, WrongState (`chair_acts`, `reissue_conflict`, `practice_over`), LawBroken (`certificate_ended`), FormInvalid.
	"""
	former = frappe.get_doc("Certificate", certificate)
	_signer(former, concerns)
	_require_in_force(former)
	return _bytes(former, _name(former), _checked(reason))


def reissue(certificate: str, reason: str, signature: str, concerns: Concerns) -> str:
	"""Form a certificate again, signed over `payload`; the id of the new one, which has the next number.

	Its name is that of the register's entry: only a decision writes another one there. The old certificate is Replaced and
	names the new one; its holder is told. For the chair or deputy of the issuer. Whom its decision concerns does not sign
	[ours]: where both are in conflict or away, the secretary does; of all three, the commission annuls the decision and decides
	anew by vote, which forms a new one.
	Raises as `payload`, and SignatureRefused; writes nothing then.
	"""
	former = frappe.get_doc("Certificate", certificate, for_update=True)
	by = _signer(former, concerns)
	_require_in_force(former)
	name, why = _name(former), _checked(reason)
	pinfl = frappe.db.get_value("Person", by.person, "pinfl")
	kept = signatures.verify_document(
		"Certificate", former.name, _bytes(former, name, why), signature, PURPOSE, pinfl
	)
	made = _insert(former, name)
	_replace(former, made.name, why)
	# a technical mark of the entry: what the decision wrote does not change
	frappe.db.set_value(former.register_doctype, former.register_name, "certificate", made.name)
	body = {"certificate": made.name, "replaced": former.name, "person": by.person, "signature": kept}
	chain.record(former.issuer_commission, "certificate.reissued", body, clock.now())
	jobs.order([made.name])
	return str(made.name)


def _signer(former: Document, concerns: Concerns) -> positions.Position:
	decision, commission = former.decision or "", former.issuer_commission
	held = positions.require_position(frappe.session.user, commission, (*SIGNING, OTHERWISE))
	positions.refuse_beside_chair(held, lambda chair: concerns(decision, chair))
	usual = positions.present_holders(commission, SIGNING)
	if held.position == OTHERWISE and not all(concerns(decision, person) for person in usual):
		raise NotPermitted()
	if concerns(decision, held.person):
		raise WrongState(code="reissue_conflict")
	return held


def _require_in_force(former: Document) -> None:
	if practice.is_over(former.election):
		raise WrongState(code="practice_over")
	status = verifying.status_on(former, clock.today(), verifying.last_day(former))
	if status not in (law.Status.FORMED, law.Status.VALID):
		raise LawBroken({"status": str(status)}, code="certificate_ended")


def _checked(reason: str) -> str:
	# angle brackets are replaced: Frappe's sanitizer would change a text with them after it was signed
	why = " ".join(reason.split()).replace("<", "‹").replace(">", "›")[:REASON_LENGTH]
	if not why:
		raise FormInvalid([Finding("required", "reason")])
	return why


def _name(former: Document) -> str:
	"""The name of the entry as it will be printed."""
	entry = frappe.get_doc(former.register_doctype, former.register_name)
	kind = frappe.get_cached_doc("Certificate Kind", former.kind)
	return wording.name(entry.get("full_name") or entry.get("person_name"), kind.is_name_in_capitals)


def _bytes(former: Document, name: str, reason: str) -> bytes:
	return canonical(
		{
			"document": "certificate_reissue",
			"certificate": former.name,
			"commission": former.issuer_commission,
			"series_no": former.series_no,
			"former_name": former.holder_name_as_printed,
			"name": name,
			"reason": reason,
		}
	)


def _insert(former: Document, printed: str) -> Document:
	kind = frappe.get_cached_doc("Certificate Kind", former.kind)
	decision = frappe.db.get_value("Decision", former.decision, ["name", "number"], as_dict=True)
	today = clock.today()
	number = chain.next_number(former.issuer_commission, f"{kind.name}@{former.election}")
	made = frappe.new_doc("Certificate")
	made.update({field: former.get(field) for field in KEPT})
	made.update(
		{
			"holder_name_as_printed": printed,
			"number": number,
			"series_no": forming.printed_number(kind, number, former.election),
			"issue_no": former.issue_no + 1,
			"issued_on": today,
			"status": str(law.Status.FORMED),
			"template_version": forming.TEMPLATE_VERSION,
			**facts.signer(kind, former.issuer_commission, today),
		}
	)
	forming.insert(made, decision)
	return made


def _replace(former: Document, by: str, reason: str) -> None:
	today = clock.today()
	status = str(law.Status.REPLACED)
	former.update({"status": status, "replaced_by": by, "revoked_reason": reason, "ended_on": today})
	with WRITER.writing():
		former.save(ignore_permissions=True)  # the position was checked above; no role may write one
	verifying.forget_endings()
	phone = frappe.get_doc(former.register_doctype, former.register_name).get("phone") or ""
	notifications.tell_person(NOTICE, former.holder, {"d": today}, former, phone=phone)
