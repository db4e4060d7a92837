"""Until which day the rows of an election are needed no more: the announcement of the results, so many days, and no other election at work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_DAYS = 30
"""No number in force makes it sooner: courts decide about results within this time [ours]."""


@dataclass(frozen=True, slots=True)
class Held:
	"""An election. begun_on: the first day of which it may have rows. announced_on: of its results; None before."""

	begun_on: date
	announced_on: date | None


def due_until(elections: Sequence[Held], days: int, today: date) -> date | None:
	"""The last day whose rows are needed no more; None where there is none yet.

	days: calendar days after the official announcement. An election that is not announced needs all rows from its beginning on,
	for nobody can tell whose a row is that names none.
	"""
	wait = timedelta(days=max(days, LEAST_DAYS))
	over = [held.announced_on for held in elections if held.announced_on and held.announced_on + wait < today]
	if not over:
		return None
	needed = [held.begun_on for held in elections if not held.announced_on or held.announced_on not in over]
	return min([max(over), *(begin - timedelta(days=1) for begin in needed)])
