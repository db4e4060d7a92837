"""Steps after the filing: taken up by an officer, withdrawn by the applicant, decided."""

from collections.abc import Collection

import frappe
from frappe.model.document import Document

from esaylov.appeals import applicants, definitions, windows
from esaylov.appeals.applicants import APPEAL
from esaylov.core.findings import Finding
from esaylov.core.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.framework.locking import locked
from esaylov.identity import service as identity
from esaylov.messages import service as messages
from esaylov.trust import service as trust

ASSIGNING = ("Chair", "Deputy Chair", "Secretary", "Staff")
"""Positions that take appeals up and hand them to an officer (own design)."""
ASSIGNABLE = frozenset({State.REGISTERED, State.UNDER_REVIEW})
WITHDRAWABLE = frozenset({State.REGISTERED, State.UNDER_REVIEW, State.RETURNED, State.ON_AGENDA})


def assign(name: str, officer: str) -> None:
	"""Take an appeal up: hand it to an officer of its commission and tell the applicant. Repeatable.

	Raises NotPermitted (also where there is none), WrongState, FormInvalid (`not_an_officer_here`).
	"""
	assign_for(frappe.session.user, name, officer)


def assign_for(by: str, name: str, officer: str) -> None:
	"""The same by a job that a user ordered, with the rights that this user has now; called by inbox only."""
	appeal = of_commission(by, name)
	if appeal.status not in ASSIGNABLE:
		raise WrongState({"status": appeal.status})
	try:
		identity.require_position(officer, appeal.recipient)
	except NotPermitted:
		raise FormInvalid([Finding("not_an_officer_here", "user")]) from None
	if appeal.status == State.UNDER_REVIEW and appeal.assigned_to == officer:
		return
	appeal.assigned_to = officer
	appeal.status = State.UNDER_REVIEW.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked above
	messages.tell(messages.Event.IN_REVIEW, appeal, key=officer)
	record(appeal, "appeal.assigned", {"officer": identity.person_of(officer) or ""})


def withdraw(name: str) -> None:
	"""Take an own appeal back while it is not decided. Repeatable. Raises NotFound, WrongState."""
	appeal = applicants.own(name, frappe.session.user, lock=True)
	if appeal.status == State.WITHDRAWN:
		return
	if appeal.status not in WITHDRAWABLE:
		raise WrongState({"status": appeal.status})
	appeal.status = State.WITHDRAWN.value
	appeal.save(ignore_permissions=True)  # the user's own body, asked above
	messages.tell(messages.Event.WITHDRAWN, appeal)
	record(appeal, "appeal.withdrawn", {})


def apply_decision(name: str, decision: str) -> None:
	"""Bring an appeal to the state that a signed decision gives it; called by decisions only. Repeatable.

	Raises LawBroken unless the decision is signed and names this appeal.
	"""
	if not frappe.db.exists(APPEAL, name):
		raise NotFound({"doctype": APPEAL})
	appeal = locked(APPEAL, name)
	if appeal.decision == decision:
		return
	outcome = frappe.db.get_value("Decision", decision, "outcome", for_update=True)
	if not outcome:
		raise LawBroken({"decision": decision}, field="decision")
	appeal.decision = decision
	appeal.status = outcome
	appeal.save(
		ignore_permissions=True,  # the lifecycle proves that the decision is signed and names this appeal
	)
	record(appeal, "appeal.decided", {"decision": decision, "outcome": outcome})


def reopen(name: str, annulled: str) -> None:
	"""Bring an appeal back to review whose decision was annulled, with a time limit that starts today; called by decisions
	only. Repeatable. The appeal goes on naming the annulled decision, so that the next one has another name.

	Raises LawBroken unless the decision it names is annulled.
	"""
	appeal = locked(APPEAL, name)
	if appeal.decision != annulled:
		raise LawBroken({"decision": annulled}, field="decision")
	if appeal.status == State.UNDER_REVIEW:
		return
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	appeal.status = State.UNDER_REVIEW.value
	appeal.due_on = windows.due_on(version, appeal.election, clock.today())  # the whole limit again [ours]
	appeal.save(
		ignore_permissions=True,  # the lifecycle proves that the decision is annulled
	)
	record(appeal, "appeal.reopened", {"decision": annulled})


def of_commission(user: str, name: str, positions: Collection[str] = ASSIGNING) -> Document:
	"""A locked appeal of a commission in which the user holds one of the positions (any without).

	Raises NotPermitted, also where there is no such appeal.
	"""
	if not isinstance(name, str) or not frappe.db.exists(APPEAL, name):
		raise NotPermitted()
	appeal = locked(APPEAL, name)
	if not appeal.recipient or appeal.status == State.DRAFT:
		raise NotPermitted()
	identity.require_position(user, appeal.recipient, positions)
	return appeal


def record(appeal: Document, kind: str, more: dict[str, str | int]) -> str:
	"""Append a step of an appeal to its commission's chain; gives the hash of the event. Call it last."""
	body = {"appeal": appeal.name, "number": appeal.number, **more}
	return trust.record(appeal.recipient, kind, body, clock.now())
