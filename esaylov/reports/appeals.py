"""Appeal statistics (*murojaatlar soni*): how many, in which state, how long until their decision, and which are late."""

import frappe
from frappe.query_builder.functions import Avg, Count, Date, Max

from esaylov.core.procedure.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.desk import report_user
from esaylov.reports import grouping
from esaylov.reports.grouping import MONTHLY, STATED, Filters, Group, Row, number_of

APPEAL = "Appeal"
RUNNING = (State.REGISTERED, State.UNDER_REVIEW, State.EXPERT_REVIEW, State.ON_AGENDA)
DECIDED = (State.GRANTED, State.PARTLY_GRANTED, State.REFUSED, State.ACKNOWLEDGED)
GROUPS = {
	"type": Group("Appeal Type"),
	"commission": Group("Election Commission"),
	"status": STATED,
	"region": Group(grouping.PLACE),
	"month": MONTHLY,
}
FILTERED = ("election", "appeal_type", "status", "applicant_kind")


@report_user.reading()
def figures(filters: Filters) -> list[Row]:
	"""Appeals that were filed: open, overdue, decided, granted, partly_granted, refused, acknowledged, withdrawn, late, days_mean, days_most.

	filters: by (type, commission, status, region, month), from_date and to_date of receipt, election, appeal_type,
	status, commission (with those below), region, applicant_kind. Days run from the day of receipt to that of the
	decision; late are those decided after their term. One statement, and one for the titles of the groups.
	"""
	appeal, decision = frappe.qb.DocType(APPEAL), frappe.qb.DocType("Decision")
	query = frappe.qb.from_(appeal).left_join(decision).on(decision.name == appeal.decision)
	query, region = grouping.placed(query, appeal.territory)
	by = grouping.chosen(filters, GROUPS, "type")
	key = {
		"type": appeal.appeal_type,
		"commission": appeal.recipient,
		"status": appeal.status,
		"region": region,
		"month": grouping.month(appeal.received_at),
	}[by]
	today = clock.today()
	took = grouping.Days(decision.decided_on, Date(appeal.received_at))
	query = (
		query.select(
			key.as_("of"),
			Count("*").as_("total"),
			number_of(appeal.status.isin([*RUNNING, State.RETURNED])).as_("open"),
			number_of(appeal.status.isin(RUNNING) & (appeal.due_on < today)).as_("overdue"),
			number_of(appeal.status.isin(DECIDED)).as_("decided"),
			number_of(appeal.status == State.GRANTED).as_("granted"),
			number_of(appeal.status == State.PARTLY_GRANTED).as_("partly_granted"),
			number_of(appeal.status == State.REFUSED).as_("refused"),
			number_of(appeal.status == State.ACKNOWLEDGED).as_("acknowledged"),
			number_of(appeal.status == State.WITHDRAWN).as_("withdrawn"),
			number_of(decision.decided_on > appeal.due_on).as_("late"),
			Avg(took).as_("days_mean"),
			Max(took).as_("days_most"),
		)
		.where(appeal.status != State.DRAFT)
		.where(grouping.reached(APPEAL))
		.groupby(key)
	)
	query = grouping.within(query, appeal, filters, FILTERED)
	query = grouping.at_or_below(query, appeal, "recipient", filters)
	query = grouping.in_region(query, region, filters)
	rows = grouping.whole(grouping.between(query, appeal.received_at, filters).run(as_dict=True))
	rows = grouping.named(rows, GROUPS[by])
	return sorted(rows, key=lambda row: row["of"] or "") if by == "month" else grouping.largest_first(rows)
