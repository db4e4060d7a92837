"""Rules about persons, by PINFL or, where it is not given, passport.

`group` names the group the persons stand in, "" the block at the top level. Criminal record and legal capacity come from
state registers; a person whom no register answered for gives the warning `register_not_asked`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.people.identity import foreign_passport_key
from esaylov.core.people.names import search_key
from esaylov.core.rules.registry import (
	IDENTIFIERS,
	Answers,
	Contest,
	Facts,
	at,
	born_on,
	identifiers,
	place,
	rows,
	rule,
	text,
)

__all__ = ["IDENTIFIERS", "identifiers", "rows"]

CANDIDATES = "candidates"
MEMBERS = "commission_members"


def not_asked(path: str, row: Mapping[str, Any], register: str, article: str) -> Finding:
	"""The warning that nobody knows yet, so that the commission will look; `register` is a word of `texts.words`."""
	params: dict[str, Param] = {"register": register}
	return Finding("register_not_asked", place(path, row), Severity.WARNING, article, params)


@rule("unique_persons")
def unique_persons(answers: Answers, facts: Facts, article: str, *, group: str) -> list[Finding]:
	"""`person_repeated` for each row whose person stands in a row before; `row` is that row, counted from 1.

	Who is named by passport alone is whoever has that name and day of birth: a person may have two passports [ours].
	"""
	first: dict[str, int] = {}
	found = []
	for number, (path, row) in enumerate(rows(answers, group), 1):
		keys = _keys(row)
		known = next(((column, first[sought]) for column, sought, _ in keys if sought in first), None)
		if known:
			column, before = known
			found.append(
				Finding("person_repeated", at(path, column), article=article, params={"row": before})
			)
		for _, _, value in keys:
			first.setdefault(value, number)
	return found


def _keys(row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
	"""What tells persons apart: the column, what is sought among the rows before, and what later rows seek."""
	keys = [(column, value, value) for column, value in identifiers(row)]
	if foreign := text(row, "foreign_passport_no"):  # which counts with its country
		key = foreign_passport_key(text(row, "citizenship"), foreign)
		keys.append(("foreign_passport_no", key, key))
	name, born = search_key(text(row, "full_name")), born_on(row)
	if name and born:
		# of two rows of one name and day one at least has no number
		anybody, unnumbered = f"{name} {born}", f"{name} {born} unnumbered"
		if text(row, "pinfl"):
			keys.append(("full_name", unnumbered, anybody))
		else:
			keys += [("full_name", anybody, anybody), ("full_name", unnumbered, unnumbered)]
	return keys


@rule("not_candidate", CANDIDATES)
def not_candidate(answers: Answers, facts: Facts, article: str, *, group: str = "") -> list[Finding]:
	"""`person_is_candidate` for a person who is a candidate of this election already."""
	return _taken(answers, facts.found(CANDIDATES), "person_is_candidate", group, article)


@rule("not_commission_member", MEMBERS)
def not_commission_member(answers: Answers, facts: Facts, article: str, *, group: str = "") -> list[Finding]:
	"""`person_is_commission_member` for a member of an election commission, other than the one that the appeal forms anew."""
	return _taken(answers, facts.found(MEMBERS), "person_is_commission_member", group, article)


@rule("not_candidate_or_member", CANDIDATES, MEMBERS)
def not_candidate_or_member(answers: Answers, facts: Facts, article: str, *, group: str) -> list[Finding]:
	"""Both of the two above. Own design."""
	return [
		*_taken(answers, facts.found(CANDIDATES), "person_is_candidate", group, article),
		*_taken(answers, facts.found(MEMBERS), "person_is_commission_member", group, article),
	]


def _taken(answers: Answers, taken: frozenset[str], code: str, group: str, article: str) -> list[Finding]:
	found = []
	for path, row in rows(answers, group):
		# the PINFL alone where there is one: a rival may have been entered with this passport
		column, value = next(iter(identifiers(row)), ("", ""))
		if value in taken:
			found.append(Finding(code, at(path, column), article=article))
	return found


@rule("not_convicted", "convicted", "criminal_record_known")
def not_convicted(answers: Answers, facts: Facts, article: str, *, group: str = "") -> list[Finding]:
	"""`person_convicted` for a person with a criminal record that bars from the office."""
	known = (facts.found("convicted"), facts.found("criminal_record_known"))
	return _registered(answers, *known, "person_convicted", "criminal_record", group, article)


@rule("legally_capable", "incapable", "capacity_known")
def legally_capable(answers: Answers, facts: Facts, article: str, *, group: str = "") -> list[Finding]:
	"""`person_incapable` for a person whom a court found legally incapable."""
	known = (facts.found("incapable"), facts.found("capacity_known"))
	return _registered(answers, *known, "person_incapable", "legal_capacity", group, article)


def _registered(
	answers: Answers,
	barred: frozenset[str],
	known: frozenset[str],
	code: str,
	register: str,
	group: str,
	article: str,
) -> list[Finding]:
	found = []
	for path, row in rows(answers, group):
		values = {value for _, value in identifiers(row)}
		if values & barred:
			found.append(Finding(code, place(path, row), article=article))
		elif not values & known:
			found.append(not_asked(path, row, register, article))
	return found


@rule("minimum_age")
def minimum_age(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	statute: str,
	group: str = "",
	on: Literal["election_day", "today"] = "election_day",
	contest: Contest = "",
) -> list[Finding]:
	"""`person_too_young` for a person who has not reached the age on that day; the birthday itself counts (own reading).

	`birth_date_missing` for a person of whom neither a PINFL nor a date of birth is given.
	"""
	if not facts.is_about(contest):
		return []
	years = facts.statute(statute)
	day = facts.election_day if on == "election_day" else facts.today
	found = []
	for path, row in rows(answers, group):
		born = born_on(row)
		if born is None:
			found.append(Finding("birth_date_missing", at(path, "birth_date"), article=article))
		elif (reached := age(born, day)) < years:
			params: dict[str, Param] = {"years": years, "day": day.isoformat(), "age": reached}
			found.append(Finding("person_too_young", place(path, row), article=article, params=params))
	return found


def age(born: date, on: date) -> int:
	"""Whole years on a day; who was born on 29 February has the birthday on 1 March of common years."""
	return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
