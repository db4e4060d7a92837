"""How appeals of a type go from their filing to their decision, over HTTP; see appeals.procedure for rules and errors."""

from datetime import date
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.appeals.procedure import changing, new_values, picture
from esaylov.permissions.configuration.rules import approvers

ADMINISTRATOR = "Election Administrator"
READERS = (
	*(ADMINISTRATOR, "Election Auditor", "Commission Chair", "Commission Deputy Chair"),
	*("Commission Secretary", "Commission Member", "Commission Staff"),
)
"""Who reads types, numbers of the law and texts of messages in the Desk as well."""


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def read(appeal_type: str = "") -> dict[str, Any]:
	"""The life of an appeal of a type (the first without one): steps, limits, reminders, messages, and what the caller may change."""
	return picture.of(appeal_type, frappe.local.lang or "uz")


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
@guards.fresh_factor
def change_number(
	key: str, value: int, starts_on: date | None = None, article: str | None = None
) -> dict[str, str]:
	"""Propose another value of a number that the law leaves open, from a day on (today); in force when another
	administrator signs `change`."""
	return {"change": changing.change_number(key, value, starts_on, article)}


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR)
def find_number_uses(statute: str) -> dict[str, Any]:
	"""The types, deadlines and open appeals that another value of a number of the law touches."""
	return new_values.find_number_uses(statute, frappe.local.lang or "uz")


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
@guards.fresh_factor
def propose_number(statute: str, value: int, starts_on: date, article: str) -> dict[str, str]:
	"""Propose another value of a number of the law from a day on; in force when another administrator signs `change`.

	waits: for whom, in words.
	"""
	change = new_values.propose_value(statute, value, starts_on, article)
	return {"change": change, "waits": approvers.waiting_words(frappe.session.user)}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
@guards.fresh_factor
def change_roles(state: str, action: str, next_state: str, roles: list[str]) -> dict[str, str]:
	"""Propose who takes a step that the law leaves open; in force when another administrator signs `change`."""
	return {"change": changing.change_roles(state, action, next_state, roles)}
