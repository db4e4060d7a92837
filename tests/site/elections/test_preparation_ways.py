"""The ways round a preparation that are closed, and those of the law that stay open: on which day, with which offices, by whom."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import frappe
import pytest
from test_election_kinds import CODE, by_election, made, refusal
from test_preparation_steps import codes, ready

from esaylov.core.elections import election_kinds as law
from esaylov.core.elections.calendar import DayCounting
from esaylov.core.findings import Severity
from esaylov.elections import kinds
from esaylov.elections.preparation import copying, lacks, steps
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.setup.demo import ground

DAY = date(2029, 10, 28)


@pytest.fixture(autouse=True)
def today_again() -> Iterator[None]:
	yield
	clock.move(timedelta(0))


def plan(kind: str, *contests: str) -> frappe.model.document.Document:
	"""A preparation that is not stored, whose election is the demonstration's."""
	rows = [{"election_type": contest} for contest in contests]
	return by_election(
		kind=kind,
		code=ground.ELECTION,
		election_day=DAY,
		election_types=rows,
		vacant_seats=[],
		called_on=None,
	)


@pytest.mark.parametrize("name", sorted(kinds.all_kinds()))
def test_an_election_of_each_kind_can_be_opened_on_the_day_it_is_called(monkeypatch, name):
	kind = kinds.all_kinds()[name]
	contests = sorted(kind.contests)
	windows = law.windows(kind, law.Plan(tuple(contests), DAY), DayCounting.FULL_DAYS)
	stages = {
		line.key: frappe._dict(starts_on=window.starts_on or window.ends_on, ends_on=window.ends_on)
		for line, window in windows
		if window.starts_on or window.ends_on
	}
	monkeypatch.setattr(lacks, "_stages", lambda election: stages)
	clock.move_to(datetime.combine(stages[law.CALL].starts_on, time(12)))
	found = lacks.of("rehearsal", plan(name, *contests))
	assert [one for one in found if one.severity is Severity.ERROR] == []


def test_an_election_can_be_opened_when_its_first_deadlines_are_over():
	name = ready()
	clock.move_to(
		datetime.combine(frappe.db.get_value("Election", CODE, "election_day") - timedelta(days=28), time(12))
	)
	found = next(step.lacks for step in steps.of(name) if step.key == "rehearsal")
	assert {one.code for one in found} == {"window_over"}
	steps.confirm(name, "rehearsal")


def test_an_election_in_the_whole_country_does_not_wait_for_the_offices_that_it_fills_itself():
	frappe.db.delete("Commission Membership")
	found = lacks.of("commissions", plan("Parliamentary and Local", "LC_SMD", "LC_PL"))
	central = frappe.db.get_value("Election Commission", {"level": "CEC"}, "title_en")
	assert {one.params["commission"] for one in found if one.severity is Severity.ERROR} == {central}
	assert {one.code for one in found if one.severity is Severity.WARNING} == {
		"chair_missing",
		"secretary_missing",
	}


def test_a_vote_for_president_is_repeated_without_constituencies():
	preparation = plan("Repeat Voting", "PRES")
	assert [one.code for one in lacks.of("seats", preparation)] == []
	assert lacks.territories(kinds.all_kinds()["Repeat Voting"], preparation) is None
	frappe.db.delete("Constituency", {"election": ground.ELECTION, "election_type": "REG"})
	found = [one.code for one in lacks.of("seats", plan("Repeat Voting", "PRES", "REG"))]
	assert found == ["no_constituencies"]


def test_a_running_election_does_not_go_back_into_preparation():
	election = frappe.get_doc("Election", ground.ELECTION)
	election.status = "In Preparation"
	assert refusal(election.save) == [("election_not_prepared", "status", "")]


@pytest.mark.parametrize(
	("values", "field"),
	[
		({"status": "In Preparation"}, "status"),
		({"status": "Announced", "kind": "By-election"}, "kind"),
	],
)
def test_an_election_of_a_kind_is_made_by_its_preparation_alone(values, field):
	new = frappe.get_doc("Election", ground.ELECTION).as_dict()
	rows = [{"election_type": row.election_type} for row in new.election_types]
	titles = {name: value for name, value in new.items() if "title" in name}
	election = frappe.get_doc(
		{
			"doctype": "Election",
			"code": CODE,
			"election_day": new.election_day,
			**titles,
			**values,
			"election_types": rows,
		}
	)
	assert refusal(election.insert) == [("election_not_prepared", field, "")]


def test_a_running_election_is_given_no_kind():
	election = frappe.get_doc("Election", ground.ELECTION)
	election.kind = "By-election"
	assert refusal(election.save) == [("election_not_prepared", "kind", "")]


@pytest.mark.parametrize(
	("field", "value"),
	[
		("kind", None),
		("election_day", "2040-01-03"),
		("called_on", "2024-01-03"),
		("source_election", None),
		("election_types", [{"election_type": "DC"}, {"election_type": "JK"}]),
	],
)
@pytest.mark.full
def test_what_was_planned_stands_until_the_election_is_unmade(field, value):
	made()
	election = frappe.get_doc("Election", CODE)
	election.set(field, value)
	assert refusal(election.save) == [("election_in_preparation", field, "74, 93")]
	election.reload()
	election.title_en = "By-election"
	election.save()


def test_an_election_without_a_kind_that_was_made_is_not_unmade():
	name = by_election(kind="", vacant_seats=[]).insert().name
	copying.start(name)
	while copying.step(name):
		pass
	frappe.db.set_value("Election", CODE, "status", "Announced")
	with pytest.raises(WrongState):
		steps.undo(name)
	assert frappe.db.exists("Election", CODE)


def test_an_election_is_saved_whatever_became_of_the_numbers_that_it_was_planned_by():
	made()
	frappe.db.delete("Statute", {"key": "by_election_call_months"})
	election = frappe.get_doc("Election", CODE)
	election.title_en = "By-election"
	election.save()


def test_a_type_that_was_withdrawn_and_a_message_that_was_switched_off_stop_nothing():
	name = ready()
	frappe.db.set_value("Appeal Type", "A47", {"published": 0, "status": "Withdrawn"})
	frappe.db.set_value("SMS Template", "S05", "enabled", 0)
	assert "type_unpublished" not in codes(name, "types")
	assert "sms_switched_off" in codes(name, "texts")
	steps.confirm(name, "types")
	steps.confirm(name, "texts")
