"""Jobs: filling a list, the checks of filings, and what was broken off or not answered."""

from esaylov.appeals.review import owed as appeals_owed
from esaylov.appeals.state_registers import checking, filling, prefills
from esaylov.integrations.interagency.access import is_enabled

MOST = 500
"""Appeals put in line by one run of the scheduler; the others come next."""


def fill(appeal: str) -> None:
	"""Fill the persons of a draft that wait in its queue."""
	filling.run(appeal)


def check_owed() -> None:
	"""Ask the registers about the persons of filed appeals who are owed it."""
	appeals_owed.swept(checking.sweep)


def wake() -> int:
	"""Scheduler: put in line what is owed, whether a queue took it before or not; how many jobs' worth there is."""
	waiting = prefills.unfinished()[:MOST]
	for appeal in waiting:
		filling.order(appeal)
	owed = appeals_owed.owed().appeals if is_enabled() else 0
	appeals_owed.wake(owed)
	return len(waiting) + owed


def ask_again() -> int:
	"""Scheduler: what is pending or was not answered is owed again; of how many appeals."""
	silent = checking.unanswered()[:MOST] if is_enabled() else []
	appeals_owed.owe_again(silent)
	return len(silent)
