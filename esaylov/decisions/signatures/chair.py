"""What one person decides with a signature: a chair on an appeal or on a matter without one, an acknowledgement, an annulment."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov.appeals.review import steps
from esaylov.core.procedure.lifecycle import State
from esaylov.decisions.drafting import decision_subject, signing, waiting
from esaylov.decisions.drafting.decision_subject import ACKNOWLEDGING_POSITIONS, CHAIR_POSITIONS, Prepared
from esaylov.decisions.drafting.signing import Result
from esaylov.decisions.drafting.wording import Texts
from esaylov.decisions.matters import annulling, annulments_ahead, contested, ex_officio
from esaylov.decisions.matters.ex_officio import Matter
from esaylov.decisions.review import ground_checks
from esaylov.decisions.signatures import apply_decision, in_force
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.identity import positions
from esaylov.registers.effects import effects


def draft(appeal: str, rows: Sequence[Mapping[str, object]], texts: Texts | None = None) -> Prepared:
	"""What would be signed today for these rows; writes nothing.

	rows: see decisions.rows.verdicts; none on the route of acknowledgement, where there is nothing to choose.
	texts: the wording where it was edited; it names every row that is decided.
	Raises NotFound, NotPermitted, WrongState (`vote_needed`: an acknowledgement that names a new person), FormInvalid.
	"""
	document = signing.read(appeal)
	if document.route == decision_subject.ACKNOWLEDGEMENT_ROUTE:
		signing.authority(document, ACKNOWLEDGING_POSITIONS)
		_check_acknowledgeable(document)
		if decision_subject.needs_vote(document):
			raise WrongState({"status": document.status}, code="vote_needed")
		return decision_subject.prepare_acknowledgement(document, clock.today(), texts)
	signing.authority(document, CHAIR_POSITIONS)
	_check_decidable(document)
	prepared = decision_subject.prepare(document, rows, clock.today(), texts)
	ground_checks.check_grounds(document, prepared.verdicts)
	contested.check(prepared)
	return prepared


def decide(
	appeal: str, rows: Sequence[Mapping[str, object]], signature: str, texts: Texts | None = None
) -> Result:
	"""Sign a chair's decision, write its effect, number its certificates and tell everybody: all or nothing.

	signature: base64 of a detached CMS (DER) over `draft(appeal, rows, texts).payload` of the same day. Asked twice, or by two
	at once with the same rows, it gives one decision and the same result; other rows then raise WrongState.
	Raises NotFound, NotPermitted, WrongState, FormInvalid, SignatureRefused; writes nothing then.
	"""
	position = signing.authority(signing.read(appeal), CHAIR_POSITIONS)
	document = signing.locked(appeal)
	prepared = decision_subject.prepare(document, rows, clock.today(), texts)
	if signing.is_decided(document):
		return apply_decision.same_result(document, prepared)
	_check_decidable(document)
	ground_checks.check_grounds(document, prepared.verdicts)
	contested.check(prepared)
	_take_up(document)
	return _decided(prepared, position, signature, {document.name: document})


def acknowledge(appeal: str, signature: str, texts: Texts | None = None) -> Result | None:
	"""Take note of an appeal with a short signed decision, and write its effect: all or nothing.

	For chair, deputy and secretary, on the route of acknowledgement. signature: over `draft(appeal, [], texts).payload` of the
	same day. Where a new person is named the commission votes: the appeal is taken for review, nothing is signed, and
	the result is None. Asked twice it gives the same result. Raises as `decide`.
	"""
	position = signing.authority(signing.read(appeal), ACKNOWLEDGING_POSITIONS)
	document = signing.locked(appeal)
	if document.route != decision_subject.ACKNOWLEDGEMENT_ROUTE:
		raise WrongState({"status": document.status})
	if decision_subject.needs_vote(document):
		_take_for_vote(document)
		return None
	prepared = decision_subject.prepare_acknowledgement(document, clock.today(), texts)
	if signing.is_decided(document):
		return apply_decision.same_result(document, prepared)
	_check_acknowledgeable(document)
	contested.check(prepared)
	return _decided(prepared, position, signature, {document.name: document})


def matter_draft(matter: Matter) -> Prepared:
	"""What the user would sign today on a matter that the chair decides alone; writes nothing.

	For chair and deputy of the commission. Raises NotFound, NotPermitted, FormInvalid, WrongState (`matter_by_vote`).
	"""
	ex_officio.authority(matter, frappe.session.user, CHAIR_POSITIONS)
	return ex_officio.prepare_edited(matter, clock.today())


def decide_matter(matter: Matter, signature: str) -> Result:
	"""Decide such a matter with a signature over `matter_draft(matter).payload` of the same day, and write its effect.

	Asked twice, or by two at once with the same data and texts, it gives one decision. Raises as `matter_draft`, and
	SignatureRefused, LawBroken; writes nothing then.
	"""
	position = ex_officio.authority(matter, frappe.session.user, CHAIR_POSITIONS)
	# whoever decides on a matter of this commission at the same moment waits here
	frappe.db.get_value("Election Commission", matter.commission, "name", for_update=True)
	prepared = ex_officio.prepare_edited(matter, clock.today())
	if status := frappe.db.get_value("Decision", prepared.name, "status", for_update=True):
		return apply_decision.earlier(prepared.name, prepared.sha256, status)
	return _decided(prepared, position, signature, {})


def matters_for(commission: str, user: str) -> list[dict[str, str | bool]]:
	"""What a commission decides without an appeal: `code`, titles, `route`, and whether this user may `prepare` it.

	For who holds a position there: a chair or deputy signs alone, they and the secretary put a vote on an agenda. Raises
	NotPermitted.
	"""
	position = positions.require_position(user, commission).position
	return [
		{**row, "prepare": ex_officio.may_prepare(row["route"], position)}
		for row in ex_officio.matters_of(commission)
	]


def annulment_draft(decision: str, reason: str) -> Prepared:
	"""What the user's commission would sign today to annul a decision; writes nothing.

	For chair and deputy of the commission that decided, or of one above it. Raises NotFound, NotPermitted, FormInvalid,
	WrongState (`annulment_final`: an annulment is not annulled, the matter is decided again).
	"""
	document = annulling.read(decision)
	position = annulling.authority(document, frappe.session.user)
	return annulling.prepare(document, position.commission, reason, clock.today())


def annul(decision: str, reason: str, signature: str) -> Result:
	"""Annul a decision by a new signed one and undo all its effects: all or nothing.

	signature: over `annulment_draft(decision, reason).payload` of the same day. Asked twice, or by two at once with the same
	reason, it gives one annulment. What was voted on is annulled by a vote (`annulment_by_vote`), and whose annulment a session adopted
	by its signatures (`annulment_adopted`). Raises NotFound, NotPermitted,
	WrongState, FormInvalid, SignatureRefused, LawBroken (see `registers.reversal.undo`); writes nothing then.
	"""
	document = annulling.read(decision)
	position = annulling.authority(document, frappe.session.user)
	prepared = annulling.prepare(document, position.commission, reason, clock.today())
	if document.appeal:
		signing.locked(document.appeal)  # the order of every decision: the appeal first
	status = frappe.db.get_value("Decision", decision, "status", for_update=True)
	if status == "Annulled":
		return apply_decision.earlier(prepared.name, prepared.sha256, status)
	if annulling.needs_vote(document):
		raise WrongState({"status": status}, code="annulment_by_vote")
	if waiting.annulled_otherwise({"": decision}):
		raise WrongState(code="annulment_adopted")
	annulments_ahead.check_beside(document, position.commission)
	return _decided(prepared, position, signature, {})


def _decided(
	prepared: Prepared, position: positions.Position, signature: str, appeals_of_it: Mapping[str, Document]
) -> Result:
	decision = signing.sign_alone(prepared, position, signature)
	return in_force.put([decision], appeals_of_it, signing.SIGNED_ALONE)[0]


def _check_decidable(document: Document) -> None:
	is_open = document.status in (State.REGISTERED, State.UNDER_REVIEW)
	if document.route != decision_subject.CHAIR_ROUTE or not is_open:
		raise WrongState({"status": document.status})


def _check_acknowledgeable(document: Document) -> None:
	was_annulled = document.status == State.UNDER_REVIEW and document.decision
	if document.status != State.REGISTERED and not was_annulled:
		raise WrongState({"status": document.status})


def _take_up(document: Document) -> None:
	if document.status == State.REGISTERED:
		effects.lock_named(document)  # before the chain, which the step locks
		steps.assign(document.name, frappe.session.user)
		document.reload()


def _take_for_vote(document: Document) -> None:
	if document.status not in (State.REGISTERED, State.UNDER_REVIEW):
		raise WrongState({"status": document.status})
	_take_up(document)
