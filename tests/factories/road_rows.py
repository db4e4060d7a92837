"""What the roads to a decided state are tried on, made and removed by a process of its own on the site."""

import json
import sys
from typing import Any

import frappe
from frappe.utils.password import update_password
from frappe.utils.verified_command import get_signed_params

from esaylov.framework import clock
from esaylov.identity import persons, roles
from esaylov.setup.demo import ground, people
from factories import codes, settled
from factories.permission_rows import raw

BOARD = "Sinov taxtasi"
STATES = ("Under Review", "Granted", "Partly Granted", "Refused", "Acknowledged")
PASSWORD = "esaylov-demo"  # of the demonstration
ACTIONS = ("Grant", "Grant Partly", "Refuse")
COUNTED = (
	*("Appeal", "Decision", "Commission Session", "Agenda Item", "Commission Vote", "Session Attendance"),
	*("Observer", "Candidate", "Certificate", "Document Signature"),
)
"""DocTypes of which no road makes or removes one; events and messages still come from the job of an earlier decision."""


def make(appeal: str) -> dict[str, Any]:
	"""Sessions, items, votes and attendance beside an appeal; a member of staff; a board; signed links to its actions."""
	common = {
		"commission": ground.COMMISSION,
		"commission_lft": frappe.db.get_value("Election Commission", ground.COMMISSION, "lft"),
		"election": ground.ELECTION,
		"title": "Sinov",
	}
	session = raw(
		"Commission Session",
		**common,
		status="Open",
		starts_at=clock.now(),
		number=frappe.generate_hash(length=8),
	)
	of_session = {**common, "session": session.name}
	item = raw(
		"Agenda Item", **of_session, appeal=appeal, status="Open", round=1, position=1, draft_rows="[]"
	)
	person = persons.person_of("member@esaylov.example")
	of_item = {**of_session, "item": item.name, "round": 1, "member": person}
	vote = raw("Commission Vote", **of_item, choice="For", position="Member")
	attendance = raw("Session Attendance", **of_session, person=person, mode="Remote", position="Member")
	if not frappe.db.exists("Kanban Board", BOARD):
		columns = [{"column_name": state, "status": "Active"} for state in STATES]
		board = {"kanban_board_name": BOARD, "reference_doctype": "Appeal", "field_name": "status"}
		frappe.get_doc(doctype="Kanban Board", columns=columns, **board).insert()
	return {
		"Commission Session": session.name,
		"Agenda Item": item.name,
		"Commission Vote": vote.name,
		"Session Attendance": attendance.name,
		"staff": staff(),
		"board": BOARD,
		"links": [signed(appeal, action, user) for action in ACTIONS for user in ("chair", "secretary")],
		"logins": [login.local for login in people.LOGINS],
	}


def signed(appeal: str, action: str, user: str) -> str:
	"""The query of a link by which a mail would let its reader confirm an action without logging in."""
	asked = {"doctype": "Appeal", "docname": appeal, "user": f"{user}@esaylov.example", "action": action}
	return get_signed_params(asked)


def staff() -> str:
	"""A member of staff of the demonstration commission, who has a password."""
	person = codes.person()
	values = {
		"person": person,
		"commission": ground.COMMISSION,
		"position": "Staff",
		"starts_on": clock.today(),
	}
	settled.inserted(frappe.get_doc(doctype="Commission Membership", **values))
	user = persons.user_for(person)
	update_password(user, PASSWORD)
	return user


def counts() -> dict[str, int]:
	"""How many rows there are of what no road makes or removes."""
	return {doctype: frappe.db.count(doctype) for doctype in COUNTED}


def rows(names: dict[str, str]) -> dict[str, Any]:
	"""Each document as it stands in the tables, with its own tables."""
	found = {}
	for doctype, name in names.items():
		document = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
		found[doctype] = {key: value for key, value in document.items() if key not in ("_seen", "_liked_by")}
	return {"rows": found, "counts": counts()}


def remove(made: dict[str, Any]) -> None:
	"""Take the rows off the site again, below all controllers."""
	for doctype in ("Commission Vote", "Session Attendance", "Agenda Item", "Commission Session"):
		frappe.db.delete(doctype, {"name": made[doctype]})
	person = persons.person_of(made["staff"])
	frappe.db.delete("Commission Membership", {"person": person})
	roles.sync_roles(made["staff"])
	frappe.db.delete("Kanban Board", {"name": BOARD})
	frappe.db.delete("Kanban Board Column", {"parent": BOARD})
	for name in frappe.get_all("Data Import", {"reference_doctype": ["in", COUNTED]}, pluck="name"):
		frappe.delete_doc("Data Import", name, force=True, ignore_permissions=True)  # a step of the tests


def main() -> None:
	"""`python -m factories.road_rows SITE make APPEAL`, `… rows` and `… remove` read names from stdin."""
	site, step = sys.argv[1:3]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	if step == "make":
		print(frappe.as_json(make(sys.argv[3]), indent=None))
	elif step == "rows":
		print(frappe.as_json(rows(json.loads(sys.stdin.read())), indent=None))
	else:
		remove(json.loads(sys.stdin.read()))
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main()
