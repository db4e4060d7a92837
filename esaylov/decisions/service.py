"""The public door of decisions: what would be signed (`draft`), and the signed steps (`decide`, `acknowledge`)."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.core.lifecycle import State
from esaylov.decisions import grounds, matter, paper, reading, signing, verification, wording
from esaylov.decisions.invariants import check, check_removal
from esaylov.decisions.matter import ACKNOWLEDGING_POSITIONS, CHAIR_POSITIONS, Prepared
from esaylov.decisions.signing import Result
from esaylov.decisions.wording import Texts
from esaylov.errors import NotFound, WrongState

__all__ = ["ACKNOWLEDGING_POSITIONS", "CHAIR_POSITIONS", "Result", "Texts", "check", "check_removal"]

check_ground, check_text = grounds.check, wording.check
reason_said = grounds.said
pdf, printed, printed_extract = paper.pdf, paper.printed, paper.printed_extract
verify = verification.verify


def matter_for(appeal: str, user: str) -> dict[str, object]:
	"""An appeal as staff read it, with the next lawful step of this user; see reading.view. Raises NotFound."""
	document = signing.read(appeal)
	if not frappe.has_permission("Appeal", "read", doc=document, user=user):
		raise NotFound({"doctype": "Appeal"})
	return reading.view(document, user)


def draft(appeal: str, rows: Sequence[Mapping[str, object]], texts: Texts | None = None) -> Prepared:
	"""What would be signed today for these rows; writes nothing.

	rows: see decisions.rows.verdicts; none on the route of acknowledgement, where there is nothing to choose.
	texts: the wording where it was edited; it names every row that is decided.
	Raises NotFound, NotPermitted, WrongState (`vote_needed`: an acknowledgement that names a new person), FormInvalid.
	"""
	document = signing.read(appeal)
	if document.route == matter.ACKNOWLEDGEMENT_ROUTE:
		signing.authority(document, ACKNOWLEDGING_POSITIONS)
		_check_acknowledgeable(document)
		if matter.needs_vote(document):
			raise WrongState({"status": document.status}, code="vote_needed")
		return matter.prepare_acknowledgement(document, clock.today(), texts)
	signing.authority(document, CHAIR_POSITIONS)
	_check_decidable(document)
	return matter.prepare(document, rows, clock.today(), texts)


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
	prepared = matter.prepare(document, rows, clock.today(), texts)
	if signing.is_decided(document):
		return signing.same_result(document, prepared)
	_check_decidable(document)
	return signing.complete(document, prepared, position, signature, before=_take_up)


def acknowledge(appeal: str, signature: str, texts: Texts | None = None) -> Result | None:
	"""Take note of an appeal with a short signed decision, and write its effect: all or nothing.

	For chair, deputy and secretary, on the route of acknowledgement. signature: over `draft(appeal, [], texts).payload` of the
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
	prepared = matter.prepare_acknowledgement(document, clock.today(), texts)
	if signing.is_decided(document):
		return signing.same_result(document, prepared)
	_check_acknowledgeable(document)
	return signing.complete(document, prepared, position, signature)


def sample_text(values: Mapping[str, object]) -> Texts:
	"""The text of a Decision Text, saved or not, over made-up people. Raises FormInvalid with what is wrong in it."""
	template = frappe.new_doc(wording.DOCTYPE)
	template.update(
		{field: values.get(field) for field in template.meta.get_valid_columns() if field in values}
	)
	return wording.sample(template)


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
