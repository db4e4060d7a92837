"""Candidate statistics (*nomzodlar soni*): by party, gender, age on election day, region, membership and state."""

import frappe
from frappe.query_builder.functions import Avg, Count, Max, Min
from pypika import Case, CustomFunction
from pypika.terms import LiteralValue, Term

from esaylov.framework.desk import report_user
from esaylov.reports import grouping
from esaylov.reports.grouping import STATED, Filters, Group, Row, number_of

CANDIDATE = "Candidate"
GROUPS = {
	"party": Group("Political Party"),
	"gender": STATED,
	"age": Group(is_word=False),
	"region": Group(grouping.PLACE),
	"membership": STATED,
	"status": STATED,
}
FILTERED = ("election", "election_type", "party", "gender", "status")
AGES = ((25, "18–24"), (35, "25–34"), (45, "35–44"), (55, "45–54"), (65, "55–64"))
"""Bands of age, each up to the year named [ours]; then those of 65 and older."""
OLDEST = "65+"
_Between = CustomFunction("TIMESTAMPDIFF", ["unit", "earlier", "later"])


@report_user.reading()
def figures(filters: Filters) -> list[Row]:
	"""Candidates: registered, women, women_share (%), non_party, and age_mean, age_least, age_most on election day.

	filters: by (party, gender, age, region, membership, status), election, election_type, party, gender, status, region. One statement, and one for the titles of the groups.
	"""
	candidate, election = frappe.qb.DocType(CANDIDATE), frappe.qb.DocType("Election")
	query = frappe.qb.from_(candidate).left_join(election).on(election.name == candidate.election)
	query, region = grouping.placed(query, candidate.territory)
	age = _Between(LiteralValue("YEAR"), candidate.birth_date, election.election_day)
	by = grouping.chosen(filters, GROUPS, "party")
	key = {
		"party": candidate.party,
		"gender": candidate.gender,
		"age": _band(age),
		"region": region,
		"membership": candidate.party_membership,
		"status": candidate.status,
	}[by]
	query = (
		query.select(
			key.as_("of"),
			Count("*").as_("total"),
			number_of(candidate.status == "Registered").as_("registered"),
			number_of(candidate.gender == "Female").as_("women"),
			number_of(candidate.party_membership == "Non-party").as_("non_party"),
			Avg(age).as_("age_mean"),
			Min(age).as_("age_least"),
			Max(age).as_("age_most"),
		)
		.where(candidate.status != "")
		.where(grouping.reached(CANDIDATE))
		.groupby(key)
	)
	query = grouping.in_region(grouping.within(query, candidate, filters, FILTERED), region, filters)
	rows = grouping.whole(query.run(as_dict=True))
	for row in rows:
		row["women_share"] = round(100 * row["women"] / row["total"], 1)
	rows = grouping.named(rows, GROUPS[by])
	return sorted(rows, key=lambda row: row["of"] or "") if by == "age" else grouping.largest_first(rows)


def _band(age: Term) -> Case:
	"""The band of an age; none where the date of birth is not known."""
	band = Case()
	for limit, name in AGES:
		band = band.when(age < limit, name)
	return band.when(age.isnotnull(), OLDEST)
