"""What follows from a signed decision, in the transaction of its last signature: effect, certificates, state, messages, event."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.model.document import Document

from esaylov.appeals.review import steps
from esaylov.core.procedure import decision as law
from esaylov.decisions.drafting import grounds
from esaylov.decisions.drafting.decision_subject import ANNULMENT, Prepared
from esaylov.decisions.drafting.signing import Result
from esaylov.decisions.matters import annulling
from esaylov.decisions.signatures import notifications
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.messages import outcomes
from esaylov.messages.events import Event
from esaylov.messages.notifications import Told, tell_each, tell_person
from esaylov.registers.certificates.issue import ending, issuing
from esaylov.registers.effects import effects
from esaylov.trust.chains import chain

PARTLY = "S61"
"""SMS to the applicant of a list of which some were refused: `granted` would tell them that all were granted."""


def follow(decisions: Sequence[Document], appeals: Mapping[str, Document]) -> list[Result]:
	"""Do all that decisions signed a moment ago entail; the events stand last, their chains stay locked to the end.

	decisions: one, or several about appeals that take effect together (`in_force`). appeals: theirs, by name, locked.
	"""
	if decisions[0].kind == ANNULMENT:
		formed = {decisions[0].name: annulling.follow(decisions[0])}
		events = [_event(decisions[0])]
	else:
		formed, events = _take_effect(decisions, appeals)
	chain.record_all(events, clock.now())
	return [_result(decision, formed[decision.name]) for decision in decisions]


def earlier(name: str, sha256: str, status: str) -> Result:
	"""What an earlier signature over the same bytes gave. status: told where the bytes are others. Raises WrongState."""
	decision = frappe.get_doc("Decision", name, for_update=True)
	if decision.payload_sha256 != sha256:
		raise WrongState({"status": status})
	return result(decision)


def same_result(document: Document, prepared: Prepared) -> Result:
	"""The same for a decided appeal. Raises WrongState for other bytes."""
	return earlier(document.decision, prepared.sha256, document.status)


def result(decision: Document) -> Result:
	"""What a signed decision gave."""
	# a locking read: the plain one of who waited for the lock still sees the time before it
	formed = frappe.db.get_values("Certificate", {"decision": decision.name}, "name", for_update=True)
	return _result(decision, len(formed))


def _take_effect(
	decisions: Sequence[Document], appeals: Mapping[str, Document]
) -> tuple[dict[str, int], list[chain.NewEvent]]:
	"""How many certificates each has, and what the chains will say."""
	names = [decision.name for decision in decisions]
	effects.apply_effects(decisions, appeals)
	formed = issuing.number_for(names)
	ending.end_for(names)
	asked = [decision for decision in decisions if decision.appeal]
	decided = steps.apply_decisions(
		[appeals[decision.appeal] for decision in asked],
		{decision.appeal: decision.name for decision in asked},
	)
	_tell(asked, appeals)
	for decision in decisions:
		if not decision.appeal:
			_follow_without_appeal(decision)
	events = [
		event for decision in decisions for event in (decided.get(decision.appeal), _event(decision)) if event
	]
	return {name: len(formed[name]) for name in names}, events


def _follow_without_appeal(decision: Document) -> None:
	if decision.subject_kind == notifications.ANNOUNCEMENT:
		day = frappe.utils.getdate(frappe.parse_json(decision.subject_data)["announced_on"])
		ending.with_announcement(decision.name, decision.election, day)
	notifications.tell(decision)


def _result(decision: Document, formed: int) -> Result:
	return Result(decision.name, decision.number, decision.outcome or "", decision.decided_on, formed)


def _tell(decisions: Sequence[Document], appeals: Mapping[str, Document]) -> None:
	told: dict[Event, list[Told]] = {}
	for decision in decisions:
		appeal = appeals[decision.appeal]
		reason = next((grounds.short(row, appeal.language) for row in decision.rows if row.ground), "")
		values = {"q": decision.number, "d": decision.decided_on, "reason": reason}
		if decision.outcome == law.Outcome.PARTLY_GRANTED and appeal.applicant_person:
			tell_person(PARTLY, appeal.applicant_person, values, appeal, key=decision.name)
			continue
		event = Event.REFUSED if decision.outcome == law.Outcome.REFUSED else Event.GRANTED
		told.setdefault(event, []).append(Told(appeal, values, decision.name, group=decision.name))
	for event, same in told.items():
		tell_each(event, same)
	outcomes.tell(
		[
			outcomes.Decided(decision, appeals[decision.appeal], _reasons(decision, appeals))
			for decision in decisions
		]
	)


def _reasons(decision: Document, appeals: Mapping[str, Document]) -> dict[str, str]:
	language = appeals[decision.appeal].language
	return {row.row_path: grounds.short(row, language) for row in decision.rows if row.ground}


def _event(decision: Document) -> chain.NewEvent:
	body = {
		"decision": decision.name,
		"number": decision.number,
		"appeal": decision.appeal or "",
		"outcome": decision.outcome or "",
		"commitment": chain.commitment(decision.salt, decision.payload_sha256),
	}
	return chain.NewEvent(decision.commission, "decision.signed", body)
