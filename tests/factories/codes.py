"""One-time codes for tests: the code is read where its reader would, in the message on its way to the phone."""

import re
import secrets

import frappe
from frappe.utils.password import decrypt

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from factories import settled
from factories.appeals import CHAIR


def phone() -> str:
	"""A number that no earlier test counted tries or requests for."""
	return f"+99899{secrets.randbelow(10**7):07d}"


def person(number: str = "", **values) -> str:
	"""A made-up Person with a phone."""
	serial = secrets.randbelow(1000)
	day = f"{1 + secrets.randbelow(28):02d}{1 + secrets.randbelow(12):02d}{secrets.randbelow(100):02d}"
	defaults = {
		"surname": "Komilov",
		"given_name": "Komil",
		"patronymic": "Komilovich",
		"pinfl": with_check_digit(f"1{day}000{serial:03d}"),
		"phone": number or phone(),
		"language": "uz",
		"is_synthetic": 1,
	}
	return frappe.get_doc({"doctype": "Person", **defaults, **values}).insert(ignore_permissions=True).name


def member(person: str):
	"""A membership of a person from today on, in the commission of the chair."""
	commission = frappe.db.get_value("Commission Membership", {"user": CHAIR}, "commission")
	values = {"person": person, "commission": commission, "position": "Member", "starts_on": clock.today()}
	return settled.inserted(frappe.get_doc({"doctype": "Commission Membership", **values}))


def sent(person: str) -> list[str]:
	"""The codes that a person was sent, the oldest first."""
	rows = frappe.get_all(
		"SMS Message",
		{"receiver_person": person, "reference_doctype": "One-time Code"},
		["sealed_text"],
		order_by="creation asc, name asc",
	)
	texts = [decrypt(row.sealed_text) for row in rows if row.sealed_text]
	return [found[0] for text in texts if (found := re.findall(r"\b\d{6,10}\b", text))]


def wrong(code: str) -> str:
	"""Another code."""
	return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
