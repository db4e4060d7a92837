"""From votes to a result (*ovoz berish*): quorum, majority, casting vote, ties. Votes are open, so each has its member.

The shares are data (Decision Rule), never constants: which of them the law asks of which commission is not for this
module. Own design; the Election Code's own numbers are unverified.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations_with_replacement, product
from typing import Any, Self

from esaylov.core.findings import Finding


class Choice(StrEnum):
	"""Equal to the options of Commission Vote.choice."""

	FOR = "For"
	AGAINST = "Against"
	ABSTAINED = "Abstained"
	RECUSED = "Recused"


class Majority(StrEnum):
	"""Equal to the options of Decision Rule.majority."""

	SIMPLE = "Simple"
	"""More for than against."""
	ABSOLUTE = "Absolute"
	"""More than half of the base."""
	TWO_THIRDS = "Two Thirds"
	"""At least two thirds of the base."""


class Base(StrEnum):
	"""Of whom a share is taken; equal to the options of Decision Rule.quorum_of and .majority_of."""

	MEMBERS = "Members"
	PRESENT = "Present"


class Result(StrEnum):
	"""Equal to the decided states of an Agenda Item, and to the options of Decision Rule.on_tie but Adopted."""

	ADOPTED = "Adopted"
	NOT_ADOPTED = "Not Adopted"
	POSTPONED = "Postponed"


class Ground(StrEnum):
	"""What a result rests on; equal to the options of Agenda Item.result_reason."""

	MAJORITY = "Majority"
	NO_MAJORITY = "No Majority"
	CASTING_VOTE = "Casting Vote"
	TIE = "Tie"
	NO_QUORUM = "No Quorum"


@dataclass(frozen=True, slots=True)
class Share:
	"""A share: at least so many of so many, or more than that."""

	numerator: int
	denominator: int
	is_more_than: bool = False

	def is_reached(self, count: int, base: int) -> bool:
		"""Whether `count` of `base` is this share; nobody is no share of anything."""
		if count <= 0 or base <= 0:
			return False
		have, need = count * self.denominator, base * self.numerator
		return have > need if self.is_more_than else have >= need


HALF = Share(1, 2, is_more_than=True)
TWO_THIRDS = Share(2, 3)


@dataclass(frozen=True, slots=True)
class Rule:
	"""How a commission decides. quorum_of: Members: that share of them is present; Present: that share of those present votes.

	majority_of: what an absolute majority or two thirds are taken of; those present who recused themselves are left out,
	of all members they are not. on_tie: what equal votes mean where no casting vote decides: not adopted, or postponed.
	"""

	quorum: Share
	quorum_of: Base = Base.MEMBERS
	majority: Majority = Majority.ABSOLUTE
	majority_of: Base = Base.PRESENT
	casting_vote: bool = True
	on_tie: Result = Result.NOT_ADOPTED
	recused_in_quorum: bool = True

	@classmethod
	def of(cls, values: Mapping[str, Any]) -> Self:
		"""The rule that the fields of a Decision Rule say. Raises ValueError for a value that is none of a closed set."""
		share = Share(
			int(values["quorum_numerator"]),
			int(values["quorum_denominator"]),
			bool(values["quorum_is_more_than"]),
		)
		return cls(
			share,
			Base(values["quorum_of"]),
			Majority(values["majority"]),
			Base(values["majority_of"]),
			bool(values["casting_vote"]),
			Result(values["on_tie"]),
			bool(values["recused_in_quorum"]),
		)

	def findings(self) -> list[Finding]:
		"""What contradicts itself in the rule; empty when it can be used."""
		found = []
		if self.quorum.denominator < 1 or not 0 < self.quorum.numerator <= self.quorum.denominator:
			found.append(Finding("quorum_share", "quorum_numerator"))
		elif self.quorum.is_more_than and self.quorum.numerator == self.quorum.denominator:
			found.append(Finding("quorum_share", "quorum_is_more_than"))
		if self.casting_vote and self.majority is Majority.TWO_THIRDS:
			# equal votes are never two thirds, so one of the two would say nothing
			found.append(Finding("casting_vote_of_two_thirds", "casting_vote"))
		if self.on_tie is Result.ADOPTED:
			found.append(Finding("tie_adopts", "on_tie"))
		return found


@dataclass(frozen=True, slots=True)
class Assembly:
	"""The members of a commission today, those present, and who presides; identifiers of persons.

	Who is present and no member any more counts for nothing.
	"""

	members: frozenset[str]
	present: frozenset[str]
	presiding: str = ""

	@classmethod
	def of(cls, members: Iterable[str], present: Iterable[str], presiding: str = "") -> Self:
		"""An assembly of those present who are members."""
		held = frozenset(members)
		return cls(held, held & frozenset(present), presiding)


@dataclass(frozen=True, slots=True)
class Tally:
	"""A counted vote. `is_casting`: the vote of the presiding member decided equal votes."""

	result: Result
	ground: Ground
	votes_for: int
	votes_against: int
	votes_abstained: int
	votes_recused: int
	members_total: int
	members_present: int

	@property
	def is_casting(self) -> bool:
		"""Whether the casting vote decided."""
		return self.ground is Ground.CASTING_VOTE


def has_quorum(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	"""Whether the commission may decide. votes: of members by person; those of others are left out.

	With a quorum of those present, who has not voted yet is missing from it.
	"""
	recused = _who(votes, assembly.present, {Choice.RECUSED})
	counted = assembly.present if rule.recused_in_quorum else assembly.present - recused
	if rule.quorum_of is Base.MEMBERS:
		return rule.quorum.is_reached(len(counted), len(assembly.members))
	voting = _who(votes, counted, set(Choice))
	return rule.quorum.is_reached(len(voting), len(counted))


def can_reach_quorum(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	"""Whether there would be a quorum if all present members who have not voted yet did. votes: as for `has_quorum`."""
	return has_quorum(rule, assembly, {**dict.fromkeys(assembly.present, Choice.ABSTAINED), **votes})


def may_change(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	"""Whether the votes of present members who have not voted could still give another result. votes: as for `count`."""
	missing = assembly.present - set(votes)
	result = count(rule, assembly, votes).result
	return any(
		count(rule, assembly, {**votes, **rest}).result is not result for rest in _ways(missing, assembly)
	)


def is_settled(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	"""Whether a vote is over but for its closing: all present members voted, or it is adopted whatever the others vote."""
	if not assembly.present - set(votes):
		return True
	is_adopted = count(rule, assembly, votes).result is Result.ADOPTED
	return is_adopted and not may_change(rule, assembly, votes)


def _ways(missing: Collection[str], assembly: Assembly) -> Iterator[dict[str, Choice]]:
	"""How these may vote, as far as results differ: it matters how many choose what, and what the presiding member chooses."""
	presiding = [person for person in missing if person == assembly.presiding]
	others = sorted(set(missing) - set(presiding))
	for first in product(Choice, repeat=len(presiding)):
		for rest in combinations_with_replacement(Choice, len(others)):
			yield dict(zip([*presiding, *others], [*first, *rest], strict=True))


def count(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> Tally:
	"""The result of a vote. votes: one for each member who voted; of a person who is no member now, none counts.

	A vote counts although its member left after giving it: it was given while present.
	"""
	given = {person: choice for person, choice in votes.items() if person in assembly.members}
	result, ground = _result(rule, assembly, given)
	chosen = Counter(given.values())
	return Tally(
		result,
		ground,
		votes_for=chosen[Choice.FOR],
		votes_against=chosen[Choice.AGAINST],
		votes_abstained=chosen[Choice.ABSTAINED],
		votes_recused=chosen[Choice.RECUSED],
		members_total=len(assembly.members),
		members_present=len(assembly.present),
	)


def _result(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> tuple[Result, Ground]:
	if not has_quorum(rule, assembly, votes):
		return Result.POSTPONED, Ground.NO_QUORUM
	chosen = Counter(votes.values())
	votes_for, votes_against = chosen[Choice.FOR], chosen[Choice.AGAINST]
	if _is_majority(rule, assembly, votes):
		return Result.ADOPTED, Ground.MAJORITY
	if not _has_voted_quorum(rule, assembly, votes):
		return Result.POSTPONED, Ground.NO_QUORUM
	if votes_for != votes_against or not votes_for:
		return Result.NOT_ADOPTED, Ground.NO_MAJORITY
	casting = votes.get(assembly.presiding)
	if rule.casting_vote and casting in (Choice.FOR, Choice.AGAINST):
		return (Result.ADOPTED if casting is Choice.FOR else Result.NOT_ADOPTED), Ground.CASTING_VOTE
	return rule.on_tie, Ground.TIE


def _has_voted_quorum(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	"""Whether enough members voted for a result other than adoption: those who were silent rejected nothing (own design)."""
	if rule.quorum_of is Base.PRESENT:
		return True  # `has_quorum` counted them
	counted = set(Choice) if rule.recused_in_quorum else set(Choice) - {Choice.RECUSED}
	return rule.quorum.is_reached(len(_who(votes, assembly.members, counted)), len(assembly.members))


def _is_majority(rule: Rule, assembly: Assembly, votes: Mapping[str, Choice]) -> bool:
	chosen = Counter(votes.values())
	if rule.majority is Majority.SIMPLE:
		return chosen[Choice.FOR] > chosen[Choice.AGAINST]
	voted = {person for person, choice in votes.items() if choice is not Choice.RECUSED}
	recused = set(votes) - voted
	# who voted and then left is still one of those of whom the majority is taken
	base = assembly.members if rule.majority_of is Base.MEMBERS else (assembly.present | voted) - recused
	return (HALF if rule.majority is Majority.ABSOLUTE else TWO_THIRDS).is_reached(
		chosen[Choice.FOR], len(base)
	)


def _who(votes: Mapping[str, Choice], among: Collection[str], wanted: Collection[Choice]) -> set[str]:
	return {person for person, choice in votes.items() if person in among and choice in wanted}
