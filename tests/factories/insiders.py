"""Who runs the system, for attacks from inside: a System Manager, the names of what they attack, and what must be as it was."""

import hashlib
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.password import update_password

from esaylov.setup.demo.people import PASSWORD
from factories import settled
from factories.permission_rows import raw

CHAIR, AUDITOR = "chair@esaylov.example", "auditor@esaylov.example"
HELD = "sinov.begona_otpsecret"
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
	*("Web Form", "Milestone Tracker", "User Type", "OAuth Client", "OAuth Bearer Token", "Package"),
	*("Document Share Key", "Document Naming Rule", "Dashboard Chart", "Number Card", "Auto Repeat"),
	*("Prepared Report", "Patch Log", "Passkey", "Document Follow", "Token Cache"),
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
	return {"$Q": frappe.db.get_value("Person", {"user": CHAIR}), "$Z": str(saved), **_of_logins()}


def _of_logins() -> dict[str, str]:
	"""A secret of a second factor, a passkey of the chair that is off, a note of a login, a report that the auditor had prepared."""
	made = {
		"$G": raw("DefaultValue", defkey=HELD, defvalue="begona"),
		"$Y": raw("Passkey", user=CHAIR, title="Begona", credential_key=HELD, credential=HELD),
		"$J": raw("Activity Log", user=CHAIR, subject="Begona", operation="Login", status="Success"),
		"$R": raw("Prepared Report", report_name="Access to Personal Data", status="Completed"),
	}
	parent = {"parent": "__2fa", "parenttype": "__2fa", "parentfield": "system_defaults"}
	frappe.db.set_value("DefaultValue", made["$G"].name, parent)
	frappe.db.set_value("Prepared Report", made["$R"].name, "owner", AUDITOR)
	return {mark: str(document.name) for mark, document in made.items()}


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
	for user in (CHAIR, AUDITOR):
		password = {"doctype": "User", "name": user, "fieldname": "password"}
		found[f"password of {user}"] = _digest(
			frappe.db.get_value("__Auth", password, "password", order_by=None)
		)
	secrets = frappe.db.get_all(
		"DefaultValue", {"parent": "__2fa"}, ["defkey", "defvalue"], order_by="name asc"
	)
	found["second factors"] = _digest(secrets)
	few = {"ref_doctype": "Activity Log", "days": ["<", 90]}
	found["logins on record for less than the framework's days"] = frappe.db.count("Logs To Clear", few)
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
	frappe.db.delete("Tag", {"name": ["like", "begona%"]})
	frappe.db.delete("DefaultValue", {"defkey": HELD})
	frappe.db.delete("Passkey", {"credential_key": HELD})
	frappe.db.delete("Activity Log", {"subject": "Begona"})
	frappe.db.delete("Prepared Report", {"report_name": "Access to Personal Data"})
	for user in (CHAIR, "Administrator"):
		frappe.db.delete("__Auth", {"doctype": "User", "name": user, "fieldname": "api_secret"})
		frappe.db.set_value("User", user, "api_key", None, update_modified=False)
	frappe.clear_cache()
