"""What state registers hold against the persons of filed appeals: data that differ, nobody of that name, a record that stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import frappe

from esaylov.appeals import service as appeals
from esaylov.appeals.state_registers.checking import ANSWER
from esaylov.appeals.state_registers.revealing import reads_as_staff
from esaylov.identity import service as identity

COLUMNS = ["appeal", "person_key", "check_code", "result"]


@dataclass(frozen=True, slots=True)
class Doubt:
	"""One answer against one person. path: `persons[2]`, "" at the top level. check: PD, CR …; result: of identity.Result."""

	path: str
	check: str
	result: str


def of(appeals: Sequence[str]) -> dict[str, list[Doubt]]:
	"""Filed appeals to what the registers hold against their persons now; those against whom nothing stands are left out.

	The caller has asked who reads it. Two queries, and those of each appeal that is in the answer.
	"""
	if not appeals:
		return {}
	doubted = {"appeal": ["in", list(appeals)], "result": ["in", sorted(identity.AGAINST)]}
	found = frappe.get_all(ANSWER, doubted, pluck="appeal", group_by="appeal", order_by="appeal asc", limit=0)
	if not found:  # a list with "" in it would be the answers that belong to no appeal
		return {}
	rows = frappe.get_all(
		ANSWER,
		{"appeal": ["in", found], "result": ["in", sorted(identity.ANSWERED)]},
		COLUMNS,
		order_by="appeal asc, asked_at asc, creation asc",
		limit=0,
	)
	last = {
		appeal: {(row.person_key, row.check_code): row.result for row in answers}
		for appeal, answers in groupby(rows, key=lambda row: row.appeal)
	}
	stand = {appeal: _of_persons(appeal, results) for appeal, results in last.items()}
	return {appeal: doubts for appeal, doubts in stand.items() if doubts}


def shown_to(user: str, appeal: str) -> list[Doubt]:
	"""The same of one appeal, for staff who read it; nothing for anybody else: verdicts about people are the commission's."""
	return of([appeal]).get(appeal, []) if reads_as_staff(user, appeal) else []


def _of_persons(appeal: str, results: Mapping[tuple[str, str], str]) -> list[Doubt]:
	"""In the order of the form; a person who was corrected away since is in nobody's way."""
	found = []
	for block in appeals.persons_of_filed(appeal).persons:
		key = identity.person_key(block.identifier) if block.identifier else ""
		found += [
			Doubt(block.path, check, result)
			for (person_key, check), result in sorted(results.items())
			if person_key == key and result in identity.AGAINST
		]
	return found
