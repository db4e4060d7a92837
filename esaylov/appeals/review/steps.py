"""Steps after the filing: taken up by an officer, withdrawn by the applicant, decided."""

from collections.abc import Collection, Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import law
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.types import definitions, windows
from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import DECIDED, State
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotPermitted, WrongState
from esaylov.framework.persistence import documents, reads, workflows
from esaylov.framework.persistence.documents import locked
from esaylov.identity import persons
from esaylov.identity.positions import require_position
from esaylov.messages import events, notifications
from esaylov.trust.chains import chain

ASSIGNING = ("Chair", "Deputy Chair", "Secretary", "Staff")
"""Positions that take appeals up and hand them to an officer (own design)."""
ASSIGNABLE = frozenset({State.REGISTERED, State.UNDER_REVIEW})
PROVED = frozenset(
	f'frappe.db.get_value("Decision", {{"appeal": doc.name, "status": "Signed", "outcome": "{state.value}"}}, "name")'
	for state in DECIDED
)
"""Conditions of the shipped workflow that `law.check_decided` proves: a signed decision of this outcome on this appeal."""
WITHDRAWABLE = frozenset({State.REGISTERED, State.UNDER_REVIEW, State.RETURNED, State.ON_AGENDA})
REFUSED_BY_VOTE: Mapping[str, str] = {"Open": "withdrawal_during_vote", "Adopted": "withdrawal_after_vote"}
"""State of the agenda item of an appeal that is not withdrawn any more, to the code of the refusal. The vote is the decision
(art. 26); that nobody withdraws while it goes on is [ours]: else an applicant would avoid a refusal that is about to be adopted."""


def assign(name: str, officer: str) -> None:
	"""Take an appeal up: hand it to an officer of its commission and tell the applicant. Repeatable.

	Raises NotPermitted (also where there is none), WrongState, FormInvalid (`not_an_officer_here`).
	"""
	assign_for(frappe.session.user, name, officer)


def assign_for(by: str, name: str, officer: str) -> None:
	"""The same by a job that a user ordered, with the rights that this user has now; called by inbox only."""
	appeal = of_commission(by, name)
	require_assignable(appeal)
	try:
		# a member without another position has no step of the review
		require_position(officer, appeal.recipient, ASSIGNING)
	except NotPermitted:
		raise FormInvalid([Finding("not_an_officer_here", "user")]) from None
	if appeal.status == State.UNDER_REVIEW and appeal.assigned_to == officer:
		return
	appeal.assigned_to = officer
	appeal.status = State.UNDER_REVIEW.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked above
	notifications.tell(events.Event.IN_REVIEW, appeal, key=officer)
	record(appeal, "appeal.assigned", {"officer": persons.person_of(officer) or ""})


def require_assignable(appeal: Document) -> None:
	"""The appeal may be handed to an officer. Raises WrongState."""
	if appeal.status not in ASSIGNABLE:
		raise WrongState({"status": appeal.status})


def withdraw(name: str) -> None:
	"""Take an own appeal back before the vote on it is opened, or the chair decides. Repeatable.

	Raises NotFound, WrongState (`withdrawal_during_vote`, `withdrawal_after_vote`).
	"""
	appeal = applicants.own(name, frappe.session.user, lock=True)
	if appeal.status == State.WITHDRAWN:
		return
	if appeal.status not in WITHDRAWABLE:
		raise WrongState({"status": appeal.status})
	if code := _refusal_by_vote(appeal, lock=True):
		raise WrongState({"status": appeal.status}, code=code)
	appeal.status = State.WITHDRAWN.value
	appeal.save(ignore_permissions=True)  # the user's own body, asked above
	notifications.tell(events.Event.WITHDRAWN, appeal)
	record(appeal, "appeal.withdrawn", {})


def may_withdraw(appeal: Document) -> bool:
	"""Whether an appeal is in a state in which its applicant may take it back."""
	return appeal.status in WITHDRAWABLE and not _refusal_by_vote(appeal)


def _refusal_by_vote(appeal: Document, lock: bool = False) -> str:
	"""The code of the refusal, "" for an appeal that is not being voted on and waits for no signature."""
	if appeal.status != State.ON_AGENDA:
		return ""
	# locked: who opened the vote while this step waited for the appeal has committed by now
	item = reads.row("Agenda Item", {"live_key": appeal.name}, ["status"], lock=lock)
	return REFUSED_BY_VOTE.get(item.status, "") if item else ""


def apply_decisions(appeals: Sequence[Document], decisions: Mapping[str, str]) -> dict[str, chain.NewEvent]:
	"""Bring appeals to the states that signed decisions give them; called by decisions only, in the transaction that signs. Repeatable.

	appeals: locked by the caller. decisions: by appeal, the decision. Gives by appeal the event for its commission's chain, which the
	caller appends; none where the appeal names the decision already. Raises LawBroken unless each decision is signed and names its
	appeal, and WorkflowPermissionError where the workflow has no such step. The role of the user counts for a
	decision of one person only:
	a vote has two signatures in any order, and a member who kept the record may give the last one.
	"""
	due = [appeal for appeal in appeals if appeal.decision != decisions[appeal.name]]
	names = {"name": sorted(decisions[appeal.name] for appeal in due)}
	rows = reads.rows("Decision", names, ["name", "outcome"], lock=True)
	outcomes = {row.name: row.outcome for row in rows}
	before = {appeal.name: appeal.status for appeal in due}
	for appeal in due:
		outcome = outcomes.get(decisions[appeal.name])
		if not outcome:
			raise LawBroken({"decision": decisions[appeal.name]}, field="decision")
		appeal.decision, appeal.status = decisions[appeal.name], outcome

	def checked() -> None:
		law.check_decided(due, before)
		voted = [name for name, state in before.items() if state == State.ON_AGENDA]
		workflows.check(due, before, PROVED, voted)

	documents.update(due, ("decision", "status"), checked)
	for appeal in {appeal.recipient: appeal for appeal in due}.values():
		appeal.notify_update()  # of many only those who have one of them open were told
	return {
		appeal.name: _event(appeal, "appeal.decided", {"decision": appeal.decision, "outcome": appeal.status})
		for appeal in due
	}


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
	# the whole limit again, as long as it was by the law of the filing's day [ours]
	appeal.due_on = windows.due_on(
		version, appeal.election, clock.today(), frappe.utils.getdate(appeal.received_at)
	)
	appeal.flags[workflows.ANY_ROLE] = (
		True  # the annulment may be signed last by a member who kept the record
	)
	appeal.save(
		ignore_permissions=True,  # the lifecycle proves that the decision is annulled
	)
	record(appeal, "appeal.reopened", {"decision": annulled, "due_on": str(appeal.due_on)})


def of_commission(user: str, name: str, positions: Collection[str] = ASSIGNING) -> Document:
	"""A locked appeal of a commission in which the user holds one of the positions (any without).

	Raises NotPermitted, also where there is no such appeal.
	"""
	if not isinstance(name, str) or not frappe.db.exists(APPEAL, name):
		raise NotPermitted()
	appeal = locked(APPEAL, name)
	if not appeal.recipient or appeal.status == State.DRAFT:
		raise NotPermitted()
	require_position(user, appeal.recipient, positions)
	return appeal


def record(appeal: Document, kind: str, more: dict[str, str | int]) -> str:
	"""Append a step of an appeal to its commission's chain; gives the hash of the event. Call it last."""
	event = _event(appeal, kind, more)
	return chain.record(event.commission, event.kind, event.body, clock.now())


def _event(appeal: Document, kind: str, more: dict[str, str | int]) -> chain.NewEvent:
	body = {"appeal": appeal.name, "number": appeal.number, **more}
	return chain.NewEvent(appeal.recipient, kind, body)
