"""From election day on no candidate leaves or is replaced: people vote for them, and the tables count their votes. Election Code art. 42."""

from datetime import date
from typing import Final

import frappe
from frappe.utils import getdate

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken

ENDING: Final = frozenset(
	{"withdraw_candidate", "revoke_nomination", "exclude_from_list", "replace_candidate"}
)
"""Effects that take a candidate from those who stand."""
CODE, ARTICLE = "candidate_voted", "42"


def find_day(election: str) -> date | None:
	"""The day of an election that has come; None before it, and without one."""
	day = frappe.get_cached_value("Election", election, "election_day")
	return getdate(day) if day and clock.today() >= getdate(day) else None


def params_of(day: date) -> dict[str, str]:
	"""The values of the message."""
	return {"day": f"{day:%d.%m.%Y}"}


def refuse(election: str) -> None:
	"""Raises LawBroken (`candidate_voted`) from election day on."""
	if day := find_day(election):
		raise LawBroken(params_of(day), article=ARTICLE, code=CODE)
