"""Which elections that are not over are held in a territory: those that its standing commissions serve."""

from collections.abc import Collection

import frappe

from esaylov.core.elections.election_kinds import Seats
from esaylov.elections import kinds

TERRITORY = "Administrative Territory"
OPEN = ("Planned", "Announced")
"""States of an election that is not over; a practice election makes nobody incompatible."""
SOME_SEATS = (Seats.VACANT, Seats.EARLIER)
"""Seats of an election that is held where they are alone."""


def elections_held(territory: str) -> list[str]:
	"""The elections that are not over and are held in a territory, soonest first.

	One to some seats is held in the territories of its constituencies; one without constituencies, and any other, everywhere.
	"""
	fields, order = ["name", "kind"], "election_day asc, name asc"
	rows = frappe.get_all("Election", {"status": ["in", OPEN]}, fields, order_by=order, limit=0)
	limited = [row.name for row in rows if (kind := kinds.of_name(row.kind)) and kind.seats in SOME_SEATS]
	elsewhere = _held_elsewhere(limited, territory) if limited else set()
	return [row.name for row in rows if row.name not in elsewhere]


def _held_elsewhere(elections: Collection[str], territory: str) -> set[str]:
	"""Those that have constituencies, and none of them in the territory or around it."""
	rows = frappe.get_all(
		"Constituency",
		{"election": ["in", list(elections)], "is_annulled": 0},
		["election", "territory"],
		order_by="name asc",
		limit=0,
	)
	near = _near(territory)
	return {row.election for row in rows} - {row.election for row in rows if row.territory in near}


def _near(territory: str) -> set[str]:
	"""The territory, those around it and those inside it."""
	place, other = frappe.qb.DocType(TERRITORY), frappe.qb.DocType(TERRITORY).as_("other")
	around = (other.lft <= place.lft) & (other.rgt >= place.rgt)
	inside = (other.lft >= place.lft) & (other.rgt <= place.rgt)
	query = frappe.qb.from_(place).join(other).on(around | inside)
	return set(query.where(place.name == territory).select(other.name).run(pluck=True))
