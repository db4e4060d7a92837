"""The title of an appeal in lists names its party by the short name that people know, not by its code ("OZLIDEP: 3 kuzatuvchi")."""

from typing import Any

import frappe

from esaylov.appeals import definitions
from esaylov.appeals.definitions import PARTY
from esaylov.appeals.drafting import KEY_LENGTH, SHORT, SUBJECT_LENGTH
from esaylov.core.names import part_key
from esaylov.framework.errors import NotFound

BATCH = 5_000


def execute() -> None:
	"""Safe to repeat and to break off: only titles that begin with a code are written, batch by batch in the order of the primary key."""
	for code, short in _short_names():
		rows = _after("", code)
		while rows:
			for row in rows:
				if _begins_with_party(row, code):
					title = f"{short}{row.subject.removeprefix(code)}"[:SUBJECT_LENGTH]
					values = {"subject": title, "search_key": part_key(title)[:KEY_LENGTH]}
					frappe.db.set_value("Appeal", row.name, values, update_modified=False)
			frappe.db.commit()  # a hundred thousand rows: what is done stays done, and no lock is held for minutes
			rows = _after(rows[-1].name, code)


def _short_names() -> list[tuple[str, str]]:
	"""Parties with what they are called, where that is not their code."""
	rows = frappe.get_all(PARTY, fields=["name", *SHORT], order_by="name asc")
	named = ((row.name, next(filter(None, (*(row[column] for column in SHORT), row.name)))) for row in rows)
	return [(code, short) for code, short in named if code != short]


def _begins_with_party(row: Any, code: str) -> bool:
	"""Whether a title begins with the party, as the form has it; what an applicant typed stays as it is."""
	try:
		version = definitions.load(row.appeal_type, row.type_version)
	except NotFound:
		return False
	before, name, _counted = version.subject_places[0]
	begins = row.subject == code or row.subject.startswith((f"{code}:", f"{code},"))
	return begins and not before and name in version.subject_parties


def _after(name: str, code: str) -> list[Any]:
	fields = ["name", "subject", "appeal_type", "type_version"]
	filters = {"name": [">", name], "subject": ["like", f"{code}%"]}
	return frappe.get_all("Appeal", filters, fields, order_by="name asc", limit=BATCH)
