"""The protocol of a precinct's count (*sanoq bayonnomasi*) for one kind of ballot, and the table made of many. Art. 54-58, 94-95.

The fields are those that the law names; which sums must hold follows from what they mean [ours]. A count of one station is
proved when it is entered, a table is proved by the protocols that it is made of, and nothing is corrected in silence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from esaylov.core.findings import Finding, Param

MOST = 100_000_000
"""No number of a protocol is larger: more than the voters of the country; what is, was mistyped."""


@dataclass(frozen=True, slots=True)
class Protocol:
	"""One count. votes: by who stands, a candidate or a party; their order is the ballot's.

	voters: on the list, with those added on the day (art. 54, 94). received: ballots received (art. 32). given: voters who got a ballot
	(art. 94). early: of them before the day (art. 54). counted: ballots in the boxes, so voters who took part. left: unused ballots and
	those cancelled, spoiled and exchanged ones among them (art. 55, 58). invalid: ballots of a wrong form, or with more or
	fewer marks than one (art. 94).
	"""

	voters: int
	received: int
	given: int
	early: int
	counted: int
	left: int
	invalid: int
	votes: Mapping[str, int]


FIELDS = tuple(item.name for item in fields(Protocol) if item.name != "votes")
"""Names of the numbers besides the votes, in the order of the paper."""


@dataclass(frozen=True, slots=True)
class Limits:
	"""Numbers of the law. reserve: one ballot more than voters for each so many of them (Statute `ballot_reserve`, art. 32)."""

	reserve: int


def read(answers: Mapping[str, Any], standing: Iterable[str]) -> tuple[Protocol | None, list[Finding]]:
	"""The protocol that somebody typed, or what of it is no number and who is missing or does not stand.

	standing: those on the ballot. Findings: `count_missing`, `count_not_whole` at the field, `vote_missing`, `vote_not_standing` at
	`votes.NAME`. Nothing is guessed: an empty field is not a zero.
	"""
	votes = answers.get("votes")
	typed = votes if isinstance(votes, Mapping) else {}
	on_ballot = tuple(standing)
	found = [
		problem
		for name in FIELDS
		if (problem := _number(answers.get(name), name, "count_missing")) is not None
	]
	for name in on_ballot:
		if (problem := _number(typed.get(name), f"votes.{name}", "vote_missing")) is not None:
			found.append(problem)
	found += [
		Finding("vote_not_standing", f"votes.{name}", article="94", params={"name": name})
		for name in sorted(map(str, typed.keys() - set(on_ballot)))
	]
	if found:
		return None, found
	numbers = {name: int(answers[name]) for name in FIELDS}
	return Protocol(**numbers, votes={name: int(typed[name]) for name in on_ballot}), []


def _number(value: Any, path: str, code: str) -> Finding | None:
	if value is None or value == "":
		return Finding(code, path, article="94")
	if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
		return Finding("count_not_whole", path, article="94")
	return None


def check(protocol: Protocol, limits: Limits) -> list[Finding]:
	"""The sums that do not hold, each at the field that is typed last, with both numbers; empty for a sound protocol.

	`ballots_over_list` (art. 32), `given_over_list`, `early_over_given`, `ballots_not_even`, `boxes_over_given`, `votes_not_even`.
	"""
	return [*_ballots(protocol, limits), *_votes(protocol)]


def _ballots(one: Protocol, limits: Limits) -> Iterator[Finding]:
	most = one.voters + -(
		-one.voters // limits.reserve
	)  # the reserve of a small station is one ballot [ours]
	if one.received > most:
		yield _finding("ballots_over_list", "received", "32, 54", number=one.received, limit=most)
	if one.given > one.voters:
		yield _finding("given_over_list", "given", "94", number=one.given, limit=one.voters)
	if one.early > one.given:
		yield _finding("early_over_given", "early", "54, 57", number=one.early, limit=one.given)
	if one.received != one.given + one.left:
		yield _finding("ballots_not_even", "left", "58, 94", number=one.given + one.left, limit=one.received)


def _votes(one: Protocol) -> Iterator[Finding]:
	if one.counted > one.given:
		yield _finding("boxes_over_given", "counted", "94", number=one.counted, limit=one.given)
	told = sum(one.votes.values()) + one.invalid
	if told != one.counted:
		yield _finding("votes_not_even", "votes", "94", number=told, limit=one.counted)


def _finding(code: str, path: str, article: str, *, number: int, limit: int) -> Finding:
	params: dict[str, Param] = {"number": number, "limit": limit}
	return Finding(code, path, article=article, params=params)


def total(protocols: Iterable[Protocol]) -> Protocol:
	"""The table of the protocols of one contest: each field and each one's votes added up. Zeroes of no protocol at all.

	Raises ValueError where others stand on one of them: those are no parts of one table.
	"""
	sums, votes = dict.fromkeys(FIELDS, 0), dict[str, int]()
	for number, one in enumerate(protocols):
		if number and one.votes.keys() != votes.keys():
			raise ValueError("protocols of different ballots")
		for name in FIELDS:
			sums[name] += getattr(one, name)
		for name, count in one.votes.items():
			votes[name] = votes.get(name, 0) + count
	return Protocol(**sums, votes=votes)


def check_total(table: Protocol, protocols: Iterable[Protocol]) -> list[Finding]:
	"""`total_not_even` for each number of a table that is not what its protocols add up to (art. 95). Raises as `total`."""
	parts = total(protocols)
	found = [
		_finding("total_not_even", name, "95", number=getattr(table, name), limit=getattr(parts, name))
		for name in FIELDS
		if getattr(table, name) != getattr(parts, name)
	]
	found += [
		_finding(
			"total_not_even",
			f"votes.{name}",
			"95",
			number=table.votes.get(name, 0),
			limit=parts.votes.get(name, 0),
		)
		for name in dict.fromkeys([*parts.votes, *table.votes])
		if table.votes.get(name, 0) != parts.votes.get(name, 0)
	]
	return found


def is_held(table: Protocol, turnout_min: int) -> bool:
	"""Whether so many percent of the voters of the list took part (Statute `turnout_min`, art. 96); in no list nobody did."""
	return table.voters > 0 and table.counted * 100 >= table.voters * turnout_min
