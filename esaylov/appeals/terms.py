"""When an appeal must be decided: the limit of its type, from Statute rows and the election day."""

from datetime import date

import frappe

from esaylov.appeals.definitions import TypeVersion
from esaylov.core import calendar
from esaylov.elections import statutes

AT_ONCE = {"complaint_review_days": "complaint_at_once_days"}
"""Limit that becomes "at once" shortly before the election -> how many days before, as keys of Statute rows."""


def due_on(version: TypeVersion, election: str, received_on: date) -> date:
	"""Last day for a decision on what was received on a day; raises SetupMissing when a number of the law is not entered."""
	key = version.data["review_statute"]
	days = statutes.number(key, received_on)
	if key not in AT_ONCE:
		return calendar.due_on(received_on, days)
	election_day = frappe.utils.getdate(frappe.db.get_value("Election", election, "election_day"))
	at_once = statutes.number(AT_ONCE[key], received_on)
	return calendar.due_at_once(received_on, days, election_day, at_once)
