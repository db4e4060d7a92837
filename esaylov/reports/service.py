"""The public door of the reports: figures within the reach of the user of the session, counted in the database.

Each gives rows of groups, the largest first (months, days and ages in their order), with `of` (the group), `label` (what
it is called in the reader's language), `total` and the figures named. A filter that is not given leaves nothing out; one
that names what the reader does not reach leaves nothing. Nobody is named but in `overdue`: the officer of an appeal.
"""

from esaylov.reports import accredited as accredited_people
from esaylov.reports import appeals as appeal_figures
from esaylov.reports import candidates as candidate_figures
from esaylov.reports import decisions as decision_figures
from esaylov.reports import lookups as look_figures
from esaylov.reports import overdue as late
from esaylov.reports.grouping import Filters, Row
from esaylov.reports.showing import bars, column

__all__ = [
	"Filters",
	"Row",
	"accredited",
	"appeals",
	"bars",
	"candidates",
	"column",
	"decisions",
	"lookups",
	"overdue",
]
MOST_OVERDUE = late.MOST


def appeals(filters: Filters) -> list[Row]:
	"""Appeals that were filed: open, overdue, decided, granted, partly_granted, refused, acknowledged, withdrawn, late, days_mean, days_most.

	filters: by (type, commission, status, region, month), from_date and to_date of receipt, election, appeal_type,
	status, commission (with those below), region, applicant_kind. Days run from the day of receipt to that of the
	decision; late are those decided after their term.
	"""
	return appeal_figures.figures(filters)


def overdue(filters: Filters) -> list[Row]:
	"""Open appeals whose term has passed, the longest first, at most MOST_OVERDUE: name, number, type_title, commission_title, due_on, days_late, officer, escalated_title.

	filters: election, appeal_type, commission (with those below), assigned_to.
	"""
	return late.rows(filters)


def decisions(filters: Filters) -> list[Row]:
	"""Signed decisions: granted, partly_granted, refused, acknowledged, annulled; voted (how many by a vote), unanimous, and the votes.

	filters: by (commission, kind, outcome, matter, month), from_date and to_date of the decision, election, kind,
	outcome, commission (with those below).
	"""
	return decision_figures.figures(filters)


def candidates(filters: Filters) -> list[Row]:
	"""Candidates: registered, women, women_share (%), non_party, and age_mean, age_least, age_most on election day.

	filters: by (party, gender, age, region, membership, status), election, election_type, party, gender, status, region.
	"""
	return candidate_figures.figures(filters)


def accredited(filters: Filters) -> list[Row]:
	"""Observers and media representatives by state (registered, replaced, revoked, resigned, annulled), with_certificate.

	filters: by (kind, region, party, organization, country), register (one of the two DocTypes), from_date and to_date
	of registration, election, election_type, party, status, region.
	"""
	return accredited_people.figures(filters)


def lookups(filters: Filters) -> list[Row]:
	"""Looks at data of people: lookups, checks, reveals; people and viewers are how many different ones.

	An auditor's are all, a commission's its own and those below. filters: by (kind, commission, registers, day, month),
	from_date, to_date, kind, appeal, commission (with those below).
	"""
	return look_figures.figures(filters)
