"""Who is in office in a commission on a day, by the days of a membership and the decision that ended it.

A membership with a last day of its own (imported, or typed) holds until the end of that day. One that a decision ends, ends on the
day of that decision and never before it began; that day belongs to whoever follows, so that nobody holds a position twice. One
that administrators annulled without a decision never held.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate
from pypika.queries import Table
from pypika.terms import Criterion, Term

Membership = Mapping[str, Any] | Document
DAYS = ("starts_on", "ends_on", "end_decision", "is_annulled")
"""Columns of a membership that these functions read."""


def has_not_ended(member: Table, day: date | Term) -> Criterion:
	"""The condition that a membership has not ended on a day; a placeholder is used twice."""
	is_last = (member.ends_on == day) & member.end_decision.isnull()
	never_held = (member.is_annulled == 1) & member.end_decision.isnull()
	return (member.ends_on.isnull() | (member.ends_on > day) | is_last) & never_held.negate()


def is_in_office(member: Table, day: date | Term) -> Criterion:
	"""The condition that a membership holds on a day; a placeholder is used three times."""
	return (member.starts_on <= day) & has_not_ended(member, day)


def last_day(member: Membership) -> date:
	"""The last day in office, without end `date.max`; before the first day for a membership that never held."""
	if member.get("is_annulled") and not member.get("end_decision"):
		return date.min
	if not (stored := member.get("ends_on")):
		return date.max
	ends_on: date = getdate(stored)
	return ends_on - timedelta(days=1) if member.get("end_decision") else ends_on


def holds(member: Membership, day: date) -> bool:
	"""Whether a membership holds on a day. member: DAYS."""
	starts_on = member.get("starts_on")
	return (not starts_on or getdate(starts_on) <= day) and day <= last_day(member)


def end_of(member: Membership, day: date) -> date:
	"""What a membership that a decision of a day ends has as its end: that day, or the day it was to begin."""
	return max(day, getdate(member.get("starts_on")))
