"""What test_encrypted_site does on its site, run inside the framework: an appeal with the numbers of persons, and reading it again."""

import hashlib
import json
import secrets
import sys
from collections.abc import Callable
from typing import Any

import frappe
from factories import appeals, papers

from esaylov.appeals.drafts import attachments
from esaylov.core.people import identity
from esaylov.framework.files import stored_files
from standalone.site import connected

BORN = ("3030380", "3040481")
"""The first seven digits of their PINFLs: sex with century, and day of birth."""


def filed() -> dict[str, Any]:
	"""A filed appeal that names one person by PINFL and one by passport, each with a phone; the numbers as they were typed."""
	frappe.flags.mute_emails = True
	appeals.start_anew()
	pinfl, other = (identity.with_check_digit(f"{day}{secrets.randbelow(10**6):06d}") for day in BORN)
	passport = f"AD{secrets.randbelow(10**7):07d}"
	phones = [f"99899{secrets.randbelow(10**7):07d}" for _ in range(2)]
	persons = [
		appeals.person(pinfl=pinfl, phone=f"+{phones[0]}"),
		{
			"pinfl": other,
			"passport": passport,
			"full_name": "Bo'ronov Bo'ron Bo'ronovich",
			"phone": f"+{phones[1]}",
		},
	]
	name = appeals.draft(typed=appeals.answers(persons), with_file=False)
	numbers = [pinfl, other, passport, *phones]
	written = " ".join(numbers).encode()
	paper = papers.PDF + b"%" + written + b"\n"  # in the clear, as in what a party writes
	attachments.attach(name, "party_decision", "qaror.pdf", paper)
	appeals.submit(name)
	frappe.set_user("Administrator")
	return {"appeal": name, "numbers": numbers, "paper": hashlib.sha256(paper).hexdigest()}


def read(*names: str) -> list[list[str]]:
	"""The numbers of each filed appeal, as the framework reads them."""
	found = []
	for name in names:
		first, second = json.loads(frappe.get_doc("Appeal", name).answers)["persons"]
		phones = (person["phone"].lstrip("+") for person in (first, second))
		found.append([first["pinfl"], second["pinfl"], second["passport"], *phones])
	return found


def papers_of(*names: str) -> list[str]:
	"""SHA-256 of the paper of each filed appeal, as it is read."""
	found = []
	for name in names:
		(file,) = frappe.get_all(
			"File", {"attached_to_name": name, "file_name": ["like", "qaror%"]}, pluck="name"
		)
		found.append(hashlib.sha256(stored_files.content(file)).hexdigest())
	return found


PARTS: dict[str, Callable[..., Any]] = {"filed": filed, "papers": papers_of, "read": read}


def main() -> None:
	"""SITE PART ARGUMENTS: the answer as JSON in the last line."""
	site, part, *arguments = sys.argv[1:]
	with connected(site):
		answer = PARTS[part](*arguments)
		frappe.db.commit()
	print(json.dumps(answer))


if __name__ == "__main__":
	main()
