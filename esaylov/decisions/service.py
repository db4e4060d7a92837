"""The public door of decisions: what would be signed (`draft`), and the signed steps (`decide`, `acknowledge`)."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.core.lifecycle import State
from esaylov.decisions import matter, reading, signing
from esaylov.decisions.invariants import check, check_removal
from esaylov.decisions.matter import ACKNOWLEDGING_POSITIONS, CHAIR_POSITIONS, Prepared
from esaylov.decisions.signing import Result
from esaylov.errors import NotFound, WrongState

__all__ = ["ACKNOWLEDGING_POSITIONS", "CHAIR_POSITIONS", "Result", "check", "check_removal"]


def matter_for(appeal: str, user: str) -> dict[str, object]:
	"""An appeal as staff read it, with the next lawful step of this user; see reading.view. Raises NotFound."""
	document = signing.read(appeal)
	if not frappe.has_permission("Appeal", "read", doc=document, user=user):
		raise NotFound({"doctype": "Appeal"})
	return reading.view(document, user)


def draft(appeal: str, rows: Sequence[Mapping[str, object]]) -> Prepared:
	"""What would be signed today for these rows; writes nothing.

	rows: see decisions.rows.verdicts; none on the route of acknowledgement, where there is nothing to choose.
	Raises NotFound, NotPermitted, WrongState (`vote_needed`: an acknowledgement that names a new person), FormInvalid.
	"""
	document = signing.read(appeal)
	if document.route == matter.ACKNOWLEDGEMENT_ROUTE:
		signing.authority(document, ACKNOWLEDGING_POSITIONS)
		_check_acknowledgeable(document)
		if matter.needs_vote(document):
			raise WrongState({"status": document.status}, code="vote_needed")
		return matter.prepare_acknowledgement(document, clock.today())
	signing.authority(document, CHAIR_POSITIONS)
	_check_decidable(document)
	return matter.prepare(document, rows, clock.today())


def decide(appeal: str, rows: Sequence[Mapping[str, object]], signature: str) -> Result:
	"""Sign a chair's decision, write its effect, number its certificates and tell everybody: all or nothing.

	signature: base64 of a detached CMS (DER) over `draft(appeal, rows).payload` of the same day. Asked twice, or by two
	at once with the same rows, it gives one decision and the same result; other rows then raise WrongState.
	Raises NotFound, NotPermitted, WrongState, FormInvalid, SignatureRefused; writes nothing then.
	"""
	position = signing.authority(signing.read(appeal), CHAIR_POSITIONS)
	document = signing.locked(appeal)
	prepared = matter.prepare(document, rows, clock.today())
	if signing.is_decided(document):
		return signing.same_result(document, prepared)
	_check_decidable(document)
	return signing.complete(document, prepared, position, signature, before=_take_up)


def acknowledge(appeal: str, signature: str) -> Result | None:
	"""Take note of an appeal with a short signed decision, and write its effect: all or nothing.

	For chair, deputy and secretary, on the route of acknowledgement. signature: over `draft(appeal, []).payload` of the
	same day. Where a new person is named the commission votes: the appeal is taken for review, nothing is signed, and
	the result is None. Asked twice it gives the same result. Raises as `decide`.
	"""
	position = signing.authority(signing.read(appeal), ACKNOWLEDGING_POSITIONS)
	document = signing.locked(appeal)
	if document.route != matter.ACKNOWLEDGEMENT_ROUTE:
		raise WrongState({"status": document.status})
	if matter.needs_vote(document):
		_take_for_vote(document)
		return None
	prepared = matter.prepare_acknowledgement(document, clock.today())
	if signing.is_decided(document):
		return signing.same_result(document, prepared)
	_check_acknowledgeable(document)
	return signing.complete(document, prepared, position, signature)


def _check_decidable(document: Document) -> None:
	is_open = document.status in (State.REGISTERED, State.UNDER_REVIEW)
	if document.route != matter.CHAIR_ROUTE or not is_open:
		raise WrongState({"status": document.status})


def _check_acknowledgeable(document: Document) -> None:
	if document.status != State.REGISTERED:
		raise WrongState({"status": document.status})


def _take_up(document: Document) -> None:
	if document.status == State.REGISTERED:
		appeals.assign(document.name, frappe.session.user)
		document.reload()


def _take_for_vote(document: Document) -> None:
	if document.status not in (State.REGISTERED, State.UNDER_REVIEW):
		raise WrongState({"status": document.status})
	_take_up(document)
