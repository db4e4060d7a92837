"""The table of a contest: what its received protocols add up to, and what the law makes of it. Art. 95-97."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from esaylov.core.results.elected import Outcome, Verdict, constituency
from esaylov.core.results.list_seats import SeatsTied, list_seats
from esaylov.core.results.protocol import Protocol, is_held, total


@dataclass(frozen=True, slots=True)
class Rules:
	"""Numbers of the law for a contest. turnout: least percent, 0 for none; share: see `elected.constituency`; threshold and seats: of lists."""

	turnout: int
	share: int = 0
	threshold: int = 0
	seats: int = 0


def table(protocols: Iterable[Protocol], ballot: Iterable[str]) -> Protocol:
	"""The sum of protocols. ballot: names in the order of the ballot; who stands on some protocols only (he withdrew between two
	signatures) keeps the votes that were counted, after the others."""
	parts = list(protocols)
	names = dict.fromkeys([*ballot, *(name for part in parts for name in part.votes)])
	return (
		total(replace(part, votes={name: part.votes.get(name, 0) for name in names}) for part in parts)
		if parts
		else (Protocol(0, 0, 0, 0, 0, 0, 0, dict.fromkeys(names, 0)))
	)


def seat(table: Protocol, standing: Iterable[str], rules: Rules) -> Verdict:
	"""The verdict on one seat among those who stand today; votes for others stay in the table and elect nobody."""
	stand = set(standing)
	of_those = {name: count for name, count in table.votes.items() if name in stand}
	return constituency(replace(table, votes=of_those), rules.turnout, rules.share)


def lists(table: Protocol, rules: Rules) -> tuple[Verdict, Mapping[str, int]]:
	"""The verdict on the seats of the lists, and each party's seats; none where it is not held or the last seats are tied."""
	if rules.turnout and not is_held(table, rules.turnout):
		return Verdict(Outcome.NOT_HELD, article="60, 96"), {}
	try:
		seats = list_seats(table.votes, rules.seats, rules.threshold)
	except SeatsTied as tied:
		return Verdict(Outcome.TIED, tied.parties, "96-1"), {}
	if not any(seats.values()):
		return Verdict(Outcome.REPEAT_ELECTION, article="60, 96-1"), {}
	return Verdict(Outcome.SEATS, tuple(party for party, count in seats.items() if count), "96-1"), seats
