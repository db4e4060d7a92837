"""Who runs the system, for attacks from inside: a System Manager, the names of what they attack, and what must be as it was."""

import hashlib
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.password import update_password

from esaylov.setup.demo.people import PASSWORD
from factories import settled
from factories.permission_rows import raw

CHAIR = "chair@esaylov.example"
PASSED = ("modified", "modified_by")
"""Columns that a saved form changes, whatever came of it."""
CLOSED = (
	*(
		"Server Script",
		"Client Script",
		"Custom DocPerm",
		"Custom Field",
		"Notification",
		"Webhook",
		"Web Page",
	),
	*(
		"Web Template",
		"Letter Head",
		"Auto Email Report",
		"Assignment Rule",
		"Package Import",
		"Email Template",
	),
	*(
		"Social Login Key",
		"Email Account",
		"Custom HTML Block",
		"Translation",
		"Scheduled Job Type",
		"Data Import",
	),
	*("DocType", "Activity Log", "Deleted Document", "User Permission", "Decision", "Appeal"),
)
"""DocTypes of which there is no row more and none less."""
BY_HAND = ("Print Format", "Role Profile", "Report", "FAQ", "ToDo", "User")
"""DocTypes of what the attacks and their controls may leave, by its name, or by the words in it."""


def manager(user: str) -> None:
	"""A System Manager, who has the password of the demonstration."""
	if not frappe.db.exists("User", user):
		values = {"email": user, "first_name": "Sinov", "send_welcome_email": 0, "user_type": "System User"}
		settled.inserted(frappe.get_doc(doctype="User", roles=[{"role": "System Manager"}], **values))
	update_password(user, PASSWORD)


def marks(names: dict[str, str]) -> dict[str, str]:
	"""Marks that no row of a scope has. The private file is a filed paper from here on."""
	where = {"parent": names["$N"], "parenttype": "Appeal", "parentfield": "attachments"}
	path = Path(frappe.get_doc("File", names["$F"]).get_full_path())
	digest = hashlib.sha256(path.read_bytes()).hexdigest()
	raw("Appeal Attachment", **where, field="party_decision", file=names["$F"], sha256=digest)
	saved = frappe.db.get_value(
		"Singles", {"doctype": "Bulk Update", "field": "modified"}, "value", order_by=None
	)
	return {"$Q": frappe.db.get_value("Person", {"user": CHAIR}), "$Z": str(saved)}


def state(rows: dict[str, str], users: list[str]) -> dict[str, Any]:
	"""What an attack would have changed. rows: DocType to the name of the row that is attacked."""
	found = {f"{doctype} {name}": _row(doctype, name) for doctype, name in rows.items()}
	found |= {doctype: frappe.db.count(doctype) for doctype in CLOSED if frappe.db.exists("DocType", doctype)}
	found |= {f"roles of {user}": _roles(user) for user in (*users, "begona")}
	for doctype in ("System Settings", "OneID Settings"):
		stored = frappe.db.get_singles_dict(doctype)
		found[doctype] = {field: str(value) for field, value in stored.items() if field not in PASSED}
	found["template"] = frappe.db.count("Print Format", {"name": "begona", "html": ["like", "%conf%"]})
	found["logs of trust that are cleared"] = frappe.db.count("Logs To Clear", {"ref_doctype": "Chain Event"})
	found["seats"] = _seats(rows["Person"])
	password = {"doctype": "User", "name": CHAIR, "fieldname": "password"}
	found["password of the chair"] = _digest(
		frappe.db.get_value("__Auth", password, "password", order_by=None)
	)
	return found


def _row(doctype: str, name: str) -> dict[str, str]:
	row = frappe.db.get_value(doctype, name, "*", as_dict=True) or {}
	return {field: _digest(value) for field, value in row.items() if field not in PASSED}


def _digest(value: object) -> str:
	"""What is compared of a value: numbers of people stand in no report of a test."""
	return hashlib.sha256(str(value).encode()).hexdigest()[:12]


def _roles(user: str) -> list[str]:
	return sorted(frappe.get_all("Has Role", {"parent": user}, pluck="role"))


def _seats(person: str) -> int:
	"""Seats of a person that are in force on any day."""
	seats = frappe.get_all("Commission Membership", {"person": person}, ["starts_on", "ends_on"])
	return sum(not seat.ends_on or seat.ends_on >= seat.starts_on for seat in seats)


def remove(users: list[str], person: str, file: str) -> None:
	"""Take away what the attacks and their controls left, below all controllers."""
	for doctype in BY_HAND:
		frappe.db.delete(doctype, {"name": ["in", ["begona", *users]]})
	frappe.db.delete("Has Role", {"parent": ["in", ["begona", *users]]})
	frappe.db.delete("FAQ", {"question_uz": "Begona savol"})
	frappe.db.delete("ToDo", {"description": "begona"})
	frappe.db.delete("Property Setter", {"doc_type": "ToDo", "property": "in_list_view"})
	frappe.db.delete("Commission Membership", {"person": person})
	frappe.db.delete("Appeal Attachment", {"file": file})
	frappe.db.delete("Configuration Change", {"status": "Proposed"})
	frappe.db.delete("DocShare", {"user": ["in", users]})
	for user in (CHAIR, "Administrator"):
		frappe.db.delete("__Auth", {"doctype": "User", "name": user, "fieldname": "api_secret"})
		frappe.db.set_value("User", user, "api_key", None, update_modified=False)
	frappe.clear_cache()
