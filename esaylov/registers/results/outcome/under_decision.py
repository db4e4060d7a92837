"""A table that is on vote, or that was decided, is made of protocols that do not move meanwhile (art. 95, 96)."""

import json

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import WrongState

TABLE, SUBJECT = "Result Table", "result_table"
ON_VOTE = ("Open", "Adopted")


def lock(election: str, election_type: str) -> None:
	"""Lock a contest: who takes protocols of it in, and who opens a vote on its table, come one after the other."""
	key = {"parent": election, "election_type": election_type}
	frappe.db.get_value("Election Contest", key, "name", for_update=True)


def refuse(protocol: Document) -> None:
	"""Raises WrongState: `table_decided` where a table in force covers the protocol's contest, `table_on_vote` where one is on vote."""
	above = _above(protocol.receiver)
	contest = {"election": protocol.election, "election_type": protocol.election_type}
	where = {**contest, "status": "Registered", "commission": ["in", above]}
	for row in frappe.get_all(TABLE, where, ["constituency", "decision"], order_by="name asc", limit=0):
		if _covers(row.constituency, protocol):
			number = frappe.db.get_value("Decision", row.decision, "number") or "-"
			raise WrongState({"number": number}, code="table_decided", article="95")
	where = {"subject_kind": SUBJECT, "status": ["in", ON_VOTE], "commission": ["in", above]}
	fields = ["name", "status", "subject_data", "session"]
	for row in frappe.get_all("Agenda Item", where, fields, order_by="name asc", limit=0):
		if _is_pending(row) and _is_about(row, protocol):
			raise WrongState(code="table_on_vote", article="95")


def _above(commission: str) -> list[str]:
	lft, rgt = frappe.db.get_value("Election Commission", commission, ["lft", "rgt"]) or (0, 0)
	where = {"lft": ["<=", lft], "rgt": [">=", rgt]}
	return frappe.get_all("Election Commission", where, pluck="name", order_by="lft asc", limit=0)


def _covers(constituency: str | None, protocol: Document) -> bool:
	return not constituency or constituency == protocol.constituency


def _is_pending(item: frappe._dict) -> bool:
	"""Whether a vote is open, or what it adopted waits for its signatures."""
	made = frappe.get_all("Decision", {"agenda_item": item.name}, pluck="status", order_by="name asc")
	return item.status == "Open" or not made or "Draft" in made


def _is_about(item: frappe._dict, protocol: Document) -> bool:
	data = json.loads(item.subject_data or "{}")
	election = frappe.db.get_value("Commission Session", item.session, "election")
	same = (election, data.get("election_type")) == (protocol.election, protocol.election_type)
	return same and _covers(data.get("constituency"), protocol)
