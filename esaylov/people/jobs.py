"""Jobs: filling a list, the checks of a filing, and what was broken off or not answered."""

from esaylov.appeals import service as appeals
from esaylov.people import checking, filling, prefills

MOST = 500
"""Appeals put in line by one run of the scheduler; the others come next."""


def fill(appeal: str) -> None:
	"""Fill the persons of a draft that wait in its queue."""
	filling.run(appeal)


def check(appeal: str, start: int = 0) -> None:
	"""Ask the registers about the persons of a filed appeal, ten a job, from the `start`-th on."""
	checking.run(appeal, start)


def resume() -> int:
	"""Scheduler: go on with lists whose job was broken off, and ask again what is pending or was not answered."""
	waiting = prefills.unfinished()[:MOST]
	for appeal in waiting:
		filling.order(appeal)
	silent = checking.unanswered()[:MOST] if checking.is_enabled() else []
	for appeal in silent:
		appeals.order_checks(appeal)
	return len(waiting) + len(silent)
