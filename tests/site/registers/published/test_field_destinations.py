"""Every field that a type asks for, beside register, portal and certificate: what is left out has a reason
(tests/data/field_destinations.csv)."""

import csv
from pathlib import Path

import pytest
from factories import destinations as goes
from factories import effects as make

from esaylov.registers.published import candidates

TABLE = Path(__file__).parents[3] / "data" / "field_destinations.csv"


def table() -> dict[tuple[str, str], dict[str, str]]:
	with TABLE.open(encoding="utf-8", newline="") as content:
		return {(row["effect"], row["field"]): row for row in csv.DictReader(content)}


def test_table_has_each_field_of_each_type_and_where_it_goes():
	found = {key: (row["register"], row["portal"], row["certificate"]) for key, row in table().items()}
	assert found == goes.destinations()


def test_each_difference_has_a_reason():
	bare = [
		key
		for key, row in table().items()
		if not (row["register"] and row["portal"] and row["certificate"]) and not row["reason"]
	]
	assert bare == []


@pytest.mark.parametrize("effect", ["register_candidate", "register_list", "replace_candidate"])
def test_place_of_birth_goes_to_the_register_and_the_portal(effect):
	row = table()[effect, "birthplace"]
	assert (row["register"], row["portal"]) == ("Candidate.birthplace", "Candidate.birthplace")


def test_registered_candidate_has_the_place_of_birth_of_the_filing():
	answers = {"party_membership": "Member", **make.person(), "birthplace": "Chirchiq shahri"}
	decision = make.effect("register_candidate", answers, election_types=["DC"])
	(entry,) = make.written(decision, "Candidate")
	assert entry.birthplace == "Chirchiq shahri"
	assert candidates.one(entry.name).birthplace == "Chirchiq shahri"


def test_candidates_of_a_list_have_their_own_places_of_birth():
	named = [make.person(birthplace=place) for place in ("A", "B")]
	first, second, *_ = make.written(make.listed(make.nominees(*named)), "Candidate")
	assert [first.birthplace, second.birthplace] == ["A", "B"]
