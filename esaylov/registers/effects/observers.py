"""Observers (kuzatuvchilar) of parties, mahallas, foreign states and international organizations: Election Code art. 33."""

from collections.abc import Sequence

import frappe

from esaylov.registers.entries import entries, entry_classification
from esaylov.registers.entries.grants import Grant

OBSERVER = "Observer"
KINDS = {
	"party_district_branch": "party",
	"party_regional_branch": "party",
	"political_party": "party",
	"mahalla": "mahalla",
	"foreign_ministry": "foreign",
	"initiative_group": "initiative_group",
}
"""Applicant kind of the appeal -> kind of observer."""


def accredit(grants: Sequence[Grant]) -> None:
	"""Effect `accredit_observer`, of one decision or of several: an entry for each granted person."""
	facts: dict[str, dict[str, object]] = {}
	for grant in grants:
		if grant.decision.name not in facts:
			facts[grant.decision.name] = _facts(grant)
	people = entries.persons(grants)
	entries.write(
		OBSERVER,
		[
			(grant, {**facts[grant.decision.name], **of_person(grant), **person})
			for grant, person in zip(grants, people, strict=True)
		],
	)


def of_person(grant: Grant) -> dict[str, object]:
	"""What the mandate of a foreign observer says besides the name."""
	return {
		"country": grant.row.get("citizenship") if grant.row.get("foreign_passport_no") else None,
		"observer_position": grant.row.get("observer_position"),
		"languages": grant.row.get("languages"),
	}


def _facts(grant: Grant) -> dict[str, object]:
	territory = grant.mapped("territory") or grant.appeal.territory or grant.commission["territory"]
	party = entry_classification.party_of(grant)
	return {
		"kind": KINDS.get(grant.appeal.applicant_kind, "party"),
		"election_type": entry_classification.election_type_of(grant),
		"party": party,
		"organization_title": _organization(grant),
		"territory": territory,
		"polling_station": grant.mapped("polling_station") or None,
		"scope_text": entry_classification.territory_title(territory),
	}


def _organization(grant: Grant) -> str | None:
	named = grant.mapped("organization") or grant.mapped("mahalla")
	if not named:
		return entry_classification.organization_of(grant)
	doctype = grant.link_of("organization") or grant.link_of("mahalla")
	return frappe.db.get_value(doctype, named, "title_uz") if doctype else str(named)
