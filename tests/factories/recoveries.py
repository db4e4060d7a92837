"""Recoveries of logins for tests: opened by one administrator, signed by another, the code read in its message."""

import re

import frappe
from frappe.utils.password import decrypt

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.requests import limits
from esaylov.permissions.configuration.waiting import changes, recovery
from factories import appeals as make
from factories import codes, settled

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
OWNER = "secretary@esaylov.example"
REASON = "Telefonini yoʻqotdi, yuzma-yuz koʻrdim"
PASSWORD = "olma-anor-behi-2026"  # of tests


def opened(user: str = OWNER, by: str = ADMINISTRATOR) -> str:
	"""A recovery that waits for another person."""
	limits.clear("recovery", by)  # other tests opened some today
	frappe.set_user(by)
	return recovery.propose(user, REASON)


def confirmed(name: str, by: str = SECOND) -> str:
	"""The second person's yes, by the demonstration key of theirs."""
	frappe.set_user(by)
	return changes.confirm(name, make.signature(by, changes.to_sign(name)))


def code(name: str) -> str:
	"""The code that went to the owner's phone."""
	about = {"reference_doctype": "Configuration Change", "reference_name": name, "template": "S63"}
	text = decrypt(frappe.get_last_doc("SMS Message", about).sealed_text)
	return re.findall(r"\b[0-9]{16}\b", text)[0]


def login(role: str) -> str:
	"""A user of the Desk, behind whom nobody is known."""
	email = f"recovery-{codes.phone()}@esaylov.example"
	user = frappe.get_doc(doctype="User", email=email, first_name="Xodim", send_welcome_email=0)
	return str(settled.given(user.insert(ignore_permissions=True), role).name)


def staff() -> str:
	"""A member of staff of their own, whose phone stands on record."""
	user = login("Election Auditor")
	with SETTING_UP.writing():
		codes.person(user=user)
	return user
