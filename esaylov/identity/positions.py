"""Positions in commissions: which memberships hold on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import frappe


@dataclass(frozen=True, slots=True)
class Position:
	"""A membership in force: this position at this commission. `lft` and `rgt` span the commissions below."""

	user: str
	person: str
	commission: str
	level: str
	position: str
	lft: int
	rgt: int


def active(users: Iterable[str], on: date) -> list[Position]:
	"""The memberships of the users that hold on a day, by the user that stands on the Person now."""
	names = sorted(users)
	if not names:
		return []
	membership = frappe.qb.DocType("Commission Membership")
	person = frappe.qb.DocType("Person")
	commission = frappe.qb.DocType("Election Commission")
	rows = (
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.join(commission)
		.on(commission.name == membership.commission)
		.select(
			person.user,
			membership.person,
			membership.commission,
			commission.level,
			membership.position,
			commission.lft,
			commission.rgt,
		)
		.where(person.user.isin(names))
		.where(membership.starts_on <= on)
		.where(membership.ends_on.isnull() | (membership.ends_on >= on))
		.orderby(commission.lft)
		.run(as_dict=True)
	)
	return [Position(**row) for row in rows]
