"""The public door of the inbox of staff. Who is no staff of a commission gets NotPermitted from each of these."""

from esaylov.appeals.inbox.applicants import Titles
from esaylov.appeals.inbox.applicants import read as titles
from esaylov.appeals.inbox.bulk import (
	Progress,
	progress,
	refused_of,
)
from esaylov.appeals.inbox.bulk import check as check_bulk
from esaylov.appeals.inbox.bulk import order as assign_many
from esaylov.appeals.inbox.bulk import resume as resume_assignments
from esaylov.appeals.inbox.exporting import Form, Given, export
from esaylov.appeals.inbox.officers import Officer
from esaylov.appeals.inbox.officers import at as officers_at
from esaylov.appeals.inbox.officers import names as officer_names
from esaylov.appeals.inbox.officers import of as officers
from esaylov.appeals.inbox.pages import Page, Row, TypeCount, page
from esaylov.appeals.inbox.pages import types as types_waiting
from esaylov.appeals.inbox.queues import Counted, Queue, running_states
from esaylov.appeals.inbox.queues import of as queues_of
from esaylov.appeals.inbox.rooms import tell as tell_changed

__all__ = [
	"Counted",
	"Form",
	"Given",
	"Officer",
	"Page",
	"Progress",
	"Queue",
	"Row",
	"Titles",
	"TypeCount",
	"assign_many",
	"check_bulk",
	"export",
	"officer_names",
	"officers",
	"officers_at",
	"page",
	"progress",
	"queues_of",
	"refused_of",
	"resume_assignments",
	"running_states",
	"tell_changed",
	"titles",
	"types_waiting",
]
