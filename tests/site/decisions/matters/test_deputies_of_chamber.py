"""Nobody becomes a deputy twice of the Legislative Chamber, or of it and of a local Kengash at once."""

import json

import frappe
import pytest
from factories import counts
from factories import effects as make

from esaylov.decisions.matters import ex_officio
from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import ground

LEVELS = {"LC_SMD": "CEC", "LC_PL": "CEC", "REG": ground.HIGHER, "DC": make.COMMISSION}
"""Contest to the commission that decides it."""


def won(person: dict, contest: str) -> str:
	"""A candidate whom a table in force elects."""
	act = {"commission": LEVELS[contest], "election_type": contest}
	name = make.imported("Candidate", person=person, party=make.PARTY, **act)
	votes = json.dumps([{"name": name, "votes": 500}])
	make.imported(
		"Result Table", title=contest, outcome="Elected", votes=votes, elected=json.dumps([name]), **act
	)
	return name


def refused(contest: str, *candidates: str) -> list[tuple[str, str]]:
	"""Codes and places that registering deputies is refused with when it is put on an agenda."""
	data = {"deputies": [{"candidate": name, "votes": 500} for name in candidates]}
	try:
		ex_officio.propose_matter("elected_deputies", data, LEVELS[contest], make.ELECTION)
	except FormInvalid as problem:
		return [(finding.code, finding.path) for finding in problem.findings]
	return []


def seated(candidate: str, person: dict, contest: str) -> str:
	"""The candidate as a deputy by an act made elsewhere."""
	act = {"commission": LEVELS[contest], "election_type": contest, "title": contest}
	return make.imported("Elected Deputy", candidate=candidate, person=person, **act)


@pytest.mark.parametrize(
	("first", "second", "is_barred"),
	[
		("LC_SMD", "LC_PL", True),
		("LC_PL", "LC_SMD", True),
		("DC", "LC_SMD", True),
		("LC_PL", "REG", True),
		("REG", "DC", False),
	],
)
def test_a_seat_in_the_chamber_is_the_only_one(first, second, is_barred):
	counts.held()
	person = make.person()
	one, other = won(person, first), won(person, second)
	assert refused(second, other) == []
	deputy = seated(one, person, first)
	barred = [("deputy_of_chamber", "deputies[0].candidate")]
	assert refused(second, other) == (barred if is_barred else [])
	frappe.db.set_value("Elected Deputy", deputy, "status", "Ended")
	assert refused(second, other) == []


def test_two_seats_in_one_decision_are_found():
	counts.held()
	person = make.person()
	names = [won(person, contest) for contest in ("LC_SMD", "LC_PL")]
	assert refused("LC_SMD", *names) == [("deputy_of_chamber", "deputies[1].candidate")]
