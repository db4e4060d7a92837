"""How long a vote lasts at least: members who are present have this time, whoever would rather close it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from esaylov.elections import statutes
from esaylov.framework import clock

LEAST_MINUTES = "vote_minutes"
"""Statute: minutes that a vote lasts at least while somebody present has not voted."""


def least_end(opened_at: datetime) -> datetime:
	"""Before this moment no vote ends that somebody present has not given."""
	return opened_at + timedelta(minutes=statutes.number(LEAST_MINUTES))


def end_of(row: Mapping[str, Any]) -> datetime:
	"""When the vote on an item that is open may be closed without the votes that are missing."""
	ends: datetime = max(least_end(row["opened_at"]), row["open_until"] or row["opened_at"])
	return ends


def is_over(row: Mapping[str, Any]) -> bool:
	"""Whether that moment is past."""
	return end_of(row) <= clock.now()
