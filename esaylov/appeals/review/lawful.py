"""Which steps of staff an appeal admits now, and what stands in the way of one; asks the checks that the steps themselves make.

A step that the state of the appeal, the position of who asks, or the Workflow on this site for a role of the session's user does not
admit is left out. One that wants something first, which can be done or waited for, is named with the refusal that it would meet.
"""

from collections.abc import Callable, Collection

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import corrections
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.review import agenda, experts, returning, steps
from esaylov.core.procedure.lifecycle import State
from esaylov.framework.errors import EsaylovError, WrongState
from esaylov.framework.persistence import workflows

ASSIGN, RETURN, RESUME = "assign", "return_for_correction", "resume_review"
ASK_EXPERTS, CONCLUDE, PUT_ON_AGENDA = "ask_experts", "conclude", "put_on_agenda"


def of(
	appeal: Document, positions: Collection[str], only: Collection[str] = ()
) -> dict[str, EsaylovError | None]:
	"""The steps of appeals that somebody with these positions at its commission may take: to None, or to what refuses it yet.

	only: the steps that are asked about (all without). Whose session takes the appeal is asked by sessions: `put_on_agenda` says only that the appeal is ready for one.
	"""
	found = {}
	for step in only or CHECKS:
		allowed, check = CHECKS[step]
		if positions and (not allowed or set(allowed) & set(positions)):
			refusal = _refusal(check, appeal)
			is_state = refusal is None or refusal.code != WrongState.code
			if is_state and may_become(appeal, LEADS_TO[step]):
				found[step] = refusal
	return found


def may_become(appeal: Document, state: State) -> bool:
	"""Whether the session's user may bring an appeal to a state by its Workflow, whose roles an administrator may have narrowed."""
	return appeal.status == state or workflows.has_way(APPEAL, appeal.status, state.value)


def may_remark(appeal: Document, positions: Collection[str]) -> bool:
	"""Whether somebody with these positions writes remarks on the appeal now."""
	return bool(set(steps.ASSIGNING) & set(positions)) and not _refusal(returning.require_remarkable, appeal)


def _return(appeal: Document) -> None:
	returning.require_remarkable(appeal)
	corrections.next_number(appeal.name)
	returning.require_remarks(appeal)


def _resume(appeal: Document) -> None:
	returning.require_returned(appeal)
	returning.require_over(frappe.utils.getdate(appeal.correct_until))


CHECKS: dict[str, tuple[Collection[str], Callable[[Document], None]]] = {
	ASSIGN: (steps.ASSIGNING, steps.require_assignable),
	PUT_ON_AGENDA: (steps.ASSIGNING, agenda.require_ready),
	CONCLUDE: ((), experts.require_asked),
	ASK_EXPERTS: (steps.ASSIGNING, experts.require_askable),
	RETURN: (steps.ASSIGNING, _return),
	RESUME: (steps.ASSIGNING, _resume),
}
"""Step -> the positions that it takes (none: any), and the check that it makes of the appeal."""
LEADS_TO = {
	ASSIGN: State.UNDER_REVIEW,
	PUT_ON_AGENDA: State.ON_AGENDA,
	CONCLUDE: State.UNDER_REVIEW,
	ASK_EXPERTS: State.EXPERT_REVIEW,
	RETURN: State.RETURNED,
	RESUME: State.UNDER_REVIEW,
}
"""Step -> the state that the appeal comes to."""


def _refusal(check: Callable[[Document], None], appeal: Document) -> EsaylovError | None:
	try:
		check(appeal)
	except EsaylovError as refusal:
		return refusal
	return None
