"""Who is elected in a constituency, or that nobody is and what follows. Art. 59-60, 96."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from esaylov.core.results.protocol import Protocol, is_held

CHAMBER = frozenset({"LC_SMD", "LC_PL"})
"""Contests whose deputies sit in the Legislative Chamber."""


def is_barred(contest: str, held: Collection[str]) -> bool:
	"""Whether a deputy by these contests gets no mandate of another one: nobody sits twice in the Legislative Chamber
	[derived], or in it and in a local Kengash at once [Const. 92]."""
	others = set(held) - {contest}
	return bool(others) and (contest in CHAMBER or not CHAMBER.isdisjoint(others))


class Outcome(StrEnum):
	"""What the law makes of a count."""

	ELECTED = "Elected"
	REPEAT_VOTING = "Repeat Voting"
	"""Nobody among more than two has the votes needed: the two leaders go on (art. 59)."""
	REPEAT_ELECTION = "Repeat Election"
	"""Nobody of two or one is elected (art. 60)."""
	NOT_HELD = "Not Held"
	"""Too few took part (art. 96); a repeat election follows (art. 60)."""
	TIED = "Tied"
	"""Who goes on, or is elected, has as many votes as another: the law was not found to decide it; the commission does."""
	SEATS = "List Seats"
	"""The seats of the lists are shared out (art. 96-1)."""
	INVALID = "Invalid"
	"""Violations changed the result: the commission says so, with the reason (art. 96); a repeat election follows (art. 60)."""
	SUMMED = "Added Up"
	"""A table that elects nobody: of a commission below the one that decides, or of a referendum."""


@dataclass(frozen=True, slots=True)
class Verdict:
	"""The outcome and those whom it names: the one elected, the two who go on, those who are equal; nobody otherwise."""

	outcome: Outcome
	names: tuple[str, ...] = ()
	article: str = "96"


def constituency(table: Protocol, turnout_min: int, share: int) -> Verdict:
	"""The verdict on one seat.

	share: more than so many percent of those who took part are needed where more than two stand, or one alone; 0 asks for no more
	than the most votes. Of two the one with more votes is elected [old: art. 96].
	"""
	if not is_held(table, turnout_min):
		return Verdict(Outcome.NOT_HELD, article="60, 96")
	order = sorted(table.votes, key=table.votes.__getitem__, reverse=True)
	if not order or not table.votes[order[0]]:
		return Verdict(Outcome.REPEAT_ELECTION, article="60")
	first = table.votes[order[0]]
	is_enough = len(order) == 2 or first * 100 > table.counted * share
	level = tuple(name for name in order if table.votes[name] == first)
	if is_enough and len(level) == 1:
		return Verdict(Outcome.ELECTED, level)
	if len(order) <= 2:
		return Verdict(Outcome.REPEAT_ELECTION, article="60")
	return _leaders(table, order) if not is_enough else Verdict(Outcome.TIED, level)


def _leaders(table: Protocol, order: list[str]) -> Verdict:
	second = table.votes[order[1]]
	if table.votes[order[2]] == second:
		return Verdict(Outcome.TIED, tuple(name for name in order if table.votes[name] >= second), "59")
	return Verdict(Outcome.REPEAT_VOTING, tuple(order[:2]), "59")
