"""An appeal goes on the agenda of a session of its commission, and comes back to review undecided; called by sessions."""

from collections.abc import Callable
from datetime import date, datetime

import frappe
from frappe.model.document import Document

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.review import steps
from esaylov.appeals.review.experts import CONCLUSION
from esaylov.appeals.review.experts import ROUTE as EXPERT_ROUTE
from esaylov.core.procedure.lifecycle import State
from esaylov.framework.errors import NotPermitted, WrongState
from esaylov.framework.persistence.documents import locked
from esaylov.messages import events, notifications

CHAIR_ROUTE, VOTE_ROUTE = "chair_decision", "commission_vote"


def take(name: str, commission: str, is_left_to_vote: Callable[[Document], bool]) -> Document:
	"""An appeal of a commission, locked, that may go on its agenda; the caller puts its item on record first.

	is_left_to_vote: whether nobody may decide an appeal of the chair alone; from now on its route is the vote.
	Raises NotPermitted (also where there is no such appeal), WrongState (`conclusion_missing_yet`: its experts were not
	heard).
	"""
	appeal = steps.of_commission(frappe.session.user, name)
	if appeal.recipient != commission:
		raise NotPermitted()
	if appeal.status == State.UNDER_REVIEW and appeal.route == CHAIR_ROUTE and is_left_to_vote(appeal):
		_leave_to_vote(appeal)
	require_ready(appeal)
	return appeal


def _leave_to_vote(appeal: Document) -> None:
	"""Saved by itself: the Workflow looks at the stored route when the appeal goes on the agenda."""
	appeal.route = VOTE_ROUTE
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked when it was taken


def require_ready(appeal: Document) -> None:
	"""The appeal may go on an agenda. Raises WrongState (`conclusion_missing_yet`: its experts were not heard)."""
	if appeal.status != State.UNDER_REVIEW or appeal.route == CHAIR_ROUTE:
		raise WrongState({"status": appeal.status})
	if appeal.route == EXPERT_ROUTE and not frappe.db.exists(CONCLUSION, {"appeal": appeal.name}):
		raise WrongState({"status": appeal.status}, code="conclusion_missing_yet")


def put(appeal: Document, starts_at: datetime) -> None:
	"""Bring a taken appeal on the agenda, and tell its applicant when it will be heard (Tashkent time)."""
	appeal.status = State.ON_AGENDA.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked when it was taken
	when: dict[str, str | date] = {"d": starts_at.date(), "t": f"{starts_at:%H:%M}"}
	notifications.tell(events.Event.ON_AGENDA, appeal, when, key=starts_at.isoformat())
	steps.record(appeal, "appeal.on_agenda", {})


def bring_back(name: str, commission: str) -> None:
	"""Bring an appeal that was not decided back to review; one that left the agenda by itself stays as it is.

	Raises NotPermitted.
	"""
	appeal = locked(APPEAL, name)
	if appeal.recipient != commission:
		raise NotPermitted()
	if appeal.status != State.ON_AGENDA:
		return
	appeal.status = State.UNDER_REVIEW.value
	appeal.save(ignore_permissions=True)  # the position of the acting user was asked by sessions
	steps.record(appeal, "appeal.off_agenda", {})


def gone(names: list[str]) -> set[str]:
	"""Those of the named appeals that are on no agenda any more; a locking read."""
	rows = frappe.db.get_values(
		APPEAL, {"name": ["in", [*names, ""]]}, ["name", "status"], for_update=True, order_by="name asc"
	)
	return set(names) - {name for name, status in rows if status == State.ON_AGENDA}
