"""Parties in an election: admitted in the order of receipt, and their signature sheets. Election Code art. 37-39, 69."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.framework.errors import LawBroken
from esaylov.registers.entries import entries, entry_classification
from esaylov.registers.entries.grants import Grant

COMMISSION = "Election Commission"
ADMISSION, SHEETS = "Party Admission", "Signature Sheets"
ADMITTED_RULE, NOT_ADMITTED = "party_admitted", "party_not_admitted"
CHAMBER = frozenset({"LC_SMD", "LC_PL"})
"""One admission holds for constituencies and lists of the Legislative Chamber [derived]."""


def admit(grants: Sequence[Grant]) -> None:
	"""Effect `admit_party`: the admitted parties of the election stand in the order in which they applied (art. 69)."""
	for grant in grants:
		lock_order(grant.appeal.election)
		entries.write(ADMISSION, [(grant, _admission(grant))])
		put_in_order(grant.appeal.election)


def lock_order(election: str) -> None:
	"""One list for an election: whoever admits at the same time waits here."""
	frappe.db.get_value("Election", election, "name", for_update=True)


def accept_sheets(grants: Sequence[Grant]) -> None:
	"""Effect `accept_signature_sheets`."""
	for grant in grants:
		party = grant.needed("party")
		regions = [
			{"region": row.get("region"), "signatures": row.get("signatures")}
			for row in grant.needed("regions")
		]
		facts = {
			"title": entry_classification.party_title(party),
			"party": party,
			"election_type": entry_classification.election_type_of(grant),
			"sheets_total": grant.needed("sheets_total"),
			"signatures_total": grant.needed("signatures_total"),
			"regions": regions,
		}
		entries.write(SHEETS, [(grant, facts)])


def is_admitted(party: str | None, election: str, kinds: Collection[str], territory: str = "") -> bool:
	"""Whether a party stands admitted to an election of one of these kinds in a territory.

	An admission of the Central Election Commission holds everywhere, another one in the territory of its commission
	(art. 89); without a territory only the first is asked for.
	"""
	return bool(admissions(party, election, kinds, territory))


def admissions(party: str | None, election: str, kinds: Collection[str], territory: str = "") -> list[str]:
	"""The admissions in force that say so, as `is_admitted`."""
	inner = _bounds([territory]).get(territory)
	return [row.name for row in in_force(party, election) if any(row.covers(kind, inner) for kind in kinds)]


@dataclass(frozen=True, slots=True)
class Admitted:
	"""An admission in force. ground: where it holds, as bounds of the tree of territories; None holds nowhere, () everywhere."""

	name: str
	kinds: frozenset[str]
	ground: tuple[int, ...] | None

	def covers(self, kind: str | None, place: tuple[int, ...] | None) -> bool:
		"""Whether it holds for a kind of election in a place."""
		if kind not in self.kinds or self.ground is None:
			return False
		return not self.ground or bool(place and self.ground[0] <= place[0] and place[1] <= self.ground[1])


def in_force(party: str | None, election: str) -> list[Admitted]:
	"""All admissions of a party to an election, in a few queries."""
	key = {"party": party or "", "election": election, "status": entries.REGISTERED}
	fields = ["name", "election_type", "election_types", "commission"]
	# a plain read: a lock would line up the nominations of a party in the whole country, and an admission on which
	# candidates stand is not annulled (standing.refuse_dependents)
	rows = frappe.get_all(ADMISSION, key, fields, order_by="name asc", limit=0)
	grounds = places_of([row.commission for row in rows])
	return [Admitted(row.name, _kinds(row), grounds.get(row.commission)) for row in rows]


def places_of(commissions: Collection[str]) -> dict[str, tuple[int, ...]]:
	"""Where commissions stand in the tree of territories; the Central one everywhere (`()`)."""
	if not commissions:
		return {}
	named = {"name": ["in", sorted(set(commissions))]}
	rows = frappe.get_all(COMMISSION, named, ["name", "level", "territory"], order_by="name asc", limit=0)
	bounds = _bounds([row.territory for row in rows])
	held = {row.name: () if row.level == "CEC" else bounds.get(row.territory) for row in rows}
	return {name: place for name, place in held.items() if place is not None}


def _bounds(territories: Collection[str]) -> dict[str, tuple[int, ...]]:
	"""Where territories stand in their tree."""
	named = sorted({name for name in territories if name})
	if not named:
		return {}
	rows = frappe.get_all(
		"Administrative Territory",
		{"name": ["in", named]},
		["name", "lft", "rgt"],
		order_by="lft asc",
		limit=0,
	)
	return {row.name: (row.lft, row.rgt) for row in rows}


def _kinds(row: frappe._dict) -> frozenset[str]:
	"""The kinds of election that an admission holds for."""
	said = f"{row.election_type or ''},{row.election_types or ''}".split(",")
	named = frozenset(kind.strip() for kind in said if kind.strip())
	return named | CHAMBER if named & CHAMBER else named


def admission_article(definition: Mapping[str, Any]) -> str | None:
	"""The article by which a type asks for the party's admission; None where none of its rules does."""
	asking = (rule for rule in definition["rules"] if rule["rule"] == ADMITTED_RULE)
	return next((str(rule.get("article") or "") for rule in asking), None)


def check_admitted(grant: Grant, party: str | None, kind: str | None) -> None:
	"""The rule of the type once more, when the entry is written. Raises LawBroken (`party_not_admitted`)."""
	article = admission_article(grant.definition)
	place = str(grant.commission["territory"] or "")
	if article is not None and not is_admitted(party, grant.appeal.election, [kind or ""], place):
		raise LawBroken({"party": party or "-"}, field="party", article=article or None, code=NOT_ADMITTED)


def _admission(grant: Grant) -> dict[str, object]:
	party = grant.needed("party")
	kinds = grant.mapped("election_types")
	return {
		"title": entry_classification.party_title(party),
		"party": party,
		"election_type": entry_classification.election_type_of(grant),
		"election_types": _listed(kinds),
		"party_leader": grant.mapped("leader"),
		"signatures_total": grant.mapped("signatures_total"),
		"justice_registration_no": grant.mapped("justice_registration_no"),
		"justice_registration_date": grant.mapped("justice_registration_date"),
		"received_at": grant.appeal.received_at,
	}


def _listed(kinds: object) -> str | None:
	"""The kinds of election that a party asks for, from rows or from one answer."""
	rows = kinds if isinstance(kinds, list) else [kinds] if kinds else []
	named = [str(value) for row in rows for value in (row.values() if isinstance(row, Mapping) else [row])]
	return ", ".join(named) or None


def put_in_order(election: str) -> None:
	"""Number the admitted parties of a locked election in the order in which they applied."""
	standing = {"election": election, "status": entries.REGISTERED}
	# a handful of parties; the election is locked, so the order is that of all decisions before this one
	rows = frappe.db.get_values(ADMISSION, standing, ["name", "received_at"], as_dict=True, for_update=True)
	for place, row in enumerate(sorted(rows, key=lambda found: (str(found.received_at), found.name)), 1):
		document = frappe.get_doc(ADMISSION, row.name, for_update=True)
		if document.receipt_order != place:
			entries.change(document, receipt_order=place)
