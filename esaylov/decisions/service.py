"""The public door of decisions: what would be signed (`draft`), and the signed steps (`decide`, `acknowledge`)."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov.appeals import service as appeals
from esaylov.core.lifecycle import State
from esaylov.decisions import (
	annulling,
	apply_decision,
	bulk_completion,
	collective,
	contested,
	decision_subject,
	doubted,
	ex_officio,
	grounds,
	notifications,
	paper,
	reading,
	signing,
	verification,
	voted,
	wording,
)
from esaylov.decisions import status as standing_of
from esaylov.decisions.bulk_completion import Progress
from esaylov.decisions.collective import Signing
from esaylov.decisions.decision_subject import ACKNOWLEDGING_POSITIONS, CHAIR_POSITIONS, Prepared
from esaylov.decisions.ex_officio import Matter
from esaylov.decisions.invariants import check, check_removal
from esaylov.decisions.signing import Result
from esaylov.decisions.wording import Texts
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, WrongState
from esaylov.identity import service as identity
from esaylov.registers import service as registers
from esaylov.registers.service import Contest

check_matter = ex_officio.check_matter
check_run = bulk_completion.check
contests = registers.contests
resume_runs, resume_telling = bulk_completion.resume, notifications.resume
resume = resume_runs  # its former name, for jobs that wait in a queue over the upgrade; for one release
check_ground, check_text = grounds.check, wording.check
reason_said = grounds.said
pdf, printed, printed_extract = paper.pdf, paper.printed, paper.printed_extract
verify = verification.verify

__all__ = [
	"ACKNOWLEDGING_POSITIONS",
	"CHAIR_POSITIONS",
	"Contest",
	"Matter",
	"Prepared",
	"Progress",
	"Result",
	"Signing",
	"Texts",
	"check",
	"check_removal",
]


def matter_for(appeal: str, user: str) -> dict[str, object]:
	"""An appeal as staff read it, with the next lawful step of this user; see reading.view. Raises NotFound."""
	document = signing.read(appeal)
	if not frappe.has_permission("Appeal", "read", doc=document, user=user):
		raise NotFound({"doctype": "Appeal"})
	return reading.view(document, user)


def rows_in_doubt(appeals: Sequence[str]) -> dict[str, list[str]]:
	"""Appeals to the paths of their rows that state registers speak against now; appeals without one are left out.

	For `sessions`, which has asked who acts.
	"""
	return doubted.rows(appeals)


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
	_take_up(document)
	return apply_decision.follow(signing.sign_alone(prepared, position, signature))


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
	return apply_decision.follow(signing.sign_alone(prepared, position, signature))


def propose(appeal: str, rows: Sequence[Mapping[str, object]], texts: Texts | None = None) -> Prepared:
	"""What a commission would decide on an appeal, for the draft of its agenda item; writes nothing.

	rows, texts: as for `draft`. Who may ask is for the caller. Raises NotFound, FormInvalid.
	"""
	return voted.propose(signing.read(appeal), rows, clock.today(), texts)


def propose_matter(subject_kind: str, data: Mapping[str, object], commission: str, election: str) -> Prepared:
	"""The same without an appeal: subject_kind is the code of a Decision Subject, data what it needs (see README).

	Raises NotFound, NotPermitted (another level decides this), FormInvalid, WrongState.
	"""
	return ex_officio.prepare(subject_kind, data, commission, election, clock.today())


def matter_draft(matter: Matter) -> Prepared:
	"""What the user would sign today on a matter that the chair decides alone; writes nothing.

	For chair and deputy of the commission. Raises NotFound, NotPermitted, FormInvalid, WrongState (`matter_by_vote`).
	"""
	ex_officio.authority(matter.code, matter.commission, frappe.session.user, CHAIR_POSITIONS)
	return ex_officio.prepare_edited(matter, clock.today())


def decide_matter(matter: Matter, signature: str) -> Result:
	"""Decide such a matter with a signature over `matter_draft(matter).payload` of the same day, and write its effect.

	Asked twice, or by two at once with the same data and texts, it gives one decision. Raises as `matter_draft`, and
	SignatureRefused, LawBroken; writes nothing then.
	"""
	position = ex_officio.authority(matter.code, matter.commission, frappe.session.user, CHAIR_POSITIONS)
	# whoever decides on a matter of this commission at the same moment waits here
	frappe.db.get_value("Election Commission", matter.commission, "name", for_update=True)
	prepared = ex_officio.prepare_edited(matter, clock.today())
	if status := frappe.db.get_value("Decision", prepared.name, "status", for_update=True):
		return apply_decision.earlier(prepared.name, prepared.sha256, status)
	return apply_decision.follow(signing.sign_alone(prepared, position, signature))


def matters_for(commission: str, user: str) -> list[dict[str, str | bool]]:
	"""What a commission decides without an appeal: `code`, titles, `route`, and whether this user may `prepare` it.

	For who holds a position there: a chair or deputy signs alone, they and the secretary put a vote on an agenda. Raises
	NotPermitted.
	"""
	position = identity.require_position(user, commission).position
	return [
		{**row, "prepare": ex_officio.may_prepare(row["route"], position)}
		for row in ex_officio.matters_of(commission)
	]


def adopt(item: str) -> str:
	"""Write the decision that an adopted agenda item makes, as a Draft that waits for its two signatures; its name.

	Called by sessions in the transaction that closes the item. Repeatable. Raises NotFound, WrongState (not adopted).
	"""
	return collective.adopt(item)


def refusal_of(decision: str) -> LawBroken:
	"""Why the registers refuse an unsigned decision: tried under its locks, and taken back.

	Called by sessions before an adopted item is set aside. Raises NotFound, WrongState (`decision_takes_effect` where they
	would take it: it is to be signed).
	"""
	return contested.refusal_of(decision)


def payload_to_sign(decisions: Sequence[str]) -> bytes:
	"""The bytes that the user of the session signs for these decisions of one session: the decision's own, or the list's.

	For who presides over the session and for its secretary. Raises FormInvalid, NotFound, NotPermitted, WrongState, and
	LawBroken where the registers would refuse one of them (`entry_exists`, `party_not_admitted`, `decisions_contested` …).
	"""
	return collective.payload_to_sign(decisions)


def unsigned(decisions: Sequence[str], part: str) -> list[str]:
	"""Those of a session's decisions that are drafts and lack the signature of a part: `presiding` or `secretary`."""
	return collective.unsigned(decisions, part)


def sign(decisions: Sequence[str], signature: str) -> Signing:
	"""Sign decisions of a session, as who presides or as its secretary; the second signature puts them into effect.

	signature: over `payload_to_sign(decisions)`. Up to 20 are completed here, more by a job whose Bulk Decision is named.
	Asked twice, or by both at the same moment, each decision is completed once. Raises as `payload_to_sign`, and
	SignatureRefused, LawBroken; writes nothing then.
	"""
	return collective.sign(decisions, signature)


def progress(run: str) -> Progress:
	"""How far a Bulk Decision is; who may read it is for the caller. Raises NotFound."""
	return bulk_completion.progress(run)


def retry(run: str) -> None:
	"""Put what a finished run could not complete in line again. Who may ask is for the caller."""
	bulk_completion.retry(run)


def annulment_draft(decision: str, reason: str) -> Prepared:
	"""What the user's commission would sign today to annul a decision; writes nothing.

	For chair and deputy of the commission that decided, or of one above it. Raises NotFound, NotPermitted, FormInvalid,
	WrongState (`annulment_final`: an annulment is not annulled, the matter is decided again).
	"""
	document = annulling.read(decision)
	position = annulling.authority(document, frappe.session.user)
	return annulling.prepare(document, position.commission, reason, clock.today())


def standing(decision: str, user: str) -> dict[str, object]:
	"""What the form of a decision shows besides itself, for who may read it; see standing_of.standing. Raises NotFound."""
	return standing_of.standing(decision, user)


def annul(decision: str, reason: str, signature: str) -> Result:
	"""Annul a decision by a new signed one and undo all its effects: all or nothing.

	signature: over `annulment_draft(decision, reason).payload` of the same day. Asked twice, or by two at once with the same
	reason, it gives one annulment. What was voted on is annulled by a vote (`vote_needed`). Raises NotFound, NotPermitted,
	WrongState, FormInvalid, SignatureRefused, LawBroken (see registers.service.undo_effect); writes nothing then.
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
	return apply_decision.follow(signing.sign_alone(prepared, position, signature))


def sample_text(values: Mapping[str, object]) -> Texts:
	"""The text of a Decision Text, saved or not, over made-up people. Raises FormInvalid with what is wrong in it."""
	template = frappe.new_doc(wording.DOCTYPE)
	template.update(
		{field: values.get(field) for field in template.meta.get_valid_columns() if field in values}
	)
	return wording.sample(template)


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
		appeals.assign(document.name, frappe.session.user)
		document.reload()


def _take_for_vote(document: Document) -> None:
	if document.status not in (State.REGISTERED, State.UNDER_REVIEW):
		raise WrongState({"status": document.status})
	_take_up(document)
