"""Appeals whose term has passed (*muddati oʻtgan murojaatlar*): which, where, with whom, and for how many days."""

import frappe

from esaylov.framework import clock, titles
from esaylov.framework.desk import report_user
from esaylov.reports import grouping
from esaylov.reports.appeals import APPEAL, RUNNING
from esaylov.reports.grouping import Filters, Row

MOST = 5_000
"""Rows of the report: where there are more, it shows those that wait longest, and says so."""


@report_user.reading()
def rows(filters: Filters) -> list[Row]:
	"""Open appeals whose term has passed, the longest first, at most MOST_OVERDUE: name, number, type_title, commission_title, due_on, days_late, officer, escalated_title.

	filters: election, appeal_type, commission (with those below), assigned_to.
	A statement, and one for each kind of record that is named.
	"""
	appeal, user = frappe.qb.DocType(APPEAL), frappe.qb.DocType("User")
	today = clock.today()
	query = (
		frappe.qb.from_(appeal)
		.left_join(user)
		.on(user.name == appeal.assigned_to)
		.select(
			*(appeal[field] for field in ("name", "number", "appeal_type", "recipient", "status", "due_on")),
			appeal.escalated_to,
			user.full_name.as_("officer"),
			grouping.Days(today, appeal.due_on).as_("days_late"),
		)
		.where(appeal.status.isin(RUNNING) & (appeal.due_on < today))
		.where(grouping.reached(APPEAL))
		.orderby(appeal.due_on, appeal.name)
		.limit(MOST)
	)
	query = grouping.within(query, appeal, filters, ("election", "appeal_type", "assigned_to"))
	query = grouping.at_or_below(query, appeal, "recipient", filters)
	found = query.run(as_dict=True)
	called = titles.of(link for row in found for link in _links(row))
	return [_shown(row, called) for row in found]


def _links(row: frappe._dict) -> list[tuple[str, str]]:
	named = (("Appeal Type", row.appeal_type), ("Election Commission", row.recipient))
	return [*named, *([("Election Commission", row.escalated_to)] if row.escalated_to else [])]


def _shown(row: frappe._dict, called: dict[str, dict[str, str]]) -> Row:
	commissions = called.get("Election Commission", {})
	return {
		**row,
		"type_title": called.get("Appeal Type", {}).get(row.appeal_type, row.appeal_type),
		"commission_title": commissions.get(row.recipient, row.recipient),
		"escalated_title": commissions.get(row.escalated_to, ""),
	}
