"""Members of commissions who are invited to log in: brought in by a table, as an administrator does; the code is read in its message."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import frappe
import pytest
from frappe.utils.password import decrypt

from esaylov.framework import guarded_steps
from esaylov.identity.logins import invitations
from factories import codes
from factories import intake as make

PASSWORD = "olma-anor-behi-2026"  # of tests
Row = dict[str, Any]


@contextmanager
def opened() -> Iterator[None]:
	"""The holder of the bench lets members be imported, and two have signed that
	(tests/site/permissions/configuration/test_configuration.py).
	"""
	with pytest.MonkeyPatch.context() as patch:
		patch.setitem(frappe.conf, guarded_steps.CUSTOMISING, 1)
		patch.setattr(guarded_steps, "is_signed", lambda: True)
		yield


def commission() -> str:
	"""A district commission in which nobody decides: others' quorum stays what it is."""
	held = frappe.get_all(
		"Commission Membership", {"position": ["!=", "Staff"]}, pluck="commission", distinct=True
	)
	known = {"level": "DC", "name": ["not in", sorted(set(held)) or [""]]}
	return str(frappe.get_all("Election Commission", known, pluck="name", order_by="name desc", limit=1)[0])


def members(count: int) -> list[Row]:
	"""Staff of a commission from long ago on, each with a phone of their own."""
	of = commission()
	return [
		{**row, "position": "Staff", "ends_on": "", "phone": codes.phone()} for row in make.members(count, of)
	]


def imported(rows: Sequence[Row], **values: Any) -> Any:
	"""The import of a table of members, done."""
	with opened():
		return make.ran(make.intake("Commission Members", list(rows), **values))


def of(row: Row) -> Any:
	"""The invitation of the member of a row."""
	person = frappe.db.get_value("Person", {"pinfl": row["pinfl"]})
	name = frappe.db.get_value(invitations.INVITATION, {"person": person}, order_by="creation desc")
	return frappe.get_doc(invitations.INVITATION, name) if name else None


def invited(count: int = 1) -> list[Row]:
	"""Rows of members who were invited."""
	rows = members(count)
	imported(rows)
	return rows


def code(row: Row) -> str:
	"""The code that went to the member's phone last."""
	about = {"reference_doctype": invitations.INVITATION, "reference_name": of(row).name, "template": "S64"}
	sealed = frappe.get_all(
		"SMS Message", about, pluck="sealed_text", order_by="creation desc, name desc", limit=1
	)[0]
	return re.findall(r"\b[0-9]{16}\b", decrypt(sealed))[0]
