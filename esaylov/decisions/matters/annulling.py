"""Annulment (*bekor qilish*): a later signed decision that names a wrong one and undoes it; nothing is edited or removed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.review import steps
from esaylov.core.findings import Finding
from esaylov.core.procedure import decision as law
from esaylov.core.records import payload as canonical
from esaylov.decisions.drafting import decision_subject, signing, waiting, wording
from esaylov.decisions.drafting.decision_subject import (
	ANNULMENT,
	CHAIR_POSITIONS,
	IMPORTED_ACT,
	NAME_LENGTH,
	Prepared,
)
from esaylov.decisions.drafting.rows import Verdict, one_line
from esaylov.decisions.matters import ex_officio_text
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, WrongState
from esaylov.identity import positions
from esaylov.messages import notifications
from esaylov.registers.certificates.issue import ending, issuing
from esaylov.registers.effects import reversal
from esaylov.trust.chains import chain

SUBJECT = "annulment"
MESSAGE = "S60"
SUBJECT_LENGTH = 140
DECISION, COMMISSION = "Decision", "Election Commission"


def read(name: str) -> Document:
	"""A decision that may be annulled. Raises NotFound, WrongState (`annulment_final`, `annulment_imported`, `wrong_state`).

	An act on paper is annulled on paper: here nobody signed it, and what is imported changes by no decision.
	"""
	if not isinstance(name, str) or not frappe.db.exists(DECISION, name):
		raise NotFound({"doctype": DECISION})
	decision = frappe.get_doc(DECISION, name)
	if decision.kind == ANNULMENT:
		raise WrongState({"status": decision.status}, code="annulment_final")
	if decision.kind == IMPORTED_ACT:
		raise WrongState({"status": decision.status}, code="annulment_imported")
	if decision.status == "Draft":
		raise WrongState({"status": decision.status})
	return decision


def authority(decision: Document, user: str) -> positions.Position:
	"""The position by which a user annuls: chair or deputy of the same commission, else of a higher one.

	[law: art. 20; namangan.saylov.uz]: a regional commission may cancel decisions of lower ones; that the CEC may do the
	same is [ours]. Whom its appeal concerns does not annul it either [ours]. Raises NotPermitted, WrongState (`chair_acts`,
	`decider_conflict`).
	"""
	position = position_over(decision.commission, user)
	if not position:
		raise NotPermitted()
	signing.refuse_concerned(position, signing.read(decision.appeal) if decision.appeal else None)
	return position


def position_over(commission: str, user: str) -> positions.Position | None:
	"""A user's chair at a commission or, without one, at the nearest one above it."""
	lft, rgt = _place(commission)
	held = [
		position
		for position in positions.positions_of(user)
		if position.position in CHAIR_POSITIONS and position.lft <= lft and position.rgt >= rgt
	]
	return max(held, key=lambda position: position.lft, default=None)


def _place(commission: str) -> tuple[int, int]:
	"""Where a commission stands in the tree. Raises NotFound."""
	found = frappe.db.get_value(COMMISSION, commission, ["lft", "rgt"])
	if not found:
		raise NotFound({"doctype": COMMISSION})
	return found[0], found[1]


def check_above(decision: Document | frappe._dict, commission: str) -> None:
	"""A commission annuls its own decisions and those of the commissions below it. Raises NotPermitted."""
	above = frappe.db.get_value(COMMISSION, commission, ["lft", "rgt"])
	below = frappe.db.get_value(COMMISSION, decision.commission, ["lft", "rgt"])
	if not (above and below and above[0] <= below[0] and below[1] <= above[1]):
		raise NotPermitted()


def needs_vote(decision: Document | frappe._dict) -> bool:
	"""What was voted on is annulled by a vote."""
	return bool(decision.agenda_item)


def refuse_unknown(values: Mapping[str, Any]) -> None:
	"""The data of an annulment are the decision and the reason. Raises FormInvalid."""
	if unknown := [str(key) for key in values if key not in ("decision", "reason")]:
		raise FormInvalid([Finding("unknown_field", unknown[0])])


def prepare(decision: Document, commission: str, reason: str, day: date) -> Prepared:
	"""What would be signed; the name is known before, and lets one annulment of a decision into the table.

	Raises FormInvalid without a reason.
	"""
	told = one_line(reason)
	if not told:
		raise FormInvalid([Finding("required", "reason")])
	subject = _subject(decision)
	verdict = Verdict(subject, law.Row("decision", law.Outcome.GRANTED))
	texts = {
		language: ex_officio_text.text(
			language, SUBJECT, _about(decision, commission, told, day, language), [verdict]
		)
		for language in wording.LANGUAGES
	}
	return Prepared(
		name=canonical.sha256_hex(f"annul|{decision.name}".encode())[:NAME_LENGTH],
		kind=ANNULMENT,
		commission=commission,
		election=decision.election or "",
		outcome=None,
		decided_on=day,
		verdicts=(verdict,),
		annuls=decision.name,
		# what is annulled is measured by the law that it was decided by [ours]
		law=decision_subject.read(decision.payload or "{}").get("law", {}),
		subject_kind=SUBJECT,
		subject_data=canonical.canonical({"decision": decision.name, "reason": told}).decode(),
		text_uz=texts["uz"],
		text_ru=texts["ru"],
	)


def follow(annulment: Document) -> int:
	"""All that follows from a signed Annulment, in its transaction; how many certificates were issued anew."""
	annulled = frappe.get_doc(DECISION, annulment.annuls, for_update=True)
	waiting.check_annulment(annulled.name, annulled.election or "", annulment.commission)
	annulled.status = "Annulled"
	annulled.save(ignore_permissions=True)  # the invariants find the later signed decision that names it
	reason = str(frappe.parse_json(annulment.subject_data)["reason"])
	undone = reversal.undo(annulled.name, annulment, reason)
	ending.end_for([annulment.name])
	ending.take_back(annulled.name)
	formed = issuing.issue_anew(annulment.name, undone.restored)
	if annulled.appeal:
		_free(annulled)
		_reopen(annulled, annulment)
	body = {"decision": annulled.name, "annulment": annulment.name}
	chain.record(annulled.commission, "decision.annulled", body, clock.now())
	return len(formed)


def _free(annulled: Document) -> None:
	"""The item that was voted on holds its appeal no longer: the appeal goes on an agenda again."""
	if annulled.agenda_item:
		frappe.db.set_value("Agenda Item", annulled.agenda_item, "live_key", None)


def _reopen(annulled: Document, annulment: Document) -> None:
	steps.reopen(annulled.appeal, annulled.name)
	appeal = frappe.get_doc("Appeal", annulled.appeal)
	if appeal.applicant_person:
		values = {
			"n": appeal.number,
			"q": annulled.number,
			"d": frappe.utils.getdate(appeal.due_on),
		}
		notifications.tell_person(MESSAGE, appeal.applicant_person, values, appeal, key=annulment.name)


def _subject(decision: Document) -> str:
	"""What the annulled decision was about, as its row in the annulment."""
	if decision.appeal:
		number, subject = frappe.db.get_value("Appeal", decision.appeal, ["number", "subject"]) or ("", "")
		return f"№{number}: {subject}"[:SUBJECT_LENGTH]
	rows = [row.subject for row in decision.rows if row.subject]
	return (rows[0] if rows else f"№{decision.number or decision.act_number or ''}")[:SUBJECT_LENGTH]


def _about(
	decision: Document, commission: str, reason: str, day: date, language: str
) -> ex_officio_text.About:
	title = frappe.get_cached_value(COMMISSION, decision.commission, f"title_{language}")
	of_decision = f"{title or decision.commission}, {decision.decided_on:%d.%m.%Y}"
	number = decision.number or decision.act_number or ""
	return ex_officio_text.About(commission, decision.election, day, of_decision, reason, number)
