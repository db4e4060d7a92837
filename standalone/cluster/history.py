"""The checker: a recorded history of requests and answers beside what stands in the database afterwards. Nothing here asks anybody.

Like Elle it looks for what no order of single steps can explain, in the terms of this system: each filing, decision and vote that was
acknowledged is there once, with the number and the event that were said; what was acknowledged before something else was asked comes
before it in the chain and has the lower number; nobody reads a state older than one that was acknowledged before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FILE, DECIDE, VOTE, READ = "file", "decide", "vote", "read"
WRITES = (FILE, DECIDE, VOTE)
DONE = 200
AGAIN = (0, 503)
"""Answers after which the same is asked again: a broken line, and "not now"."""
RANK = {FILE: 1, DECIDE: 2}
"""How far an appeal is: 0 a draft, 1 filed, 2 decided."""


@dataclass(frozen=True)
class Try:
	"""One request and its answer. about: a filing's key, an appeal, `MEMBER|ITEM`; moments in seconds of one clock.

	said: what the answer promises: of a filing appeal, number, event; of a decision number; of a vote choice; of a read the rank.
	"""

	kind: str
	about: str
	asked: float
	answered: float
	status: int
	said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
	"""What stands in the database of a filing, a decision or a vote; `said` as in Try. sequence: its place in the commission's chain."""

	kind: str
	about: str
	said: Mapping[str, str]
	commission: str = ""
	sequence: int = 0


def faults(history: Sequence[Try], rows: Sequence[Row]) -> list[str]:
	"""What is wrong, in words; [] where nothing is."""
	return [
		*_unexpected(history),
		*_contradictions(history),
		*_lost_and_doubled(history, rows),
		*_equal_numbers(rows),
		*_disorder(history, rows),
		*_stale(history),
	]


def _unexpected(history: Iterable[Try]) -> Iterator[str]:
	found = Counter((one.kind, one.status) for one in history if one.status not in (DONE, *AGAIN))
	for (kind, status), count in sorted(found.items()):
		yield f"{count} answers {status} to {kind}"


def _acknowledged(history: Iterable[Try]) -> dict[tuple[str, str], list[Try]]:
	"""Kind and what it is about -> its acknowledgements."""
	found: dict[tuple[str, str], list[Try]] = defaultdict(list)
	for one in history:
		if one.status == DONE and one.kind in WRITES:
			found[one.kind, one.about].append(one)
	return found


def _contradictions(history: Iterable[Try]) -> Iterator[str]:
	"""A repeat that was answered otherwise."""
	for (kind, about), tries in _acknowledged(history).items():
		if any(one.said != tries[0].said for one in tries):
			yield f"{kind} {about} was acknowledged in two ways"


def _lost_and_doubled(history: Iterable[Try], rows: Iterable[Row]) -> Iterator[str]:
	found: dict[tuple[str, str], list[Row]] = defaultdict(list)
	for row in rows:
		found[row.kind, row.about].append(row)
	for (kind, about), same in found.items():
		if len(same) > 1:
			yield f"{kind} {about} is there {len(same)} times"
	for place, tries in _acknowledged(history).items():
		kind, about = place
		if place not in found:
			yield f"{kind} {about} was acknowledged and is lost"
		elif found[place][0].said != tries[0].said:
			yield f"{kind} {about} is not as it was acknowledged"


def _equal_numbers(rows: Iterable[Row]) -> Iterator[str]:
	numbers = Counter((row.kind, row.said["number"]) for row in rows if row.said.get("number"))
	for (kind, number), count in numbers.items():
		if count > 1:
			yield f"{kind}: {count} have the number {number}"


def _disorder(history: Iterable[Try], rows: Iterable[Row]) -> Iterator[str]:
	"""The order of the chain is that of the numbers, and one that could have been: what had ended stands before what began later."""
	times = _times(history)
	for commission, chain in _chains(rows).items():
		latest, last = 0.0, 0
		for row in chain:
			number = int(row.said["number"].rpartition("-")[2])
			if number <= last:
				yield f"{commission}: {row.said['number']} stands behind a higher number"
			last = max(last, number)
			begun, ended = times.get(row.about, (latest, None))
			if ended is not None and ended < latest:
				yield f"{commission}: {row.about} was acknowledged before one was asked that stands before it"
			latest = max(latest, begun)


def _times(history: Iterable[Try]) -> dict[str, tuple[float, float | None]]:
	"""Key of a filing -> when it was first asked, and first acknowledged."""
	found: dict[str, tuple[float, float | None]] = {}
	for one in sorted((one for one in history if one.kind == FILE), key=lambda one: one.answered):
		begun, ended = found.get(one.about, (one.asked, None))
		if ended is None and one.status == DONE:
			ended = one.answered
		found[one.about] = min(begun, one.asked), ended
	return found


def _chains(rows: Iterable[Row]) -> dict[str, list[Row]]:
	found: dict[str, list[Row]] = defaultdict(list)
	for row in sorted((row for row in rows if row.kind == FILE), key=lambda row: row.sequence):
		found[row.commission].append(row)
	return found


def _stale(history: Iterable[Try]) -> Iterator[str]:
	"""A read that shows less than what was acknowledged, or read, before it was asked."""
	known: dict[str, list[tuple[float, int]]] = defaultdict(list)
	for one in sorted((one for one in history if one.status == DONE), key=lambda one: one.answered):
		if one.kind in RANK:
			known[one.said.get("appeal", one.about)].append((one.answered, RANK[one.kind]))
		elif one.kind == READ:
			known[one.about].append((one.answered, int(one.said["rank"])))
	for one in history:
		if one.kind != READ or one.status != DONE:
			continue
		least = max((rank for at, rank in known[one.about] if at < one.asked), default=0)
		if int(one.said["rank"]) < least:
			yield f"{one.about} was read as {one.said['rank']} after it was {least}"


def recovery(history: Iterable[Try], moment: float) -> float | None:
	"""Seconds from a moment to the first acknowledgement of a write that was asked after it; None where none came."""
	found = [
		one.answered for one in history if one.kind in WRITES and one.status == DONE and one.asked >= moment
	]
	return min(found) - moment if found else None
