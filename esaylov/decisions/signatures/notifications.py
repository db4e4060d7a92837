"""Who is told of decisions without an appeal: elected deputies (S54), and everybody whose mandate an announcement ends (S55)."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework import queues
from esaylov.messages import notices as messages_notices
from esaylov.messages.notices import Notice
from esaylov.messages.texts import values as messages_values
from esaylov.messages.texts.receivers import ENTRIES, Receiver, phones_of_entries

ELECTED, ANNOUNCED = "S54", "S55"
DEPUTIES, ANNOUNCEMENT = "elected_deputies", "announcement"
HOLDERS = ("Candidate", "Observer", "Media Representative")
"""Registers whose people are told of the announcement; a person in several is told once."""
BATCH = 500
JOB = "esaylov.decisions.signatures.jobs.announce"


def tell(decision: Document) -> None:
	"""Part of the transaction of a decision without an appeal; tens of thousands of messages go to a job."""
	if decision.subject_kind == DEPUTIES:
		_tell_elected(decision)
	elif decision.subject_kind == ANNOUNCEMENT:
		# a technical mark, no word of what was decided
		decision.db_set("telling_due", 1, update_modified=False)
		_wake(decision.name)


def resume() -> int:
	"""Scheduler: go on with announcements whose job was broken off or never taken; how many."""
	names = frappe.get_all("Decision", {"telling_due": 1}, pluck="name", order_by="creation asc")
	for name in names:
		_wake(name)
	return len(names)


def notify(decision: str) -> None:
	"""Everybody whom an announcement concerns has been told."""
	frappe.db.set_value("Decision", decision, "telling_due", 0, update_modified=False)


def _wake(decision: str) -> None:
	queues.wake(JOB, queues.MESSAGES, key=f"announce|{decision}", decision=decision)


def announce(decision: str, after: str) -> str:
	"""Tell the next people of an announcement, in the order of their names; the last one told, "" when all are.

	Each is told once, however often this runs: the outbox knows the decision and the person.
	"""
	act = frappe.get_doc("Decision", decision)
	people = _next_holders(act.election, after) if act.status == "Signed" else []
	day = frappe.utils.getdate(frappe.parse_json(act.subject_data)["announced_on"])
	messages_notices.put(ANNOUNCED, [_notice(act, person, {"d": day}) for person in _receivers(people)])
	return people[-1] if len(people) == BATCH else ""


def _tell_elected(decision: Document) -> None:
	fields = ["person", "election_type", "constituency"]
	rows = frappe.get_all("Elected Deputy", {"decision": decision.name}, fields, order_by="person asc")
	receivers = {receiver.person: receiver for receiver in _receivers([row.person for row in rows])}
	notices = []
	for row in rows:
		receiver = receivers[row.person]
		title = f"title_{messages_values.wording_of(receiver.language)}"
		okrug = row.constituency and frappe.get_cached_value("Constituency", row.constituency, title)
		kengash = frappe.get_cached_value("Election Type", row.election_type, title)
		values = {"kengash": kengash or "", "okr": okrug or "-", "q": decision.number}
		notices.append(_notice(decision, receiver, values))
	messages_notices.put(ELECTED, notices)


def _next_holders(election: str, after: str) -> list[str]:
	found: set[str] = set()
	for register in HOLDERS:
		standing = {"election": election, "status": "Registered", "person": [">", after]}
		# grouped: with `distinct`, Frappe 15 leaves the order out, and whoever is passed over is never told
		rows = frappe.get_all(
			register, standing, pluck="person", group_by="person", order_by="person asc", limit=BATCH
		)
		found.update(rows)
	return sorted(found)[:BATCH]


def _receivers(people: Sequence[str]) -> list[Receiver]:
	rows = frappe.get_all(
		"Person", {"name": ["in", list(people) or [""]]}, ["name", "phone", "language"], order_by="name asc"
	)
	phones = phones_of_entries([row.name for row in rows if not row.phone], ENTRIES)
	return [Receiver(row.name, row.phone or phones.get(row.name, ""), row.language or "uz") for row in rows]


def _notice(decision: Document, receiver: Receiver, values: Mapping[str, Any]) -> Notice:
	lft = frappe.get_cached_value("Election Commission", decision.commission, "lft")
	return Notice(receiver, "Decision", decision.name, decision.name, decision.commission, lft, values)
