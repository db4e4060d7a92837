"""The signed step itself: a Decision from prepared bytes and a signature."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.lifecycle import DECIDED
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.drafting.decision_subject import CHAIR_ROUTE, Prepared
from esaylov.framework import clock
from esaylov.framework.errors import NotFound, NotPermitted, WrongState
from esaylov.framework.persistence import documents
from esaylov.identity import persons
from esaylov.identity.positions import Position, refuse_beside_chair, require_position
from esaylov.trust import signatures
from esaylov.trust.chains import chain

PURPOSE = "decision"


@dataclass(frozen=True, slots=True)
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


def authority(document: Document, positions: tuple[str, ...]) -> Position:
	"""The position by which the user of the session signs. Whom the appeal concerns leaves it to the next who may.

	Raises NotPermitted, WrongState (`chair_acts`, `decider_conflict`).
	"""
	if not document.recipient:
		raise NotPermitted()
	held = require_position(frappe.session.user, document.recipient, positions)
	refuse_concerned(held, document, is_alone=document.route == CHAIR_ROUTE)
	return held


def refuse_concerned(held: Position, appeal: Document | None, is_alone: bool = True) -> None:
	"""Raise WrongState unless the user of the session may decide by a position about what an appeal asks or has brought.

	is_alone: the chair decides, the deputy in their absence (`chair_acts`) or where the appeal concerns the chair; whom it
	concerns decides nothing (`decider_conflict`). No appeal concerns nobody.
	"""

	def is_concerned(person: str | None) -> bool:
		return bool(appeal and person and conflicts.ground_on_appeal(appeal, person))

	if is_alone:
		refuse_beside_chair(held, is_concerned)
	if is_concerned(persons.person_of(frappe.session.user)):
		raise WrongState(code="decider_conflict")


def refuse_in_conflict(appeal: str) -> None:
	"""Raise WrongState (`decider_conflict`) where an appeal concerns the user of the session. Raises NotFound."""
	person = persons.person_of(frappe.session.user)
	if person and conflicts.ground_on_appeal(read(appeal), person):
		raise WrongState(code="decider_conflict")


def locked(appeal: str) -> Document:
	"""The appeal, locked: everybody who decides it queues here."""
	return frappe.get_doc("Appeal", appeal, for_update=True)


def is_decided(document: Document) -> bool:
	"""Whether a decision on the appeal stands."""
	return document.status in DECIDED


SIGNATURES = (
	*("signature", "signed_by_person", "signed_by_position", "signed_at"),
	*("secretary_signature", "secretary_person", "secretary_position", "secretary_signed_at"),
)
"""Where the signatures stand on a decision, with who gave them and when."""
SIGNED_ALONE = ("signature", "signed_by_person", "signed_by_position", "signed_at")
"""Fields that `sign_alone` fills in."""


def sign_alone(prepared: Prepared, position: Position, signature: str) -> Document:
	"""Write a decision as a Draft, with the signature of the one person who decides in memory: `in_force.put` writes it."""
	person = persons.person_of(frappe.session.user)
	# a vote on the same annulment, which was set aside, has left its draft
	is_left = prepared.annuls and frappe.db.exists("Decision", prepared.name)
	decision = draft_anew(prepared) if is_left else insert(prepared)
	pinfl = frappe.db.get_value("Person", person, "pinfl")
	decision.signature = signatures.verify_document(
		"Decision", decision.name, prepared.payload, signature, PURPOSE, pinfl, None
	)
	decision.signed_by_person = person
	decision.signed_by_position = position.position
	decision.signed_at = clock.now()
	return decision


def draft_anew(prepared: Prepared) -> Document:
	"""A draft that was set aside, decided on again: it says what is decided now, and nobody has signed that.

	Raises WrongState for one that is no draft any more.
	"""
	decision = frappe.get_doc("Decision", prepared.name, for_update=True)
	if decision.status != "Draft":
		raise WrongState({"status": decision.status})
	decision.update({**said_by(prepared), **dict.fromkeys(SIGNATURES)})
	decision.save(ignore_permissions=True)  # the position was asked before; no role may write a Decision
	return decision


def insert(prepared: Prepared) -> Document:
	"""Write a prepared decision as a Draft, without a number."""
	decision = frappe.new_doc("Decision")
	decision.update(said_by(prepared))
	decision.name = prepared.name
	documents.insert([decision])  # the position was asked before; no role may create a Decision
	return decision


def said_by(prepared: Prepared) -> dict[str, Any]:
	"""The fields of a Decision that its payload stands for."""
	return {
		"commission": prepared.commission,
		"appeal": prepared.appeal or None,
		"election": prepared.election or None,
		"kind": prepared.kind,
		"outcome": prepared.outcome.value if prepared.outcome else "",
		"decided_on": prepared.decided_on,
		"annuls": prepared.annuls or None,
		"subject_kind": prepared.subject_kind or None,
		"subject_data": prepared.subject_data or None,
		"agenda_item": prepared.vote.get("item"),
		"vote_round": prepared.vote.get("round") or 0,
		"text_uz": prepared.text_uz,
		"text_ru": prepared.text_ru,
		"payload": prepared.payload.decode("utf-8"),
		"payload_sha256": prepared.sha256,
		"salt": chain.new_salt(),
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
