"""Statistics of access to data of people (*maʼlumotlarga murojaatlar soni*): how many, by whom, of how many; nobody is named."""

import frappe
from frappe.query_builder.functions import Count, Date
from pypika.terms import LiteralValue

from esaylov.framework.desk import report_user
from esaylov.permissions.reach import reach
from esaylov.permissions.row_conditions import OfCommission
from esaylov.reports import grouping
from esaylov.reports.grouping import MONTHLY, STATED, Filters, Group, Row, number_of

ACCESS = "Personal Data Access"
GROUPS = {
	"kind": STATED,
	"commission": Group("Election Commission"),
	"registers": Group(is_word=False),
	"day": Group(is_word=False),
	"month": MONTHLY,
}
FILTERED = ("kind", "appeal")


@report_user.reading()
def figures(filters: Filters) -> list[Row]:
	"""Looks at data of people: lookups, checks, reveals; people and viewers are how many different ones.

	An auditor's are all, a commission's its own and those below. filters: by (kind, commission, registers, day, month),
	from_date, to_date, kind, appeal, commission (with those below).
	One statement, and one for the titles of the groups.
	"""
	access = frappe.qb.DocType(ACCESS)
	by = grouping.chosen(filters, GROUPS, "kind")
	key = {
		"kind": access.kind,
		"commission": access.commission,
		"registers": access.registers,
		"day": Date(access.seen_at),
		"month": grouping.month(access.seen_at),
	}[by]
	query = (
		frappe.qb.from_(access)
		.select(
			key.as_("of"),
			Count("*").as_("total"),
			number_of(access.kind == "Look-up").as_("lookups"),
			number_of(access.kind == "Check").as_("checks"),
			number_of(access.kind == "Reveal").as_("reveals"),
			Count(access.person_key).distinct().as_("people"),
			Count(access.viewer).distinct().as_("viewers"),
		)
		.where(access.kind != "")
		.where(_counted())
		.groupby(key)
	)
	query = grouping.within(query, access, filters, FILTERED)
	query = grouping.at_or_below(query, access, "commission", filters)
	rows = grouping.whole(grouping.between(query, access.seen_at, filters).run(as_dict=True))
	for row in rows:
		row["of"] = str(row["of"]) if row["of"] else ""
	rows = grouping.named(rows, GROUPS[by])
	return sorted(rows, key=lambda row: row["of"]) if by in ("day", "month") else grouping.largest_first(rows)


def _counted() -> LiteralValue:
	"""What is counted for the user: all for an auditor, else what their commissions and those below looked at [ours].

	The rows themselves are the auditor's alone: they name people.
	"""
	held = reach()
	if held.is_auditor or held.is_system:
		return grouping.reached(ACCESS)
	condition = OfCommission("commission").rows(held, ACCESS, reading=True).sql(ACCESS)
	return LiteralValue("({})".format(condition.replace("%", "%%")))
