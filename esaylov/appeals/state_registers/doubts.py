"""What state registers say of the persons of filed appeals, and what of it speaks against them: data that differ, nobody of that name, a record that stands."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import persons as appeals_persons
from esaylov.appeals.drafts.persons import Named
from esaylov.appeals.state_registers.checking import ANSWER
from esaylov.identity.answers import AGAINST, ANSWERED, is_against, person_key

COLUMNS = ["appeal", "person_key", "check_code", "result"]
Said = dict[tuple[str, str], str]
"""Person key and check to the result in force."""


@dataclass(frozen=True, slots=True)
class Answer:
	"""What a register says of one person. path: `persons[2]`, "" at the top level. check: PD, CR …; result: of identity.Result, "" where it was not asked."""

	path: str
	check: str
	result: str


def answers(filings: Sequence[Document]) -> dict[str, list[Answer]]:
	"""Appeals, in hand as they were last filed, to what registers say now: an answer for each person and each check of the type, and
	those to other checks that came. In the order of the form.

	The caller has asked who reads it. One query, and one for each form.
	"""
	said = _said([filing.name for filing in filings])
	named = appeals_persons.of_many(filings)
	return {name: list(_of_persons(persons, said[name])) for name, persons in named.items()}


def of(names: Sequence[str]) -> dict[str, list[Answer]]:
	"""Filed appeals to the answers that speak against their persons now; those against whom none does are left out.

	The caller has asked who reads it. Two queries, and those of each appeal that is in the answer.
	"""
	if not names:
		return {}
	doubted = {"appeal": ["in", list(names)], "result": ["in", sorted(AGAINST)]}
	found = frappe.get_all(ANSWER, doubted, pluck="appeal", group_by="appeal", order_by="appeal asc", limit=0)
	said = _said(found)
	stand = {name: list(_of_persons(appeals_persons.of_filed(name), said[name])) for name in found}
	doubts = {
		name: [one for one in answers if is_against(one.check, one.result)] for name, answers in stand.items()
	}
	return {name: against for name, against in doubts.items() if against}


def _said(names: Sequence[str]) -> dict[str, Said]:
	"""Appeals to the last answer to each question; one that says nothing leaves an earlier one in force."""
	said: dict[str, Said] = defaultdict(dict)
	if not names:  # a list with "" in it would be the answers that belong to no appeal
		return said
	rows = frappe.get_all(
		ANSWER,
		{"appeal": ["in", list(names)]},
		COLUMNS,
		order_by="appeal asc, asked_at asc, creation asc",
		limit=0,
	)
	for row in rows:
		known, question = said[row.appeal], (row.person_key, row.check_code)
		if row.result in ANSWERED or known.get(question) not in ANSWERED:
			known[question] = row.result
	return said


def _of_persons(named: Named, said: Mapping[tuple[str, str], str]) -> Iterator[Answer]:
	"""A person who was corrected away since is in nobody's way."""
	besides: dict[str, list[str]] = defaultdict(list)
	for person, check in sorted(said):
		if check not in named.checks:
			besides[person].append(check)
	for block in named.persons:
		key = person_key(block.identifier) if block.identifier else ""
		for check in (*named.checks, *besides.get(key, ())):
			yield Answer(block.path, check, said.get((key, check), ""))
