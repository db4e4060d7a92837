"""Who was elected by the tables in force: where the decision on elected deputies takes its people from (art. 96-97).

A President is no deputy: the table says who is elected, and the mandate begins with the oath (art. 65).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.core.results.elected import is_barred
from esaylov.elections import kinds
from esaylov.framework import clock
from esaylov.registers.entries.held_mandates import is_of_same_day
from esaylov.registers.results.outcome import contests
from esaylov.registers.results.outcome.under_decision import TABLE

DEPUTY = "Elected Deputy"
VACANT = "Vacant"


def elected(commission: str, election: str) -> list[dict[str, Any]]:
	"""`candidate` and `votes` (0 for those of a list) of everybody whom tables of a commission in force elect and who is no deputy yet."""
	found = votes_of_elected(commission, election)
	known = {"candidate": ["in", list(found) or [""]], "status": "Registered"}
	deputies = set(frappe.get_all(DEPUTY, known, pluck="candidate", limit=0))
	return [{"candidate": name, "votes": count} for name, count in found.items() if name not in deputies]


def votes_of_elected(commission: str, election: str) -> dict[str, int]:
	"""Candidate to votes (0 for those of a list), of everybody whom tables of a commission in force elect as a deputy."""
	where = {"commission": commission, "election": election, "status": "Registered"}
	fields = ["election_type", "votes", "elected"]
	found: dict[str, int] = {}
	for row in frappe.get_all(TABLE, where, fields, order_by="election_type asc, name asc", limit=0):
		if not _has_deputies(row.election_type):
			continue
		votes = {line["name"]: line["votes"] for line in frappe.parse_json(row.votes or "[]")}
		found.update({name: votes.get(name, 0) for name in frappe.parse_json(row.elected or "[]")})
	return found


def findings(deputies: Sequence[Mapping[str, Any]], commission: str, election: str) -> list[Finding]:
	"""Who of those named is not to be registered as a deputy by a commission in an election.

	`elected_too_early` until the day of voting is past, as for the announcement [ours]. By row: `deputy_elsewhere` (a candidate
	of another election, or of a contest that commissions of another level decide), `no_deputy` (stood for President),
	`not_elected` (by no table in force of this commission), `deputy_votes_differ` (`votes` other than those of the table),
	`entry_exists` (a deputy already), `deputy_seat_taken` (a seat that
	has another deputy, or is none to be filled), `deputy_of_chamber` (a deputy by an election of the same day, or by a row before,
	and one of the two is in the Legislative Chamber).
	"""
	if early := too_early(election, "elected_too_early", "deputies"):
		return [early]
	fields = ["name", "full_name", "election", "election_type", "constituency", "person"]
	names = [row["candidate"] for row in deputies]
	rows = frappe.get_all("Candidate", {"name": ["in", names or [""]]}, fields, order_by="name asc", limit=0)
	known = {row.name: row for row in rows}
	held = _contests_of([row.person for row in rows], election)
	votes, found = votes_of_elected(commission, election), []
	for place, one in enumerate(deputies):
		candidate, path = known.get(one["candidate"]), f"deputies[{place}].candidate"
		if candidate is None:
			continue
		found += _refused(candidate, commission, election, path, votes)
		found += _other_votes(one, votes, f"deputies[{place}].votes")
		if is_barred(candidate.election_type, held[candidate.person]):
			params = {"name": candidate.full_name or candidate.name}
			found.append(Finding("deputy_of_chamber", path, article="Const. 92", params=params))
		held[candidate.person].add(candidate.election_type)
	return found


def _contests_of(persons: Collection[str], election: str) -> dict[str, set[str]]:
	"""By person the contests of elections of the same day, by which they are deputies."""
	same_day = [
		one for one in frappe.get_all("Election", pluck="name", limit=0) if is_of_same_day(election, one)
	]
	where = {
		"person": ["in", list(persons) or [""]],
		"election": ["in", same_day or [""]],
		"status": "Registered",
	}
	found: dict[str, set[str]] = defaultdict(set)
	for row in frappe.get_all(DEPUTY, where, ["person", "election_type"], order_by="name asc", limit=0):
		found[row.person].add(row.election_type)
	return found


def too_early(election: str, code: str, path: str) -> Finding | None:
	"""The finding of that code until the day of voting is past; that the day itself does not count is [ours]."""
	day = frappe.db.get_value("Election", election, "election_day")
	if day is not None and day < clock.today():
		return None
	return Finding(code, path, article="97", params={"day": f"{day:%d.%m.%Y}" if day else "-"})


def _other_votes(row: Mapping[str, Any], votes: Mapping[str, int], path: str) -> list[Finding]:
	"""The number of votes is that of the table: whoever types another one writes a result that nobody counted."""
	counted = votes.get(row["candidate"])
	if counted is None or "votes" not in row or str(row["votes"]) == str(counted):
		return []
	params: dict[str, str | int] = {"number": row["votes"], "counted": counted}
	return [Finding("deputy_votes_differ", path, article="96, 97", params=params)]


def _refused(
	candidate: frappe._dict, commission: str, election: str, path: str, elected_now: Collection[str]
) -> list[Finding]:
	"""What stands in the way of registering a candidate as a deputy."""
	params: dict[str, str | int] = {"name": candidate.full_name or candidate.name}
	if not _has_deputies(candidate.election_type):
		return [Finding("no_deputy", path, article="65, 97", params=params)]
	level = frappe.get_cached_value("Election Commission", commission, "level")
	if candidate.election != election or contests.level(candidate.election_type) != level:
		return [Finding("deputy_elsewhere", path, article="96, 97", params=params)]
	found = []
	if candidate.name not in elected_now:
		found.append(Finding("not_elected", path, article="96, 97", params=params))
	if _is_deputy(candidate):
		found.append(Finding("entry_exists", path))
	if _is_taken(candidate):
		found.append(Finding("deputy_seat_taken", path, article="93, 97", params=params))
	return found


def _has_deputies(election_type: str) -> bool:
	"""Whether a contest elects deputies: one that is counted as another has those of that one."""
	return not contests.is_counted(election_type) or contests.contest(election_type).seats != contests.ONE


def _is_deputy(candidate: frappe._dict) -> bool:
	where = {key: candidate[key] for key in ("election", "election_type", "person")}
	return bool(frappe.db.exists(DEPUTY, {**where, "status": "Registered"}))


def _is_taken(candidate: frappe._dict) -> bool:
	"""A seat has one deputy in force, and a by-election fills the seats that it was called for."""
	if not candidate.constituency:
		return False
	held = {"election": candidate.election, "constituency": candidate.constituency, "status": "Registered"}
	if frappe.db.exists(DEPUTY, {**held, "candidate": ["!=", candidate.name]}):
		return True
	kind = kinds.of_election(candidate.election)
	is_by_election = kind is not None and kind.seats == VACANT
	return is_by_election and not kinds.is_called_for(candidate.election, candidate.constituency)
