"""Officers to whom appeals may be handed."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe

from esaylov.framework.errors import NotPermitted
from esaylov.identity import colleagues, positions

ASSIGNING = ("Chair", "Deputy Chair", "Secretary", "Staff")
"""Positions that hand appeals over; `appeals.assign` asks the same of each appeal."""


@dataclass(frozen=True, slots=True)
class Officer:
	"""Somebody with a position today."""

	user: str
	name: str
	position: str
	commission: str


def assigning(user: str) -> list[str]:
	"""The commissions in which a user hands appeals over; raises NotPermitted where there is none."""
	found = sorted({held.commission for held in positions.positions_of(user) if held.position in ASSIGNING})
	if not found:
		raise NotPermitted()
	return found


def of(user: str) -> list[Officer]:
	"""To whom this user may hand appeals: everybody who has a position today that reviews appeals, where the user may assign."""
	return [officer for officer in at(assigning(user)) if officer.position in ASSIGNING]


def at(commissions: Sequence[str]) -> list[Officer]:
	"""Everybody with a login and a position today at these commissions; the caller has asked who sees them."""
	return [Officer(*row) for row in colleagues.staff(commissions)]


def names(users: set[str]) -> dict[str, str]:
	"""Full names of officers by their user."""
	if not users:
		return {}  # a filter for "" would find everybody who has no login
	wanted = ["in", sorted(users)]
	rows = frappe.get_all("Person", {"user": wanted}, ["user", "full_name"], order_by="name asc")
	return {row.user: row.full_name or "" for row in rows}
