"""Before an annulment is voted on, adopted or signed alone: it is tried, by itself and beside the adopted ones that wait.

So whatever a commission adopted can be signed, in whichever order. What a trial wrote is taken back; screens that it told to
look again find what they had.
"""

from collections.abc import Collection, Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov.decisions.drafting import signing, waiting
from esaylov.decisions.matters import annulling
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, LawBroken, WrongState
from esaylov.registers.effects import effects, reversal

DECISION, SIGNED, ANNULLED = "Decision", "Signed", "Annulled"
TRIED, IN_TURN = "annulment_tried", "annulments_in_turn"
EXCLUDED = "annulment_excluded"
REASON = "-"
"""Of the draft of a trial: nobody reads it."""


def refusal(
	decision: str, commission: str, beside: Mapping[str, Collection[str]] | None = None
) -> EsaylovError | None:
	"""Why a commission could not sign the annulment of a decision, as registers and adopted decisions stand; None where it could.

	beside: appeals to the paths that would be adopted at the same moment. WrongState: `annulment_awaited` (names the appeals
	whose adopted decisions rest on what it ends), `annulment_excluded` (another adopted annulment), as `annulling.read`; LawBroken: as
	`registers.undo_effect`. One that is not in force any more is for `waiting.annulled_otherwise`. Locks what it would end.
	"""
	try:
		annulled = annulling.read(decision)
	except WrongState as refused_always:  # an item of an earlier release may name an imported act
		return refused_always
	if annulled.appeal:
		signing.locked(annulled.appeal)  # the order of every decision: the appeal first
	if frappe.db.get_value(DECISION, decision, "status", for_update=True) != SIGNED:
		return None
	frappe.db.savepoint(TRIED)
	try:
		waiting.check_annulment(decision, annulled.election or "", commission, beside)
		draft = _draft(annulled, commission)
		refused = effects.refusal_of(draft)
		if refused is None:
			_check_each(draft, _others(draft.commission, decision))
		return refused
	except WrongState as refused_beside:
		return refused_beside
	finally:
		frappe.db.rollback(save_point=TRIED)


def check_beside(annulled: Document, commission: str) -> None:
	"""One person's annulment leaves those in force that their commission adopted. Raises WrongState (`annulment_excluded`).

	Called under the locks of the decision, before the signature.
	"""
	others = _others(commission, annulled.name)
	if not others:
		return
	frappe.db.savepoint(TRIED)
	try:
		_check_each(_draft(annulled, commission), others)
	finally:
		frappe.db.rollback(save_point=TRIED)


def _others(commission: str, annulled: str) -> list[str]:
	"""The annulments of other decisions that a commission adopted. Another one might never sign; its own is set aside then."""
	waits = waiting.adopted_annulments()
	return [row.name for row in waits if row.commission == commission and row.annuls != annulled]


def _draft(annulled: Document, commission: str) -> Document:
	"""The annulment as it would be signed; the draft of an earlier vote where there is one."""
	prepared = annulling.prepare(annulled, commission, REASON, clock.today())
	if frappe.db.exists(DECISION, prepared.name):
		return frappe.get_doc(DECISION, prepared.name)
	return signing.insert(prepared)


def _check_each(draft: Document, others: Sequence[str]) -> None:
	"""Adopted annulments can be signed before this one and after it. Raises WrongState.

	What is refused by itself (`registers`) is not told here, nor one of the others that is set aside for that.
	"""
	for name in others:
		other = frappe.get_doc(DECISION, name)
		orders = ((draft, other), (other, draft))
		if all(_can_be_signed([one]) for one in (draft, other)) and not all(map(_can_be_signed, orders)):
			raise WrongState(code=EXCLUDED)


def _can_be_signed(drafts: Sequence[Document]) -> bool:
	"""Whether annulments take effect one after the other: tried, and taken back."""
	frappe.db.savepoint(IN_TURN)
	try:
		for draft in drafts:
			frappe.db.set_value(DECISION, draft.annuls, "status", ANNULLED, update_modified=False)
			reversal.undo(draft.annuls, draft, REASON)
	except LawBroken:
		return False
	finally:
		frappe.db.rollback(save_point=IN_TURN)
	return True
