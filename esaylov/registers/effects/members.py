"""Members of election commissions (komissiya aʼzolari): appointed, replaced; the commission formed where there is none yet.

Election Code art. 19-25. A member gets no User: that is made at the first login.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.elections import commissions, in_office
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.identity import memberships
from esaylov.registers.entries import entries, entry_classification, history
from esaylov.registers.entries.grants import Grant
from esaylov.registers.outcome_rules import compositions, formed_commissions, outcome_checks

MEMBERSHIP, COMMISSION, STAFF = "Commission Membership", "Election Commission", "Staff"


def appoint(grants: Sequence[Grant]) -> None:
	"""Effect `appoint_commission_member`: the former composition ends, a new term begins today with the granted persons."""
	entries.refuse_practice(grants)
	if grants:
		_refuse_elsewhere(grants[0])
		commission = _commission(grants[0])
		_appoint(grants, commission, _begin_term(commission, grants[0]))


def replace(grants: Sequence[Grant]) -> None:
	"""Effect `replace_commission_member`: today the former member's membership ends and the new one's begins."""
	entries.refuse_practice(grants)
	for grant in grants:
		former = frappe.db.get_value(
			MEMBERSHIP,
			grant.needed("member"),
			["name", "commission", "term", *in_office.DAYS],
			as_dict=True,
			for_update=True,
		)
		today = clock.today()
		if not former or in_office.last_day(former) < today:
			raise LawBroken({"status": "-"}, code="entry_ended")
		if former.starts_on > today:
			raise LawBroken({"day": f"{former.starts_on:%d.%m.%Y}"}, code="membership_not_begun")
		reason = str(grant.needed("reason"))
		memberships.release(former.name, today, grant.decision.name, reason)
		was = {"ends_on": former.ends_on}
		note(former, history.IN_FORCE, history.ENDED, grant.decision.name, reason, was)
		_appoint([grant], former.commission, former.term or 0)


def _begin_term(commission: str, grant: Grant) -> int:
	"""End the composition of today by the decision that forms the next one; the number of the new term."""
	# whoever forms or changes the same commission waits here, and locks its members after it
	frappe.db.get_value(COMMISSION, commission, "name", for_update=True)
	rows = frappe.db.get_values(
		MEMBERSHIP,
		{"commission": commission, "position": ["!=", STAFF]},
		["name", "commission", "term", *in_office.DAYS],
		as_dict=True,
		for_update=True,
		order_by="name asc",
	)
	end_members(
		[row for row in rows if in_office.last_day(row) >= clock.today()],
		clock.today(),
		grant.decision.name,
		_("A new composition was formed", "uz"),
	)
	return max((row.term or 0 for row in rows), default=0) + 1


def end_members(rows: Sequence[frappe._dict], day: date, decision: str, reason: str) -> None:
	"""End memberships by a decision, with what an annulment brings back. rows: `name`, `commission`, `ends_on`."""
	for row in rows:
		memberships.release(row.name, day, decision, reason)
		note(row, history.IN_FORCE, history.ENDED, decision, reason, {"ends_on": row.ends_on})


def _appoint(grants: Sequence[Grant], commission: str, term: int) -> None:
	lft, changes = frappe.db.get_value(COMMISSION, commission, "lft"), []
	for grant, person in zip(grants, entries.persons(grants), strict=True):
		name = memberships.appoint(
			person["person"],
			commission,
			str(grant.needed("position")),
			clock.today(),
			{
				"appointed_by": f"{grant.decision.number}, {grant.decision.decided_on:%d.%m.%Y}",
				"decision": grant.decision.name,
				"row_path": grant.path,
				"appeal": grant.appeal.name,
				"phone": person["phone"],
				"term": term,
				"recommended_by": " ".join(str(grant.mapped("recommended_by") or "").split())[:140] or None,
			},
		)
		appointed = (MEMBERSHIP, name, "", history.IN_FORCE, grant.decision.name, commission, lft)
		changes.append(history.Change(*appointed))
	history.record(changes)


def note(
	member: Document | frappe._dict,
	before: str,
	after: str,
	decision: str,
	reason: str = "",
	was: Mapping[str, object] | None = None,
) -> None:
	"""Write a change of a membership into the history."""
	lft = frappe.db.get_value(COMMISSION, member.commission, "lft")
	change = history.Change(
		MEMBERSHIP, member.name, before, after, decision, member.commission, lft, reason, was or {}
	)
	history.record([change])


def _commission(grant: Grant) -> str:
	"""The commission whose members are appointed, formed now where it is the first time."""
	if station := grant.mapped("polling_station"):
		return commissions.of_station(str(station))
	if constituency := grant.mapped("constituency"):
		return commissions.of_constituency(str(constituency), grant.commission["name"])
	level = compositions.BELOW.get(grant.commission["level"], "")
	found = compositions.commission_at(
		level, entry_classification.territory_of(grant) or "", grant.appeal.election or ""
	)
	if not found:
		raise LawBroken({"answer": "territory"}, code="effect_incomplete")
	return found


def _refuse_elsewhere(grant: Grant) -> None:
	"""A commission that forms another one without an appeal is the one above it; an appeal was routed to it. Raises LawBroken."""
	if grant.decision.appeal:
		return
	election = grant.decision.election or ""
	for finding in formed_commissions.findings(grant.answers, grant.commission["name"], election):
		raise outcome_checks.refusal_of_finding(finding)
