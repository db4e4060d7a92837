"""Statistics of decisions and votes (*qarorlar va ovoz berish*): what was decided, and how members voted on it."""

import frappe
from frappe.query_builder.functions import Count, Sum

from esaylov.framework.desk import report_user
from esaylov.reports import grouping
from esaylov.reports.grouping import MONTHLY, STATED, Filters, Group, Row, number_of

DECISION = "Decision"
GROUPS = {
	"commission": Group("Election Commission"),
	"kind": STATED,
	"outcome": STATED,
	"matter": Group("Decision Subject"),
	"month": MONTHLY,
}
FILTERED = ("election", "kind", "outcome")
VOTES = ("votes_for", "votes_against", "votes_abstained", "votes_recused")


@report_user.reading()
def figures(filters: Filters) -> list[Row]:
	"""Signed decisions: granted, partly_granted, refused, acknowledged, annulled; voted (how many by a vote), unanimous, and the votes.

	filters: by (commission, kind, outcome, matter, month), from_date and to_date of the decision, election, kind,
	outcome, commission (with those below). One statement, and one for the titles of the groups.
	"""
	decision, item = frappe.qb.DocType(DECISION), frappe.qb.DocType("Agenda Item")
	by = grouping.chosen(filters, GROUPS, "commission")
	key = {
		"commission": decision.commission,
		"kind": decision.kind,
		"outcome": decision.outcome,
		"matter": decision.subject_kind,
		"month": grouping.month(decision.decided_on),
	}[by]
	query = (
		frappe.qb.from_(decision)
		.left_join(item)
		.on(item.name == decision.agenda_item)
		.select(
			key.as_("of"),
			Count("*").as_("total"),
			number_of(decision.outcome == "Granted").as_("granted"),
			number_of(decision.outcome == "Partly Granted").as_("partly_granted"),
			number_of(decision.outcome == "Refused").as_("refused"),
			number_of(decision.outcome == "Acknowledged").as_("acknowledged"),
			number_of(decision.status == "Annulled").as_("annulled"),
			Count(item.name).as_("voted"),
			number_of((item.votes_for > 0) & (item.votes_against == 0) & (item.votes_abstained == 0)).as_(
				"unanimous"
			),
			*(Sum(item[votes]).as_(votes) for votes in VOTES),
		)
		.where(decision.status != "Draft")
		.where(grouping.reached(DECISION))
		.groupby(key)
	)
	query = grouping.within(query, decision, filters, FILTERED)
	query = grouping.at_or_below(query, decision, "commission", filters)
	rows = grouping.whole(grouping.between(query, decision.decided_on, filters).run(as_dict=True))
	rows = grouping.named(rows, GROUPS[by])
	return sorted(rows, key=lambda row: row["of"] or "") if by == "month" else grouping.largest_first(rows)
