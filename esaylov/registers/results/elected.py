"""Who was elected by the tables in force: where the decision on elected deputies takes its people from (art. 96-97).

A President is no deputy: the table says who is elected, and the mandate begins with the oath (art. 65).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.elections import service as ground
from esaylov.registers.results import contests
from esaylov.registers.results.under_decision import TABLE
from esaylov.registers.results.writing import PROTOCOL

DEPUTY = "Elected Deputy"
VACANT = "Vacant"


def elected(commission: str, election: str) -> list[dict[str, Any]]:
	"""`candidate` and `votes` (0 for those of a list) of everybody whom tables of a commission in force elect and who is no deputy yet."""
	where = {"commission": commission, "election": election, "status": "Registered"}
	fields = ["election_type", "votes", "elected"]
	rows = frappe.get_all(TABLE, where, fields, order_by="election_type asc, name asc", limit=0)
	found = {}
	for row in rows:
		if not _has_deputies(row.election_type):
			continue
		votes = {line["name"]: line["votes"] for line in frappe.parse_json(row.votes)}
		found.update({name: votes.get(name, 0) for name in frappe.parse_json(row.elected)})
	known = {"candidate": ["in", list(found) or [""]], "status": "Registered"}
	deputies = set(frappe.get_all(DEPUTY, known, pluck="candidate", limit=0))
	return [{"candidate": name, "votes": count} for name, count in found.items() if name not in deputies]


def findings(deputies: Sequence[Mapping[str, Any]]) -> list[Finding]:
	"""Who of those named was not elected (`not_elected`), stood for President (`no_deputy`), or for a seat that has a deputy, or is none to be
	filled (`deputy_seat_taken`).

	A contest of which no protocol was ever opened here was counted elsewhere: its people are taken as they are named [ours].
	"""
	fields = ["name", "full_name", "election", "election_type", "constituency"]
	names = [row["candidate"] for row in deputies]
	rows = frappe.get_all("Candidate", {"name": ["in", names or [""]]}, fields, order_by="name asc", limit=0)
	known = {row.name: row for row in rows}
	found = []
	for place, one in enumerate(deputies):
		candidate = known.get(one["candidate"])
		if candidate is None:
			continue
		params = {"name": candidate.full_name or candidate.name}
		path = f"deputies[{place}].candidate"
		if not _has_deputies(candidate.election_type):
			found.append(Finding("no_deputy", path, article="65, 97", params=params))
			continue
		if _is_counted(candidate) and not _is_elected(candidate):
			found.append(Finding("not_elected", path, article="96, 97", params=params))
		if _is_taken(candidate):
			found.append(Finding("deputy_seat_taken", path, article="93, 97", params=params))
	return found


def _has_deputies(election_type: str) -> bool:
	"""Whether a contest elects deputies: one that is counted as another has those of that one."""
	return not contests.is_counted(election_type) or contests.contest(election_type).seats != contests.ONE


def _contest(candidate: frappe._dict) -> dict[str, Any]:
	return {"election": candidate.election, "election_type": candidate.election_type}


def _is_counted(candidate: frappe._dict) -> bool:
	return bool(frappe.db.exists(PROTOCOL, _contest(candidate)))


def _is_elected(candidate: frappe._dict) -> bool:
	where = {**_contest(candidate), "status": "Registered"}
	rows = frappe.get_all(TABLE, where, pluck="elected", order_by="name asc", limit=0)
	return any(candidate.name in frappe.parse_json(row or "[]") for row in rows)


def _is_taken(candidate: frappe._dict) -> bool:
	"""A seat has one deputy in force, and a by-election fills the seats that it was called for."""
	if not candidate.constituency:
		return False
	held = {"election": candidate.election, "constituency": candidate.constituency, "status": "Registered"}
	if frappe.db.exists(DEPUTY, {**held, "candidate": ["!=", candidate.name]}):
		return True
	kind = ground.kind_of_election(candidate.election)
	is_by_election = kind is not None and kind.seats == VACANT
	return is_by_election and not ground.is_called_for(candidate.election, candidate.constituency)
