"""The public door of the reports: figures within the reach of the user of the session, counted in the database.

Each gives rows of groups, the largest first (months, days and ages in their order), with `of` (the group), `label` (what
it is called in the reader's language), `total` and the figures named. A filter that is not given leaves nothing out; one
that names what the reader does not reach leaves nothing. Nobody is named but in `overdue`: the officer of an appeal.
"""

from esaylov.reports.accredited import figures as accredited
from esaylov.reports.appeals import figures as appeals
from esaylov.reports.candidates import figures as candidates
from esaylov.reports.cockpit import figures as cockpit
from esaylov.reports.cockpit_lists import export as export_cockpit
from esaylov.reports.cockpit_lists import unstaffed
from esaylov.reports.decisions import figures as decisions
from esaylov.reports.grouping import Filters, Row
from esaylov.reports.lookups import figures as lookups
from esaylov.reports.overdue import MOST as MOST_OVERDUE
from esaylov.reports.overdue import rows as overdue
from esaylov.reports.showing import bars, column, fitted

__all__ = [
	"MOST_OVERDUE",
	"Filters",
	"Row",
	"accredited",
	"appeals",
	"bars",
	"candidates",
	"cockpit",
	"column",
	"decisions",
	"export_cockpit",
	"fitted",
	"lookups",
	"overdue",
	"unstaffed",
]
