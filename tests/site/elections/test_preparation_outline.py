"""A plan before it is stored: the kinds to choose from, what its steps lack by the rules that refuse it later; stations go with seats."""

from datetime import timedelta

import frappe
import pytest
from factories import effects, settled
from test_election_kinds import CODE, by_election, held_by_somebody, made, seats

from esaylov.elections.preparation import outline, steps
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import ground


def plan(**values) -> dict:
	"""A plan of a by-election in which nothing is missing."""
	wanted = {
		"kind": "By-election",
		"source_election": ground.ELECTION,
		"code": CODE,
		"title_uz": "Boʻsh oʻrin boʻyicha saylov",
		"election_day": (clock.today() + timedelta(days=60)).isoformat(),
		"called_on": clock.today().isoformat(),
		"contests": ["DC"],
		"seats": [row["constituency"] for row in seats()],
	}
	return {**wanted, **values}


def codes(**values) -> dict[str, list[str]]:
	return {
		step: [finding.code for finding in found] for step, found in outline.lacking(plan(**values)).items()
	}


def test_each_kind_says_its_contests_seats_and_article():
	kinds = {kind.name: kind for kind in outline.kinds()}
	assert [contest.code for contest in kinds["Presidential"].contests] == ["PRES"]
	assert (kinds["By-election"].seats, kinds["By-election"].article) == ("Vacant", "74, 93")
	assert {kind.article for kind in kinds.values()}.isdisjoint({""})


@pytest.mark.parametrize(
	("values", "step", "code"),
	[
		({"kind": "nobody"}, "kind", "kind_missing"),
		({"contests": []}, "kind", "required"),
		({"election_day": ""}, "date", "required"),
		({"election_day": "2020-01-05"}, "date", "date_too_early"),
		({"code": ""}, "date", "required"),
		({"seats": []}, "seats", "seats_missing"),
		({"source_election": ""}, "seats", "required"),
	],
)
def test_what_is_missing_is_said_at_its_step_and_nothing_is_written(values, step, code):
	before = frappe.db.count("Election Preparation")
	assert codes() == {"kind": [], "date": [], "seats": []}
	assert code in codes(**values)[step]
	assert frappe.db.count("Election Preparation") == before


@pytest.mark.parametrize("values", [{"election_day": "tomorrow"}, {"seats": "all"}, {"contests": [1]}])
def test_what_is_no_plan_is_refused(values):
	with pytest.raises(FormInvalid):
		outline.lacking(plan(**values))


def test_the_same_words_refuse_the_plan_when_it_is_stored():
	(seat,) = (row["constituency"] for row in seats())
	held_by_somebody(seat)
	asked = outline.lacking(plan())["seats"]
	with pytest.raises(FormInvalid) as refused:
		by_election().insert()
	assert tuple(asked) == tuple(refused.value.findings)
	assert [finding.article for finding in asked] != [""]


def test_the_stations_of_a_seat_go_with_it_and_are_gone_when_it_is_unmade():
	(seat,) = (row["constituency"] for row in seats())
	station = frappe.db.get_value("Polling Station", {"territory": effects.DISTRICT})
	document = frappe.get_doc("Constituency", seat)
	document.set("stations", [{"polling_station": station}])
	settled.saved(document)
	name = made()
	(new,) = frappe.get_all("Constituency", {"election": CODE}, pluck="name")
	assert [row.polling_station for row in frappe.get_doc("Constituency", new).stations] == [station]
	steps.undo(name)
	assert frappe.db.count("Constituency Station", {"parent": new}) == 0
	assert frappe.db.count("Constituency Station", {"parent": seat}) == 1
