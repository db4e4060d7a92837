"""Two entries of one paper protocol: where they differ, and which numbers are unlikely although their sums hold.

Two persons type the same paper, and neither sees what the other typed. A slip of one of them is a difference. A slip of both, or of the
paper, is found by the sums (`protocol.check`) or by these comparisons with other sources: warnings, for a commission explains them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.results.protocol import FIELDS, Limits, Protocol, check, read, total
from esaylov.core.results.turnout import Hour

STATION = "station"
PAPER = "58, 94"
INVALID_PERCENT = 10
"""More invalid ballots than so many percent are unlikely [ours]."""
FEWEST_NEIGHBOURS, FEWEST_VOTES = 3, 100
"""With fewer neighbours or votes the shares of the others say nothing [ours]."""
FAR_PERCENT, NEARER = 20, 3
"""Two lines look swapped if the distance to the neighbours' shares is so many percent of the votes, and so many times less with the two
exchanged [ours]."""


@dataclass(frozen=True, slots=True)
class Reported:
	"""The last report of turnout of a station: voters on the list and those who took part by an hour."""

	hour: Hour
	voters: int
	voted: int


@dataclass(frozen=True, slots=True)
class Surroundings:
	"""Other sources about a count. neighbours: title and protocol of other stations of the same contest, under the same commission."""

	neighbours: Sequence[tuple[str, Protocol]] = ()
	reported: Reported | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
	"""What two entries say together.

	differing: paths at which they differ. protocol: the numbers if both are equal and whole. findings: what is wrong or unlikely in these.
	"""

	differing: list[str] = field(default_factory=list)
	protocol: Protocol | None = None
	findings: list[Finding] = field(default_factory=list)


def assess(
	entries: tuple[Mapping[str, Any], Mapping[str, Any]],
	standing: Collection[str],
	station: int,
	limits: Limits,
	around: Surroundings,
) -> Assessment:
	"""Compare two entries. Only equal ones are checked: of others nothing is taken."""
	first, second = entries
	if paths := differing_paths(first, second):
		return Assessment(differing=paths)
	protocol, findings = read_entry(first, standing, station)
	if protocol is None:
		return Assessment(findings=findings)
	return Assessment([], protocol, [*findings, *check(protocol, limits), *unlikely(protocol, around)])


def read_entry(
	typed: Mapping[str, Any], standing: Iterable[str], station: int
) -> tuple[Protocol | None, list[Finding]]:
	"""`protocol.read`, and the number of the station as the paper has it: `count_missing`, `station_differs` at `station`."""
	protocol, findings = read(typed, standing)
	number = typed.get(STATION)
	if number in (None, ""):
		return None, [Finding("count_missing", STATION, article=PAPER), *findings]
	if number != station or isinstance(number, bool):
		params: dict[str, Param] = {"number": str(number)[:20], "limit": station}
		return None, [Finding("station_differs", STATION, article=PAPER, params=params), *findings]
	return protocol, findings


def differing_paths(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
	"""Paths whose values differ, in the order of the paper: `station`, the numbers, `votes.NAME`."""
	one, other = flat(first), flat(second)
	return [path for path in dict.fromkeys([*one, *other]) if one.get(path) != other.get(path)]


def flat(typed: Mapping[str, Any]) -> dict[str, Any]:
	"""Path to value of what was typed; a line that nobody typed has None."""
	votes = typed.get("votes")
	lines = votes if isinstance(votes, Mapping) else {}
	return {name: typed.get(name) for name in (STATION, *FIELDS)} | {
		f"votes.{name}": count for name, count in lines.items()
	}


def merged(typed: Mapping[str, Any], again: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
	"""An entry with the values at these paths taken from what was typed again."""
	values, new = flat(typed), flat(again)
	values |= {path: new.get(path) for path in paths}
	votes = {path.partition(".")[2]: values.pop(path) for path in list(values) if path.startswith("votes.")}
	return {**values, "votes": votes}


def unlikely(protocol: Protocol, around: Surroundings) -> list[Finding]:
	"""Warnings about numbers whose sums hold: `turnout_none`, `turnout_full`, `invalid_many`, `voters_not_reported`,
	`counted_not_reported`, `same_as_station`, `lines_swapped`."""
	return [
		*_extremes(protocol),
		*_beside_report(protocol, around.reported),
		*_beside_neighbours(protocol, around),
	]


def _extremes(one: Protocol) -> Iterator[Finding]:
	if one.voters and not one.counted:
		yield _warning("turnout_none", "counted", number=one.counted, limit=one.voters)
	if one.voters and one.counted == one.voters:
		yield _warning("turnout_full", "counted", number=one.counted, limit=one.voters)
	if one.invalid * 100 > one.counted * INVALID_PERCENT:
		yield _warning("invalid_many", "invalid", number=one.invalid, limit=one.counted)


def _beside_report(one: Protocol, reported: Reported | None) -> Iterator[Finding]:
	if reported is None:
		return
	if one.voters != reported.voters:
		yield _warning("voters_not_reported", "voters", number=one.voters, limit=reported.voters)
	has_ended = reported.hour is Hour.END
	if one.counted < reported.voted or (has_ended and one.counted != reported.voted):
		yield _warning(
			"counted_not_reported",
			"counted",
			number=one.counted,
			limit=reported.voted,
			hour=str(reported.hour),
		)


def _beside_neighbours(one: Protocol, around: Surroundings) -> Iterator[Finding]:
	for title, other in around.neighbours:
		if one.counted and other == one:
			yield _warning("same_as_station", "", name=title)
			break
	of_ballot = [other for _, other in around.neighbours if other.votes.keys() == one.votes.keys()]
	if pair := swapped_lines(one, of_ballot):
		yield _warning("lines_swapped", f"votes.{pair[0]}", name=pair[0], other=pair[1])


def swapped_lines(one: Protocol, neighbours: Sequence[Protocol]) -> tuple[str, str] | None:
	"""Two lines whose votes look exchanged: far from the neighbours' shares as they are, near with the two exchanged; None if none do."""
	cast = sum(one.votes.values())
	if len(neighbours) < FEWEST_NEIGHBOURS or cast < FEWEST_VOTES:
		return None
	shares = total(neighbours).votes
	of_all = sum(shares.values())
	if not of_all:
		return None
	away = {name: abs(count * of_all - shares[name] * cast) for name, count in one.votes.items()}
	distance = sum(away.values())
	if distance * 100 < cast * of_all * FAR_PERCENT:
		return None

	def exchanged(pair: tuple[str, str]) -> int:
		left, right = pair
		new = abs(one.votes[right] * of_all - shares[left] * cast) + abs(
			one.votes[left] * of_all - shares[right] * cast
		)
		return distance - away[left] - away[right] + new

	best = min(combinations(one.votes, 2), key=exchanged, default=None)
	return best if best and exchanged(best) * NEARER <= distance else None


def _warning(code: str, path: str, **params: Param) -> Finding:
	return Finding(code, path, Severity.WARNING, "94", params)
