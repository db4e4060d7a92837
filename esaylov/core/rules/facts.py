"""What rules may know besides the answers, brought by the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from esaylov.core.calendar import Window


class RuleMisused(LookupError):
	"""A rule without what it needs: unknown name, missing parameter, statute or look-up. The caller's mistake."""


@dataclass(frozen=True, slots=True)
class Facts:
	"""Facts of one check; days and time of day in Asia/Tashkent.

	statutes: key of the Statute to its number on that day. window: the calendar window of the appeal type.
	people: name of a look-up to the identifiers (PINFL or passport) it found, for example `candidates`,
	`commission_members`; an empty set says that nobody was found, a missing one that nobody looked.
	"""

	today: date
	election_day: date
	statutes: Mapping[str, int] = field(default_factory=dict)
	window: Window | None = None
	time_of_day: time = time.min
	people: Mapping[str, frozenset[str]] = field(default_factory=dict)

	def statute(self, key: str) -> int:
		"""The number of a Statute; raises RuleMisused when it was not brought."""
		if key not in self.statutes:
			raise RuleMisused(f"statute {key}")
		return self.statutes[key]

	def found(self, lookup: str) -> frozenset[str]:
		"""Identifiers a look-up found; raises RuleMisused when it was not made."""
		if lookup not in self.people:
			raise RuleMisused(f"look-up {lookup}")
		return self.people[lookup]
