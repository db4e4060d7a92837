"""People with logins, and entries of registers that make them applicants of their own."""

from datetime import date
from itertools import count
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.setup.demo import ground

_serials = count(1)


def person(user: str = "", **values: Any) -> Document:
	"""A made-up person of 04.05.1880 with place code 000, another one each time; with a user of that name, if given."""
	if user:
		frappe.get_doc(
			{"doctype": "User", "email": user, "first_name": "Sinov", "send_welcome_email": 0}
		).insert()
	defaults = {
		"pinfl": with_check_digit(f"1040580{next(_serials):06d}"),
		"surname": "Sinovov",
		"given_name": "Sinov",
		"patronymic": "Sinovich",
		"gender": "Male",
		"birth_date": date(1880, 5, 4),
		"phone": "+998901234567",
		"user": user or None,
		"is_synthetic": 1,
	}
	return frappe.get_doc({"doctype": "Person", **defaults, **values}).insert()


def entry(register: str, person: Document, **values: Any) -> Document:
	"""An entry of a register as an imported act leaves it, past the service that writes entries from decisions."""
	row_defaults = {
		"person": person.name,
		"full_name": person.full_name,
		"title": person.full_name,
		"election": ground.ELECTION,
		"election_type": "DC",
		"party": "OZLIDEP",
		"territory": ground.DISTRICT,
		"commission": ground.COMMISSION,
		"status": "Registered",
		"registered_on": clock.today(),
		"decision": act(),
		"row_path": "rows[0]",
	}
	if register in ("Candidate", "Proxy"):
		row_defaults["phone"] = person.phone  # as an appeal that names the person's own number
	document = frappe.get_doc({"doctype": register, **row_defaults, **values})
	document.set_new_name()
	document.db_insert()
	return document


def candidate(person: Document, **values: Any) -> Document:
	"""A registered candidate for the Kengash of the demonstration district."""
	return entry("Candidate", person, **values)


def proxy(person: Document, candidate: Document, **values: Any) -> Document:
	"""A registered proxy of a candidate."""
	return entry("Proxy", person, candidate=candidate.name, **values)


def act(**values: Any) -> str:
	"""A signed act from before the system, as an import brings it; its name."""
	facts = {"kind": "Imported Act", "status": "Signed", "outcome": "Granted", "act_number": "1"}
	defaults = {"commission": ground.COMMISSION, "act_date": clock.today(), "decided_on": clock.today()}
	document = frappe.get_doc({"doctype": "Decision", **facts, **defaults, **values})
	document.set_new_name()
	document.db_insert()
	return document.name
