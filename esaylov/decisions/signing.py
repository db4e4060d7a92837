"""The signed step itself: a Decision from prepared bytes and a signature, and everything that follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.certificates import service as certificates
from esaylov.core import decision as law
from esaylov.core.lifecycle import DECIDED
from esaylov.decisions import grounds
from esaylov.decisions.matter import Prepared
from esaylov.errors import NotFound, NotPermitted, WrongState
from esaylov.identity import service as identity
from esaylov.messages import service as messages
from esaylov.registers import service as registers
from esaylov.trust import service as trust

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


def read(appeal: str) -> Document:
	"""An appeal. Raises NotFound."""
	if not frappe.db.exists("Appeal", appeal):
		raise NotFound({"doctype": "Appeal"})
	return frappe.get_doc("Appeal", appeal)


def authority(document: Document, positions: tuple[str, ...]) -> identity.Position:
	"""The position by which the user of the session signs. Raises NotPermitted."""
	if not document.recipient:
		raise NotPermitted()
	return identity.require_position(frappe.session.user, document.recipient, positions)


def locked(appeal: str) -> Document:
	"""The appeal, locked: everybody who decides it queues here."""
	return frappe.get_doc("Appeal", appeal, for_update=True)


def is_decided(document: Document) -> bool:
	"""Whether a decision on the appeal stands."""
	return document.status in DECIDED


def same_result(document: Document, prepared: Prepared) -> Result:
	"""What an earlier signature over the same bytes gave. Raises WrongState for other bytes."""
	decision = frappe.get_doc("Decision", document.decision, for_update=True)
	if decision.payload_sha256 != prepared.sha256:
		raise WrongState({"status": document.status})
	# a locking read: the plain one of who waited for the lock still sees the time before it
	formed = frappe.db.get_values("Certificate", {"decision": decision.name}, "name", for_update=True)
	return _result(decision, len(formed))


def complete(
	document: Document,
	prepared: Prepared,
	position: identity.Position,
	signature: str,
	before: Callable[[Document], None] | None = None,
) -> Result:
	"""Sign, write the effect, number and end certificates, bring the appeal to its state, tell everybody."""
	if before:
		before(document)
	decision = _sign(document, prepared, position, signature)
	registers.apply_effect(decision.name)
	formed = certificates.number_for(decision.name)
	certificates.end_for(decision.name)
	appeals.apply_decision(document.name, decision.name)
	_tell(document, decision)
	trust.record(decision.commission, "decision.signed", _event(decision), clock.now())
	return _result(decision, len(formed))


def _result(decision: Document, formed: int) -> Result:
	return Result(decision.name, decision.number, decision.outcome, decision.decided_on, formed)


def _sign(document: Document, prepared: Prepared, position: identity.Position, signature: str) -> Document:
	person = identity.person_of(frappe.session.user)
	decision = frappe.new_doc("Decision")
	decision.update(
		{
			"commission": document.recipient,
			"appeal": document.name,
			"election": document.election,
			"kind": prepared.kind,
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
					"ground": v.row.ground,
					"article": v.article,
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
	reason = next((grounds.short(row, document.language) for row in decision.rows if row.ground), "")
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
