"""Link filters by place: records whose territory is the named one, one below it or, where asked, one above it."""

from typing import Any

import frappe

from esaylov.framework import reads

TERRITORY = "Administrative Territory"
WITHIN, AROUND = "within", "around"
FILTERS = frozenset({WITHIN, AROUND})
"""`within`: the named territory or one below it. `around`: these, or one above it."""
BY_COMMISSION = "Commission Membership"

Filters = list[list[Any]]


def filters(doctype: str, territory: str, is_around: bool) -> Filters | None:
	"""Filters of a register with a territory, of territories themselves, or of members by their commission.

	None where there is no such territory.
	"""
	span = reads.row(TERRITORY, {"name": territory}, ["lft", "rgt"])
	if not span:
		return None
	below = [["lft", ">=", span.lft], ["rgt", "<=", span.rgt]]
	if doctype == TERRITORY and not is_around:
		return below
	names = frappe.get_all(TERRITORY, filters=below, pluck="name", order_by="lft asc")
	if is_around:
		above = [["lft", "<", span.lft], ["rgt", ">", span.rgt]]
		names += frappe.get_all(TERRITORY, filters=above, pluck="name", order_by="lft asc")
	if doctype == BY_COMMISSION:
		commissions = frappe.get_all(
			"Election Commission", filters={"territory": ["in", names]}, pluck="name", order_by="lft asc"
		)
		return [["commission", "in", commissions]]
	return [["name" if doctype == TERRITORY else "territory", "in", names]]
