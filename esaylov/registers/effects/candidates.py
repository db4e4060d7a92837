"""Candidates and lists of candidates (nomzodlar): registered, replaced, and ended. Election Code art. 40-42, 70-72."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import parties, proxies
from esaylov.registers.entries import entries, entry_classification, people
from esaylov.registers.entries.entries import Facts
from esaylov.registers.entries.grants import Grant
from esaylov.registers.outcome_rules import successions, voted_candidates

PERSON, CANDIDATE, LIST = "Person", "Candidate", "Candidate List"
OF_PLACE = ("election_type", "constituency", "candidate_list", "list_position")
"""What a new candidate takes over from the one who left."""
LIST_ROW = "list"
"""Row path of the list itself; its candidates have those of the decision."""
OF_PERSON = ["name", "pinfl", "gender", "birth_date", "birthplace"]


def register(grants: Sequence[Grant]) -> None:
	"""Effect `register_candidate`."""
	_write(grants, {})


def replace(grants: Sequence[Grant]) -> None:
	"""Effect `replace_candidate`: a new candidate in the place of one who left; who still stands is replaced now.

	Raises LawBroken (`candidate_replaced_already`) where another one took that place meanwhile.
	"""
	for grant in grants:
		_lock_list_of(grant.needed("replaced"))
		former = frappe.get_doc(CANDIDATE, grant.needed("replaced"), for_update=True)
		voted_candidates.refuse(former.election)
		if successions.read_replaced([former.name], lock=True):
			raise LawBroken(code="candidate_replaced_already")
		if former.status == entries.REGISTERED:
			_end(former, entries.REPLACED, grant, grant.mapped("reason"))
		_write([grant], {"replaces": former.name, **{key: former.get(key) for key in OF_PLACE}})
		if former.candidate_list:
			recount(former.candidate_list)


def register_list(grants: Sequence[Grant]) -> None:
	"""Effect `register_list`: the list, and a candidate for each granted row in its place."""
	if not grants:
		return
	first = grants[0]
	party, kind = (
		first.mapped("party") or entry_classification.party_of(first),
		entry_classification.election_type_of(first),
	)
	parties.check_admitted(first, party, kind)
	title = f"{entry_classification.party_title(party)}: {frappe.get_cached_value('Election Type', kind, 'title_uz') or ''}"
	facts = {
		"title": title[:140],
		"party": party,
		"election_type": kind,
		"candidates_count": len(grants),
		"row_path": LIST_ROW,
	}
	(name,) = entries.write(LIST, [(first, facts)])
	_write(grants, {"candidate_list": name}, is_admitted=True)


def revoke_nomination(grants: Sequence[Grant]) -> None:
	"""Effect `revoke_nomination` (art. 42): the party takes its nomination back."""
	_end_named(grants, "Nomination Revoked")


def withdraw(grants: Sequence[Grant]) -> None:
	"""Effect `withdraw_candidate` (art. 42): the candidate steps back."""
	_end_named(grants, "Withdrawn")


def exclude(grants: Sequence[Grant]) -> None:
	"""Effect `exclude_from_list`: a candidate leaves the list; the others keep their places."""
	for grant in grants:
		registered = entries.in_force(LIST, grant.needed("list"), grant.commission["name"])
		candidate = entries.in_force(CANDIDATE, grant.needed("candidate"), grant.commission["name"])
		if candidate.candidate_list != registered.name:
			raise LawBroken({"status": candidate.status}, code="entry_ended")
		_end(candidate, "Excluded", grant, grant.needed("reason"))


def recount(candidate_list: str) -> None:
	"""Count the candidates of a list anew, after an annulment took some away or gave some back."""
	registered = frappe.get_doc(LIST, candidate_list, for_update=True)
	key = {"candidate_list": candidate_list, "status": entries.REGISTERED}
	# a locking read: the plain one of who waited for the list still sees the time before it
	count = len(frappe.db.get_values(CANDIDATE, key, "name", for_update=True))
	if registered.status == entries.REGISTERED and registered.candidates_count != count:
		entries.change(registered, candidates_count=count)


def _end_named(grants: Sequence[Grant], status: str) -> None:
	for grant in grants:
		_lock_list_of(grant.needed("candidate"))
		candidate = entries.in_force(CANDIDATE, grant.needed("candidate"), grant.commission["name"])
		_end(candidate, status, grant, grant.needed("reason"))


def _lock_list_of(candidate: object) -> None:
	"""Lock the list of a candidate before the candidate: the order of locks of all that changes both."""
	listed = isinstance(candidate, str) and frappe.db.get_value(CANDIDATE, candidate, "candidate_list")
	if listed:
		frappe.db.get_value(LIST, listed, "name", for_update=True)


def _end(candidate: Document, status: str, grant: Grant, reason: object) -> None:
	"""Raises LawBroken (`candidate_voted`) from election day on."""
	voted_candidates.refuse(candidate.election)
	entries.end(candidate, status, grant, reason, proxies_count=0)
	proxies.end_of(candidate.name, grant.decision.name)
	if candidate.candidate_list:
		recount(candidate.candidate_list)


def _write(grants: Sequence[Grant], more: Facts, is_admitted: bool = False) -> list[str]:
	"""Write candidates. is_admitted: the admission of the party was checked."""
	named = entries.persons(grants)
	names = sorted({person["person"] for person in named})
	# a locking read: another transaction may have made one of them after this one's first look
	known = frappe.db.get_values(
		PERSON, {"name": ["in", names]}, OF_PERSON, as_dict=True, order_by="name asc", for_update=True
	)
	by_name = {row.name: row for row in known}
	rows = [
		(grant, {**person, **_facts(grant, by_name[person["person"]]), **more})
		for grant, person in zip(grants, named, strict=True)
	]
	if not is_admitted:
		for grant, facts in rows:
			parties.check_admitted(grant, facts["party"], facts["election_type"])
	return entries.write(CANDIDATE, rows)


def _facts(grant: Grant, person: Facts) -> dict[str, object]:
	constituency = grant.mapped("constituency") or None
	kind = entry_classification.election_type_of(grant, constituency)
	party = entry_classification.party_of(grant)
	by_pinfl = people.facts_of_pinfl(person["pinfl"])
	return {
		"party": party,
		"party_membership": grant.mapped("party_membership"),
		"election_type": kind,
		"constituency": constituency,
		"list_position": grant.row.get("list_position"),
		"gender": person["gender"] or by_pinfl.get("gender"),
		"birth_date": person["birth_date"] or by_pinfl.get("birth_date"),
		# of the filing: a Person is not changed by a decision, and most come from registers without it
		"birthplace": grant.mapped("birthplace") or person["birthplace"],
		"biography": grant.mapped("biography"),
		"program": grant.mapped("program"),
	}
