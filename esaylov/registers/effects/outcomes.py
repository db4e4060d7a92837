"""Upheld complaints, and meetings of candidates with voters that a commission took note of."""

from collections.abc import Sequence

import frappe

from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import proxies
from esaylov.registers.entries import entries, entry_classification
from esaylov.registers.entries.grants import Grant

COMPLAINT, MEETING = "Complaint Outcome", "Campaign Meeting"
TITLE_LENGTH = 140
MEETING_KEYS = {
	"meeting_date": ("date", "meeting_date"),
	"meeting_time": ("time", "meeting_time"),
	"place": ("place", "place"),
	"expected_participants": ("participants", "expected_participants"),
	"responsible_person": ("responsible", "responsible_person"),
}
"""Field of the entry -> key of the mapping, and the answer that is read where the key is not mapped."""


def uphold(grants: Sequence[Grant]) -> None:
	"""Effect `uphold_complaint` (art. 102)."""
	for grant in grants:
		respondent = grant.needed("respondent")
		title = frappe.get_cached_value("Election Commission", respondent, "title_uz") or respondent
		number = grant.mapped("decision_no") or grant.mapped("contested_decision_no")
		facts = {
			"title": f"{title}{f', № {number}' if number else ''}"[:TITLE_LENGTH],
			"respondent": respondent,
			"election_type": entry_classification.election_type_of(grant),
			"party": entry_classification.party_of(grant),
			"contested_decision_no": number,
			"contested_decision_date": grant.mapped("decision_date")
			or grant.mapped("contested_decision_date"),
			"facts": grant.needed("facts"),
			"demand": grant.needed("demand"),
		}
		entries.write(COMPLAINT, [(grant, facts)])


def record(grants: Sequence[Grant]) -> None:
	"""Effect `record_only`: a meeting with voters where the answers name its day; else the decision alone is the record."""
	for grant in grants:
		facts = {
			field: grant.mapped(key) or grant.mapped(answer) for field, (key, answer) in MEETING_KEYS.items()
		}
		if facts["meeting_date"]:
			entries.write(MEETING, [(grant, {**_of_candidate(grant), **facts})])


def _of_candidate(grant: Grant) -> dict[str, object]:
	name = grant.appeal.applicant_body
	if grant.appeal.applicant_body_type == proxies.PROXY:
		name = frappe.db.get_value(proxies.PROXY, name, "candidate")
	elif grant.appeal.applicant_body_type != proxies.CANDIDATE:
		return {
			"title": grant.appeal.subject or grant.appeal.number,
			"party": entry_classification.party_of(grant),
		}
	known = frappe.db.get_value(proxies.CANDIDATE, name, ["title", *proxies.OF_CANDIDATE], as_dict=True)
	if known is None:
		raise LawBroken({"doctype": proxies.CANDIDATE, "name": name})
	return {**known, "candidate": name, "territory": grant.appeal.territory or known.territory}
