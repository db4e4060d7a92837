"""What stands on an entry, and what an entry stands on: asked before an annulment takes one away or brings one back."""

import frappe
from frappe.model.document import Document

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import parties, proxies
from esaylov.registers.entries import entries

CANDIDATE, LIST, DEPUTY, TABLE = "Candidate", "Candidate List", "Elected Deputy", "Result Table"
ANNOUNCEMENT = "announcement"
COMMISSION, MEMBERSHIP = "Election Commission", "Commission Membership"
SEAT_OF = {"Constituency": "constituency", "Polling Station": "polling_station"}


def in_the_way(decision: str | None) -> LawBroken:
	"""The refusal that names the decision to be annulled first."""
	number, day = frappe.db.get_value("Decision", decision, ["number", "decided_on"]) or ("", None)
	params = {"number": number or str(decision or "-"), "day": f"{day:%d.%m.%Y}" if day else "-"}
	return LawBroken(params, field="decision", code="annulment_built_on")


def refuse_successor(entry: Document) -> None:
	"""An entry that another one took the place of is not annulled before its successor."""
	if entry.status == entries.REPLACED:
		raise in_the_way(entry.end_decision)


def refuse_next_member(member: Document) -> None:
	"""A membership that a replacement or a new composition ended is not annulled before that decision."""
	if not member.end_decision:
		return
	later = {"decision": member.end_decision, "commission": member.commission, "is_annulled": 0}
	if frappe.db.get_value(MEMBERSHIP, later, "name", for_update=True):
		raise in_the_way(member.end_decision)


def refuse_dependents(entry: Document) -> None:
	"""Entries in force that would stand on nothing: read by locking reads, as their writers lock this entry first.

	An official announcement stands on the tables and deputies of its election (art. 97).
	"""
	if entry.doctype in (TABLE, DEPUTY):
		_refuse_announced(entry.election)
	if entry.doctype == CANDIDATE:
		_refuse_any(DEPUTY, {"candidate": entry.name})
	elif entry.doctype == parties.ADMISSION:
		parties.lock_order(entry.election)
		_refuse_uncovered(LIST, entry)
		_refuse_uncovered(CANDIDATE, entry)
	elif entry.doctype == TABLE:
		seat = {"constituency": entry.constituency} if entry.constituency else {}
		_refuse_any(DEPUTY, {"election": entry.election, "election_type": entry.election_type, **seat})
	elif entry.doctype == parties.SHEETS:
		_refuse_any(parties.ADMISSION, {"party": entry.party, "election": entry.election})


def refuse_occupied(place: Document) -> None:
	"""A constituency or a station is not annulled while candidates stand there, or its commission has members."""
	seat = SEAT_OF[place.doctype]
	for register in (CANDIDATE, proxies.PROXY, "Observer", "Authorized Representative"):
		if frappe.get_meta(register).has_field(seat):
			_refuse_any(register, {seat: place.name})
	commissions = frappe.get_all(COMMISSION, {seat: place.name}, pluck="name", order_by="lft asc")
	for row in frappe.get_all(
		MEMBERSHIP,
		{"commission": ["in", commissions or [""]]},
		["decision", *in_office.DAYS],
		order_by="starts_on asc",
	):
		if in_office.last_day(row) >= clock.today():
			raise in_the_way(row.decision)


def refuse_without_ground(entry: Document) -> None:
	"""What comes back to force needs its list, its candidate with room for it, and its constituency."""
	if entry.doctype == CANDIDATE and entry.candidate_list:
		entries.in_force(LIST, entry.candidate_list)
	if entry.doctype == CANDIDATE and entry.constituency:
		is_annulled = frappe.db.get_value("Constituency", entry.constituency, "is_annulled", for_update=True)
		if is_annulled:
			raise LawBroken({"status": entries.ANNULLED}, code="entry_ended")
	if entry.doctype == DEPUTY:
		entries.in_force(CANDIDATE, entry.candidate)
	if entry.doctype == proxies.PROXY:
		candidate = entries.in_force(CANDIDATE, entry.candidate)
		proxies.check_room(candidate, entry.appeal)


def _refuse_uncovered(register: str, admission: Document) -> None:
	"""What stands in the election and that no other admission of the party covers."""
	key = {"party": admission.party, "election": admission.election, "status": entries.REGISTERED}
	# locked, as their writers read the admission
	rows = frappe.db.get_values(
		register, key, ["decision", "election_type", "commission"], as_dict=True, for_update=True
	)
	held = parties.in_force(admission.party, admission.election)
	others = [one for one in held if one.name != admission.name]
	places = parties.places_of({row.commission for row in rows})
	for row in rows:
		if not any(other.covers(row.election_type, places.get(row.commission)) for other in others):
			raise in_the_way(row.decision)


def _refuse_announced(election: str) -> None:
	if frappe.db.get_value("Election", election, "official_announcement_on", for_update=True):
		announced = {"election": election, "subject_kind": ANNOUNCEMENT, "status": "Signed"}
		raise in_the_way(frappe.db.get_value("Decision", announced))


def _refuse_any(register: str, key: dict[str, str]) -> None:
	found = frappe.db.get_values(
		register, {**key, "status": entries.REGISTERED}, "decision", limit=1, for_update=True
	)
	if found:
		raise in_the_way(found[0][0])
