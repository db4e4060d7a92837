"""What follows from a signed decision, in the transaction of its last signature: effect, certificates, state, messages, event."""

import frappe
from frappe.model.document import Document

from esaylov.appeals import service as appeals
from esaylov.core import decision as law
from esaylov.decisions import annulling, grounds, notifications
from esaylov.decisions.decision_subject import ANNULMENT, Prepared
from esaylov.decisions.signing import Result
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.messages import service as messages
from esaylov.registers import service as registers
from esaylov.registers.certificates import service as certificates
from esaylov.trust import service as trust

PARTLY = "S61"
"""SMS to the applicant of a list of which some were refused: `granted` would tell them that all were granted."""


def follow(decision: Document) -> Result:
	"""Do all that a decision signed a moment ago entails; the event stands last, its chain stays locked to the end."""
	formed = annulling.follow(decision) if decision.kind == ANNULMENT else _take_effect(decision)
	trust.record(decision.commission, "decision.signed", _event(decision), clock.now())
	return _result(decision, formed)


def earlier(name: str, sha256: str, status: str) -> Result:
	"""What an earlier signature over the same bytes gave. status: told where the bytes are others. Raises WrongState."""
	decision = frappe.get_doc("Decision", name, for_update=True)
	if decision.payload_sha256 != sha256:
		raise WrongState({"status": status})
	return result(decision)


def same_result(document: Document, prepared: Prepared) -> Result:
	"""The same for a decided appeal. Raises WrongState for other bytes."""
	return earlier(document.decision, prepared.sha256, document.status)


def result(decision: Document) -> Result:
	"""What a signed decision gave."""
	# a locking read: the plain one of who waited for the lock still sees the time before it
	formed = frappe.db.get_values("Certificate", {"decision": decision.name}, "name", for_update=True)
	return _result(decision, len(formed))


def _take_effect(decision: Document) -> int:
	registers.apply_effect(decision.name)
	formed = certificates.number_for(decision.name)
	certificates.end_for(decision.name)
	if decision.appeal:
		appeals.apply_decision(decision.appeal, decision.name)
		_tell(decision)
	elif decision.subject_kind == notifications.ANNOUNCEMENT:
		day = frappe.utils.getdate(frappe.parse_json(decision.subject_data)["announced_on"])
		certificates.end_with_announcement(decision.name, decision.election, day)
	notifications.tell(decision)
	return len(formed)


def _result(decision: Document, formed: int) -> Result:
	return Result(decision.name, decision.number, decision.outcome or "", decision.decided_on, formed)


def _tell(decision: Document) -> None:
	event = messages.Event.REFUSED if decision.outcome == law.Outcome.REFUSED else messages.Event.GRANTED
	appeal = frappe.get_doc("Appeal", decision.appeal)
	reason = next((grounds.short(row, appeal.language) for row in decision.rows if row.ground), "")
	values = {"q": decision.number, "d": decision.decided_on, "reason": reason}
	if decision.outcome == law.Outcome.PARTLY_GRANTED and appeal.applicant_person:
		messages.tell_person(PARTLY, appeal.applicant_person, values, appeal, key=decision.name)
	else:
		messages.tell(event, appeal, values, key=decision.name)
	reasons = {row.row_path: grounds.short(row, appeal.language) for row in decision.rows if row.ground}
	messages.tell_outcome(decision, reasons)


def _event(decision: Document) -> dict[str, str]:
	return {
		"decision": decision.name,
		"number": decision.number,
		"appeal": decision.appeal or "",
		"outcome": decision.outcome or "",
		"commitment": trust.commitment(decision.salt, decision.payload_sha256),
	}
