"""Departures that another person noted: the member may come back, and until then nobody takes their place [ours].

Else a chair, or who keeps the record, is noted as gone in one second, replaced in the next, and signs nothing.
"""

from collections.abc import Collection
from datetime import datetime

import frappe
from frappe.model.document import Document

from esaylov.decisions.sessions.records import vote_times
from esaylov.decisions.sessions.records.writing import ATTENDANCE
from esaylov.framework import clock
from esaylov.framework.errors import WrongState


def find_return_end(session: str, persons: Collection[str], is_step: bool = True) -> datetime | None:
	"""Until when one of these persons may come back before another takes their place; None for nobody or where it is past.

	It is the least time of a vote after somebody else noted that they left. A locking read for steps.
	"""
	rows = frappe.db.get_values(
		ATTENDANCE,
		{"session": session, "person": ["in", [*persons, ""]]},
		["person", "left_at", "left_noted_by"],
		as_dict=True,
		for_update=is_step,
		order_by="ordinal asc",
	)
	last = {row.person: row for row in rows}.values()
	ends = [vote_times.least_end(row.left_at) for row in last if row.left_at and row.left_noted_by]
	return max((end for end in ends if end > clock.now()), default=None)


def refuse_until_return(session: Document, persons: Collection[str]) -> None:
	"""Raise WrongState (`may_return`) while one of these persons may come back before another takes their place."""
	if end := find_return_end(str(session.name), persons):
		raise may_return(end)


def may_return(end: datetime) -> WrongState:
	"""The refusal that names this moment."""
	return WrongState({"time": f"{end:%H:%M:%S}"}, code="may_return")
