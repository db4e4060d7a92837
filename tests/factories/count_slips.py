"""Made-up papers of counts, the slips that people make when they type them, and how many of them two entries find.

Seeded: a seed gives the same papers and slips each time. Shares of the votes vary between stations of a constituency, as they do.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from esaylov.core.findings import Severity
from esaylov.core.results import FIELDS, Limits, Protocol
from esaylov.core.results.double_entry import (
	Reported,
	Surroundings,
	assess,
	differing_paths,
	flat,
	merged,
	read_entry,
)
from esaylov.core.results.turnout import Hour

RESERVE = Limits(reserve=200)
SOUND = Protocol(
	voters=1000,
	received=1005,
	given=700,
	early=50,
	counted=690,
	left=305,
	invalid=10,
	votes={"A": 400, "B": 200, "C": 80},
)
STATIONS = 10
"""Stations of a constituency."""
REFUSED, DIFFERENCE, ERROR, WARNING, MISSED = "refused", "difference", "error", "warning", "missed"
Typed = dict[str, Any]


NUMBER = st.integers(0, 500)


@st.composite
def sound(draw: st.DrawFn) -> Protocol:
	"""Any protocol whose sums hold."""
	votes = {name: draw(NUMBER) for name in "ABC"}
	invalid = draw(NUMBER)
	counted = sum(votes.values()) + invalid
	given = counted + draw(NUMBER)
	voters = given + draw(NUMBER)
	received = given + draw(st.integers(0, voters - given))
	early = draw(st.integers(0, given))
	return Protocol(voters, received, given, early, counted, received - given, invalid, votes)


def typed(**changes: object) -> dict[str, object]:
	return {**{name: getattr(SOUND, name) for name in FIELDS}, "votes": dict(SOUND.votes), **changes}


@dataclass(frozen=True)
class Paper:
	"""What a paper says, and what else is known of its station. others: papers of the other stations of the constituency."""

	station: int
	protocol: Protocol
	others: tuple["Paper", ...] = ()

	def typed(self) -> Typed:
		"""An entry without a slip."""
		numbers = {name: getattr(self.protocol, name) for name in FIELDS}
		return {"station": self.station, **numbers, "votes": dict(self.protocol.votes)}

	def around(self, has_report: bool) -> Surroundings:
		"""Neighbours and, if there is one, the last report of turnout."""
		reported = Reported(Hour.END, self.protocol.voters, self.protocol.counted) if has_report else None
		return Surroundings([(str(one.station), one.protocol) for one in self.others], reported)


def papers(random: Random) -> list[Paper]:
	"""The papers of a constituency: three to six candidates, 300 to 3,000 voters a station."""
	names = "ABCDEF"[: random.randint(3, 6)]
	shares = [random.uniform(1, 10) for _ in names]
	plain = [Paper(number, _counted(random, names, shares)) for number in range(1, STATIONS + 1)]
	return [replace(one, others=tuple(other for other in plain if other is not one)) for one in plain]


def _counted(random: Random, names: str, shares: list[float]) -> Protocol:
	voters = random.randint(300, 3000)
	given = int(voters * random.uniform(0.5, 0.9))
	counted = given - random.randint(0, 3)
	received = voters + random.randint(0, voters // RESERVE.reserve)
	invalid = int(counted * random.uniform(0.005, 0.05))
	here = [share * random.uniform(0.7, 1.3) for share in shares]
	valid = counted - invalid
	votes = [int(valid * share / sum(here)) for share in here]
	votes[random.randrange(len(votes))] += valid - sum(votes)
	early = int(given * random.uniform(0, 0.1))
	return Protocol(
		voters,
		received,
		given,
		early,
		counted,
		received - given,
		invalid,
		dict(zip(names, votes, strict=True)),
	)


def digit(random: Random, typed: Typed) -> Typed:
	"""One digit of one number is another."""
	path, value = _number(random, typed)
	digits = list(str(value))
	place = random.randrange(len(digits))
	digits[place] = random.choice([one for one in "0123456789" if one != digits[place]])
	return _with(typed, {path: int("".join(digits))})


def exchanged_digits(random: Random, typed: Typed) -> Typed:
	"""Two neighbouring digits of one number are exchanged."""
	able = [path for path, value in _numbers(typed).items() if len(set(str(value))) > 1]
	path = random.choice(able)
	text = str(flat(typed)[path])
	place = random.choice([at for at in range(len(text) - 1) if text[at] != text[at + 1]] or [0])
	return _with(typed, {path: int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])})


def lost_digit(random: Random, typed: Typed) -> Typed:
	"""One digit of one number is left out."""
	able = [path for path, value in _numbers(typed).items() if value > 9]
	path = random.choice(able)
	text = str(flat(typed)[path])
	place = random.randrange(len(text))
	return _with(typed, {path: int(text[:place] + text[place + 1 :])})


def exchanged_lines(random: Random, typed: Typed) -> Typed:
	"""The votes of two lines of the ballot are exchanged."""
	one, other = random.sample(sorted(typed["votes"]), 2)
	votes = typed["votes"]
	return {**typed, "votes": {**votes, one: votes[other], other: votes[one]}}


def moved_votes(random: Random, typed: Typed) -> Typed:
	"""Some votes of one line are typed on another: the sum holds."""
	votes = typed["votes"]
	one, other = random.sample(sorted(votes), 2)
	number = random.choice([1, 10, 100])
	number = min(number, votes[one]) or 0
	return {**typed, "votes": {**votes, one: votes[one] - number, other: votes[other] + number}}


def _numbers(typed: Typed) -> dict[str, int]:
	return {path: value for path, value in flat(typed).items() if path != "station"}


def _number(random: Random, typed: Typed) -> tuple[str, int]:
	return random.choice(list(_numbers(typed).items()))


def _with(typed: Typed, values: Mapping[str, Any]) -> Typed:
	again = merged(typed, merged(typed, {}, ()), ())
	for path, value in values.items():
		name, _, line = path.partition(".")
		if line:
			again["votes"] = {**again["votes"], line: value}
		else:
			again[name] = value
	return again


Slip = Callable[[Random, Typed], Typed]


def of_one(slip: Slip) -> Callable[[Random, Paper], tuple[Typed, Typed]]:
	"""One person makes the slip, the first or the second."""

	def entries(random: Random, paper: Paper) -> tuple[Typed, Typed]:
		both = [paper.typed(), slip(random, paper.typed())]
		random.shuffle(both)
		return both[0], both[1]

	return entries


def of_both(slip: Slip) -> Callable[[Random, Paper], tuple[Typed, Typed]]:
	"""Both persons make the same slip: the figure is hard to read."""

	def entries(random: Random, paper: Paper) -> tuple[Typed, Typed]:
		wrong = slip(random, paper.typed())
		return wrong, dict(wrong)

	return entries


def _sums_on_paper(random: Random, paper: Paper) -> tuple[Typed, Typed]:
	"""The paper itself is wrong in one number of a sum; both type it as it is."""
	path = random.choice(["received", "given", "left", "counted", "invalid", "votes.A"])
	typed = paper.typed()
	wrong = _with(typed, {path: flat(typed)[path] + random.choice([1, 2, 5, 10])})
	return wrong, dict(wrong)


def _another_paper(random: Random, paper: Paper) -> tuple[Typed, Typed]:
	"""One person has the paper of another station, with its number."""
	other = random.choice(paper.others)
	return paper.typed(), other.typed()


def _another_paper_both(random: Random, paper: Paper) -> tuple[Typed, Typed]:
	"""Both have the paper of another station, with its number."""
	other = random.choice(paper.others)
	return other.typed(), other.typed()


def _another_paper_number_copied(random: Random, paper: Paper) -> tuple[Typed, Typed]:
	"""Both have the paper of another station and type the number from the screen instead of the paper."""
	other = {**random.choice(paper.others).typed(), "station": paper.station}
	return other, dict(other)


KINDS: dict[str, Callable[[Random, Paper], tuple[Typed, Typed]]] = {
	"one person: a wrong digit": of_one(digit),
	"one person: two digits exchanged": of_one(exchanged_digits),
	"one person: a digit left out": of_one(lost_digit),
	"one person: two lines exchanged": of_one(exchanged_lines),
	"one person: votes on another line, sum unchanged": of_one(moved_votes),
	"both the same: a wrong digit": of_both(digit),
	"both the same: two digits exchanged": of_both(exchanged_digits),
	"both the same: a digit left out": of_both(lost_digit),
	"both the same: two lines exchanged": of_both(exchanged_lines),
	"both the same: votes on another line, sum unchanged": of_both(moved_votes),
	"the paper: a sum does not add up": _sums_on_paper,
	"wrong station: one person": _another_paper,
	"wrong station: both": _another_paper_both,
	"wrong station: both, number typed from the screen": _another_paper_number_copied,
	"no slip": lambda random, paper: (paper.typed(), paper.typed()),
}


def found_by(paper: Paper, entries: tuple[Typed, Typed], has_report: bool) -> str:
	"""What finds a slip first, in the order in which the system asks; `missed` if nothing does."""
	standing = list(paper.protocol.votes)
	if any(
		one.code == "station_differs"
		for typed in entries
		for one in read_entry(typed, standing, paper.station)[1]
	):
		return REFUSED
	if differing_paths(*entries):
		return DIFFERENCE
	findings = assess(entries, standing, paper.station, RESERVE, paper.around(has_report)).findings
	kinds = {one.severity for one in findings}
	return ERROR if Severity.ERROR in kinds else WARNING if kinds else MISSED


def rates(number: int, seed: int, has_report: bool = True) -> dict[str, Counter[str]]:
	"""Kind of slip to how many of so many protocols each means found. A slip that changed nothing is made again."""
	random = Random(seed)
	found = {kind: Counter[str]() for kind in KINDS}
	made: list[Paper] = []
	for _ in range(number):
		made = made or papers(random)
		paper = made.pop()
		for kind, make in KINDS.items():
			entries = make(random, paper)
			while kind != "no slip" and entries == (paper.typed(), paper.typed()):
				entries = make(random, paper)
			found[kind][found_by(paper, entries, has_report)] += 1
	return found


def table(number: int, seed: int) -> str:
	"""The rates as rows of a document: kind, found by each means in percent, found in all, found without reports of turnout."""
	with_report, without = rates(number, seed), rates(number, seed, has_report=False)

	def percent(count: int) -> str:
		return f"{count * 100 / number:.1f}"

	rows = []
	for kind, counts in with_report.items():
		means = [percent(counts[one]) for one in (REFUSED, DIFFERENCE, ERROR, WARNING)]
		both = [percent(number - each[kind][MISSED]) for each in (with_report, without)]
		rows.append(f"| {kind} | {' | '.join(means)} | {' | '.join(both)} |")
	return "\n".join(rows)
