"""How long a vote lasts at least: members who are present have this time, whoever would rather close it."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from frappe.model.document import Document

from esaylov.elections import statutes
from esaylov.framework import clock

LEAST_MINUTES = "vote_minutes"
"""Statute: minutes that a vote lasts at least while somebody present has not voted."""


def least_end(opened_at: datetime) -> datetime:
	"""Before this moment no vote ends that somebody present has not given; later by each recess of the vote."""
	return opened_at + timedelta(minutes=statutes.number(LEAST_MINUTES))


def end_of(row: Mapping[str, Any], session: Document) -> datetime:
	"""When the vote on an item that is open may be closed without the votes that are missing; nobody votes in a recess."""
	least = least_end(row["opened_at"]) + _time_in_recess(session, row["opened_at"])
	return max(least, row["open_until"] or least)


def is_over(row: Mapping[str, Any], session: Document) -> bool:
	"""Whether that moment is past."""
	return end_of(row, session) <= clock.now()


def _time_in_recess(session: Document, since: datetime) -> timedelta:
	"""How long a session was in recess since a moment, up to now."""
	total, began = timedelta(), None
	for step in json.loads(session.course or "[]"):
		at = max(datetime.fromisoformat(step["at"]), since)
		if step["what"] == "recess":
			began = at
		elif step["what"] == "resumed" and began:
			total, began = total + (at - began), None
	return total + (clock.now() - began) if began else total
