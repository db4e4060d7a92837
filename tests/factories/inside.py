"""What tests over HTTP need from inside of the site: a program run on it, as an operator would run one."""

import json
import os
from pathlib import Path
from typing import Any

from factories import forked

ROOT = Path(__file__).resolve().parents[2]
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
SITES = Path(os.environ.get("SITES_PATH") or ROOT / ".bench" / "sites")

BEGIN = """
import json, sys
import frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
sys.path.insert(0, sys.argv[2])
from factories import codes, people
given = json.loads(sys.argv[3])
answer = None
"""
END = """
table_cache = frappe.get_module("esaylov.framework.persistence.table_cache")
table_cache.note_write(*table_cache.TABLES)  # whatever was written by hand is heard at once
frappe.db.commit()
print(json.dumps(answer))
"""


def run(program: str, **given: Any) -> Any:
	"""Run lines on the site: `given` are their values, `answer` is what they leave; what they write is committed."""
	words = ["-c", BEGIN + program + END, SITE, str(ROOT / "tests"), json.dumps(given)]
	done = forked.run(words, SITES)
	assert done.returncode == 0, done.stderr[-2000:]
	return json.loads(done.stdout.splitlines()[-1])


def candidate() -> dict[str, str]:
	"""A registered candidate who was never here before: `person`, `phone`."""
	return run(
		"phone = codes.phone()\n"
		"person = frappe.get_doc('Person', codes.person(phone))\n"
		"people.candidate(person)\n"
		"answer = {'person': person.name, 'phone': phone}\n"
	)


def codes_of(person: str) -> list[str]:
	"""The codes that a person was sent, as on their phone."""
	return run("answer = codes.sent(given['person'])", person=person)


def sign_waiting(doctype: str, name: str) -> None:
	"""Another administrator signs what waits about a document."""
	run(
		"from factories import two_persons\n"
		"two_persons.sign_waiting(given['doctype'], given['name'])\n"
		"assert not two_persons.open_change(given['doctype'], given['name'])\n",
		doctype=doctype,
		name=name,
	)
