"""Who works at a commission, and beside whom (*hamkasblar*)."""

from collections.abc import Collection

import frappe

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.identity import positions, users
from esaylov.identity.roles import Role

OVER_ALL = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Roles that serve every commission, and so have each other for colleagues."""


def staff(commissions: Collection[str]) -> list[tuple[str, str, str, str]]:
	"""Everybody with a login and a position today at these commissions: login, full name, position, commission; by name."""
	membership, person = frappe.qb.DocType("Commission Membership"), frappe.qb.DocType("Person")
	today = clock.today()
	return list(
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.select(person.user, person.full_name, membership.position, membership.commission)
		.where(membership.commission.isin(commissions) & person.user.notnull() & (person.user != ""))
		.where(in_office.is_in_office(membership, today))
		.orderby(person.full_name)
		.run()
	)


def names(user: str) -> dict[str, str]:
	"""Full names by login of whoever has a position today on a commission where the user has one, and, for administrators and auditors, of
	those with these roles. For screens that know staff by their logins."""
	commissions = {held.commission for held in positions.positions_of(user)}
	found = {login: name for login, name, *_ in staff(commissions)} if commissions else {}
	if not set(OVER_ALL) & set(frappe.get_roles(user)):
		return found
	return found | {one.name: one.full_name for one in users.holding(OVER_ALL)}
