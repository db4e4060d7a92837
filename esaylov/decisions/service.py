"""The public door of decisions: what would be signed (`draft`), and the signed step itself (`decide`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.certificates import service as certificates
from esaylov.core import decision as law
from esaylov.core.lifecycle import DECIDED, State
from esaylov.decisions import matter, reading
from esaylov.decisions.invariants import check, check_removal
from esaylov.decisions.matter import CHAIR_POSITIONS, Prepared
from esaylov.errors import NotFound, NotPermitted, WrongState
from esaylov.identity import service as identity
from esaylov.messages import service as messages
from esaylov.registers import service as registers
from esaylov.trust import service as trust

__all__ = ["Result", "check", "check_removal", "decide", "draft", "matter_for"]

PURPOSE = "decision"


@dataclass(frozen=True)
class Result:
	"""A signed decision; the same whoever asks again."""

	decision: str
	number: str
	outcome: str
	decided_on: date
	certificates: int
	"""How many certificates were numbered; their PDFs follow in a job."""


def matter_for(appeal: str, user: str) -> dict[str, object]:
	"""An appeal as staff read it, with the next lawful step of this user; see reading.view. Raises NotFound."""
	document = _read(appeal)
	if not frappe.has_permission("Appeal", "read", doc=document, user=user):
		raise NotFound({"doctype": "Appeal"})
	return reading.view(document, user)


def draft(appeal: str, rows: Sequence[Mapping[str, object]]) -> Prepared:
	"""What a chair would sign today for these rows; writes nothing.

	rows: see decisions.rows.verdicts. Raises NotFound, NotPermitted, WrongState, FormInvalid.
	"""
	document = _read(appeal)
	_authority(document)
	_check_state(document)
	return matter.prepare(document, rows, clock.today())


def decide(appeal: str, rows: Sequence[Mapping[str, object]], signature: str) -> Result:
	"""Sign a chair's decision, write its effect, number its certificates and tell everybody: all or nothing.

	signature: base64 of a detached CMS (DER) over `draft(appeal, rows).payload` of the same day. Asked twice, or by two
	at once with the same rows, it gives one decision and the same result; other rows then raise WrongState.
	Raises NotFound, NotPermitted, WrongState, FormInvalid, SignatureRefused; writes nothing then.
	"""
	position = _authority(_read(appeal))
	document = frappe.get_doc(
		"Appeal", appeal, for_update=True
	)  # everybody who decides this appeal queues here
	prepared = matter.prepare(document, rows, clock.today())
	if document.status in DECIDED:
		return _same_result(document, prepared)
	_check_state(document)
	if document.status == State.REGISTERED:
		appeals.assign(appeal, frappe.session.user)
		document.reload()
	decision = _sign(document, prepared, position, signature)
	registers.apply_effect(decision.name)
	formed = certificates.number_for(decision.name)
	appeals.apply_decision(appeal, decision.name)
	_tell(document, decision)
	trust.record(decision.commission, "decision.signed", _event(decision), clock.now())
	return Result(decision.name, decision.number, decision.outcome, decision.decided_on, len(formed))


def _read(appeal: str) -> Document:
	if not frappe.db.exists("Appeal", appeal):
		raise NotFound({"doctype": "Appeal"})
	return frappe.get_doc("Appeal", appeal)


def _authority(document: Document) -> identity.Position:
	if not document.recipient:
		raise NotPermitted()
	return identity.require_position(frappe.session.user, document.recipient, CHAIR_POSITIONS)


def _check_state(document: Document) -> None:
	if document.route != matter.CHAIR_ROUTE or document.status not in (State.REGISTERED, State.UNDER_REVIEW):
		raise WrongState({"status": document.status})


def _same_result(document: Document, prepared: Prepared) -> Result:
	decision = frappe.get_doc("Decision", document.decision, for_update=True)
	if decision.payload_sha256 != prepared.sha256:
		raise WrongState({"status": document.status})
	# a locking read: the plain one of who waited for the lock still sees the time before it
	formed = frappe.db.get_values("Certificate", {"decision": decision.name}, "name", for_update=True)
	return Result(decision.name, decision.number, decision.outcome, decision.decided_on, len(formed))


def _sign(document: Document, prepared: Prepared, position: identity.Position, signature: str) -> Document:
	person = identity.person_of(frappe.session.user)
	decision = frappe.new_doc("Decision")
	decision.update(
		{
			"commission": document.recipient,
			"appeal": document.name,
			"election": document.election,
			"kind": matter.CHAIR_DECISION,
			"outcome": prepared.outcome.value,
			"decided_on": prepared.decided_on,
			"number": str(trust.next_number(document.recipient, "decision")),
			"text_uz": prepared.text_uz,
			"text_ru": prepared.text_ru,
			"payload": prepared.payload.decode("utf-8"),
			"payload_sha256": prepared.sha256,
			"salt": trust.new_salt(),
			"rows": [
				{
					"row_path": v.row.path,
					"subject": v.subject,
					"outcome": v.row.outcome.value,
					"reason": v.row.reason,
				}
				for v in prepared.verdicts
			],
		}
	)
	decision.insert(
		set_name=prepared.name,
		ignore_permissions=True,  # the chair's membership was checked; no role may create a Decision
	)
	pinfl = frappe.db.get_value("Person", person, "pinfl")
	decision.signature = trust.verify_document(
		"Decision", decision.name, prepared.payload, signature, PURPOSE, pinfl, None
	)
	decision.signed_by_person = person
	decision.signed_by_position = position.position
	decision.signed_at = clock.now()
	decision.status = "Signed"
	decision.save(ignore_permissions=True)  # as above; validate proves the signature once more
	return decision


def _tell(document: Document, decision: Document) -> None:
	event = messages.Event.REFUSED if decision.outcome == law.Outcome.REFUSED else messages.Event.GRANTED
	reason = next((row.reason for row in decision.rows if row.outcome != law.Outcome.GRANTED), "")
	messages.tell(
		event,
		document,
		{"q": decision.number, "d": decision.decided_on, "reason": reason},
		key=decision.name,
	)


def _event(decision: Document) -> dict[str, str]:
	return {
		"decision": decision.name,
		"number": decision.number,
		"appeal": decision.appeal,
		"outcome": decision.outcome,
		"commitment": trust.commitment(decision.salt, decision.payload_sha256),
	}
