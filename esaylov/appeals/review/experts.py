"""Experts of a commission: an appeal of the route "experts then vote" is examined before it goes to a session."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import corrections
from esaylov.appeals.drafts import attachments
from esaylov.appeals.drafts.attachments import GivenFile
from esaylov.appeals.review import returning, steps
from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import State
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.identity import positions
from esaylov.trust.chains import chain

CONCLUSION = "Expert Conclusion"
ROUTE = "expert_then_vote"
TEXT_LENGTH = 20_000
"""Longest conclusion in characters (own design)."""
FILES = 10
"""Most files of a conclusion (own design)."""


def ask(name: str) -> None:
	"""Hand an appeal of the route "experts then vote" to the experts of its commission. Repeatable.

	Raises NotPermitted, WrongState.
	"""
	appeal = steps.of_commission(frappe.session.user, name)
	if appeal.status == State.EXPERT_REVIEW:
		return
	require_askable(appeal)
	appeal.status = State.EXPERT_REVIEW.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked above
	steps.record(appeal, "appeal.sent_to_experts", {})


def conclude(name: str, text: str, files: Sequence[GivenFile] = ()) -> str:
	"""File the experts' conclusion, for whoever holds a position at the commission; the appeal comes back to review.

	Gives the name of the Expert Conclusion. Raises NotPermitted, WrongState, FormInvalid.
	"""
	user = frappe.session.user
	appeal = steps.of_commission(user, name, positions=())
	require_asked(appeal)
	text = returning.one_text(text, TEXT_LENGTH)
	if not text:
		raise FormInvalid([Finding("conclusion_missing", "text")])
	if len(files) > FILES:
		raise FormInvalid([Finding("too_many_rows", "files", params={"limit": FILES})])
	expert = positions.require_position(user, appeal.recipient)
	document = frappe.new_doc(CONCLUSION)
	document.update(
		{
			"title": f"{appeal.number} · {expert.position}",
			"appeal": appeal.name,
			"expert": expert.person,
			"position": expert.position,
			"commission": appeal.recipient,
			"commission_lft": appeal.recipient_lft,
			"concluded_at": clock.now().replace(microsecond=0),
			"text": text,
		}
	)
	document.name = frappe.generate_hash(length=12)
	for number, given in enumerate(files):
		document.append("attachments", attachments.keep(CONCLUSION, document.name, f"file_{number}", given))
	document.salt = chain.new_salt()
	document.text_sha256 = sha256_hex(canonical(said(document)))
	with corrections.WRITER.writing():
		document.insert(
			set_name=document.name,
			ignore_permissions=True,  # the position of the acting user was asked above
		)
	appeal.status = State.UNDER_REVIEW.value
	appeal.save(ignore_permissions=True)  # as above; the Workflow asks for the conclusion
	commitment = chain.commitment(document.salt, document.text_sha256)
	steps.record(appeal, "appeal.concluded", {"conclusion": document.name, "commitment": commitment})
	return str(document.name)


def require_askable(appeal: Document) -> None:
	"""The appeal may go to the experts. Raises WrongState."""
	if appeal.status != State.UNDER_REVIEW or appeal.route != ROUTE:
		raise WrongState({"status": appeal.status})


def require_asked(appeal: Document) -> None:
	"""The appeal waits for the experts' conclusion. Raises WrongState."""
	if appeal.status != State.EXPERT_REVIEW:
		raise WrongState({"status": appeal.status})


def said(document: Document) -> dict[str, object]:
	"""What the hash of a conclusion covers."""
	return {
		"appeal": document.appeal,
		"expert": document.expert,
		"text": document.text,
		"files": [row.sha256 for row in document.attachments],
	}


def guard_conclusion(document: Document) -> None:
	"""Called from Expert Conclusion.validate: only this package writes, once. Raises LawBroken."""
	corrections.WRITER.check(document)
	if not document.is_new():
		corrections.refuse_removal(document)
