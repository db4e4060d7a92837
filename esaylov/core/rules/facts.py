"""What rules may know besides the answers, brought by the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeVar

from esaylov.core.calendar import DayCounting, Window

T = TypeVar("T")


class RuleMisused(LookupError):
	"""A rule without what it needs: unknown name, missing parameter, statute or look-up. The caller's mistake."""


@dataclass(frozen=True, slots=True)
class Facts:
	"""Facts of one check; days and time of day in Asia/Tashkent.

	statutes: key of the Statute to its number on that day. window: the calendar window of the appeal type.
	people: name of a look-up to the identifiers (PINFL or passport) it found: `candidates`, `commission_members`,
	`convicted`, `incapable`, and those a register answered for at all: `criminal_record_known`, `capacity_known`. An
	empty set says that nobody was found, a missing one that nobody looked.
	stages: code of a stage of the calendar to its days. counts: `proxies_registered` of the candidate,
	`party_candidates_in_constituency` of the answered constituency, `party_nominees` of the contest or Kengash besides those of the
	answers and `party_women` among them, `voters_total` of the country with those abroad and
	`voters_in_country` without; `constituencies_elsewhere` of the body's territory that the answers do not define anew,
	with their `voters_elsewhere`.
	contest: the election type that the answers are about; "" where they do not say yet, None where nobody looked.
	day_counting: how the election counts "N days before". `rules.needs` says which of them the rules of a form ask for.
	"""

	today: date
	election_day: date
	statutes: Mapping[str, int] = field(default_factory=dict)
	window: Window | None = None
	time_of_day: time = time.min
	people: Mapping[str, frozenset[str]] = field(default_factory=dict)
	stages: Mapping[str, Window] = field(default_factory=dict)
	counts: Mapping[str, int] = field(default_factory=dict)
	day_counting: DayCounting = DayCounting.CALENDAR
	contest: str | None = None

	def is_about(self, contest: str) -> bool:
		"""Whether a rule of that contest holds for the answers; one of "" always does. Raises RuleMisused when nobody looked."""
		if contest and self.contest is None:
			raise RuleMisused("contest")
		return contest in ("", self.contest)

	def statute(self, key: str) -> int:
		"""The number of a Statute; raises RuleMisused when it was not brought."""
		return _brought(self.statutes, key, "statute")

	def found(self, lookup: str) -> frozenset[str]:
		"""Identifiers a look-up found; raises RuleMisused when it was not made."""
		return _brought(self.people, lookup, "look-up")

	def stage(self, code: str) -> Window:
		"""Days of a stage of the calendar; raises RuleMisused when they were not brought."""
		return _brought(self.stages, code, "stage")

	def count(self, key: str) -> int:
		"""A number counted by the service; raises RuleMisused when it was not brought."""
		return _brought(self.counts, key, "count")


def _brought(facts: Mapping[str, T], key: str, what: str) -> T:
	if key not in facts:
		raise RuleMisused(f"{what} {key}")
	return facts[key]
