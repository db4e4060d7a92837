"""The day that the tests are about: that of Tashkent, as in the app."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from standalone.steps import timed

TASHKENT = ZoneInfo("Asia/Tashkent")
LENGTH = timedelta(minutes=25)
"""How long a run may take that lies within one day."""


def today() -> date:
	"""The present day in Tashkent."""
	return datetime.now(TASHKENT).date()


def left_to_wait(now: datetime) -> timedelta:
	"""From a moment to midnight, where a run that begins now would cross it; else nothing."""
	midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
	return midnight - now if midnight - now < LENGTH else timedelta(0)


def wait_for_a_whole_one() -> None:
	"""Let midnight pass before a run that would cross it: what a test made yesterday is not of today."""
	if not left_to_wait(datetime.now(TASHKENT)):
		return
	with timed("Waiting for midnight in Tashkent, so that the tests lie within one day"):
		while left := left_to_wait(datetime.now(TASHKENT)):
			time.sleep(min(left.total_seconds(), 10))
