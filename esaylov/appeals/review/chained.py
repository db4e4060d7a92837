"""Appeals beside what the chains say of them: their state, decision and time limit, which no signature covers."""

import json
from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.core.procedure.appeal_events import Said

FIELDS = ["name", "status", "decision", "due_on", "receipt"]


def not_as_chained(said: Mapping[str, Said]) -> list[str]:
	"""Those of the named appeals whose state, decision or time limit is not what the chains say; by one query.

	Appeals that are gone are left out: that they are missing is found otherwise.
	"""
	rows = frappe.get_all(APPEAL, {"name": ["in", [*said, ""]]}, FIELDS, order_by="name asc", limit=0)
	return [row.name for row in rows if not _holds(row, said[row.name])]


def _holds(row: Any, said: Said) -> bool:
	stands = (row.status, row.decision or "")
	return stands == (said.status, said.decision) and _is_in_time(row, said.due_on)


def _is_in_time(row: Any, due_on: str | None) -> bool:
	if due_on is None:
		return True
	try:
		# the receipt has the server's signature, which is compared with its own bytes each night
		return str(row.due_on) == (due_on or json.loads(row.receipt)["due_on"])
	except (KeyError, TypeError, ValueError):
		return False
