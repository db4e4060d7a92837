"""A new election after an earlier one: calendar by its rules, constituencies, what it lacks; a job that goes on where it stood."""

from datetime import date, timedelta

import frappe
import pytest
from factories import settled, two_persons

from esaylov.elections import checks
from esaylov.elections.preparation import checklist, copying
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.setup.demo import ground

CODE = "sinov-saylov"
MODEL = "2024-10-27"


def preparation(source: str = ground.ELECTION, **values: object) -> str:
	defaults = {
		"source_election": source,
		"code": CODE,
		"election_day": clock.today() + timedelta(days=400),
		"election_types": [{"election_type": "DC"}, {"election_type": "REG"}],
		"title_uz": "Sinov saylovi",
	}
	return str(frappe.get_doc({"doctype": "Election Preparation", **defaults, **values}).insert().name)


def made(name: str) -> None:
	copying.start(name)
	while copying.step(name):
		pass


def test_an_election_gets_the_calendar_of_the_earlier_one_by_its_rules():
	day = date(2029, 10, 28)
	made(preparation(MODEL, election_day=day))
	assert frappe.db.get_value("Election", CODE, "status") == "In Preparation"
	two_persons.sign_waiting("Election", CODE)
	election = frappe.get_doc("Election", CODE)
	assert (election.status, [row.election_type for row in election.election_types]) == (
		"Planned",
		["DC", "REG"],
	)
	stages = {row.key: row for row in frappe.get_all("Election Stage", {"election": CODE}, ["*"])}
	assert len(stages) == frappe.db.count("Election Stage", {"election": MODEL})
	old = {row.key: row for row in frappe.get_all("Election Stage", {"election": MODEL}, ["*"])}
	ruled = next(key for key, row in old.items() if row.rule == "D-93")
	assert stages[ruled].starts_on == day - timedelta(days=93)
	moved = next(key for key, row in old.items() if not row.rule)
	assert (day - stages[moved].starts_on) == (date(2024, 10, 27) - old[moved].starts_on)


def test_constituencies_of_its_contests_are_copied_without_their_decision():
	made(preparation())
	keys = ["election_type", "territory", "number", "voters_count"]
	wanted = {"election": ground.ELECTION, "election_type": ["in", ["DC", "REG"]], "is_annulled": 0}
	old = frappe.get_all("Constituency", wanted, keys, order_by="name asc")
	new = frappe.get_all("Constituency", {"election": CODE}, [*keys, "decision"], order_by="name asc")
	assert old
	assert sorted([row[key] for key in keys] for row in new) == sorted(
		[row[key] for key in keys] for row in old
	)
	assert not any(row.decision for row in new)


def test_a_job_that_was_broken_off_goes_on_and_nothing_is_made_twice(monkeypatch):
	monkeypatch.setattr(copying, "BATCH", 2)
	name = preparation()
	copying.start(name)
	assert copying.step(name)
	assert copying.step(name)
	assert frappe.db.count("Constituency", {"election": CODE}) == 2
	found = copying.progress(name)
	assert (found.status, found.election, found.done) == ("Running", CODE, 2)
	while copying.step(name):
		pass
	found = copying.progress(name)
	assert (found.status, found.done) == ("Done", found.total)
	assert frappe.db.count("Constituency", {"election": CODE}) == found.total
	with pytest.raises(WrongState):
		copying.start(name)
	with pytest.raises(WrongState):
		frappe.delete_doc("Election Preparation", name)


@pytest.mark.parametrize(
	("values", "path"),
	[
		({"election_day": date(2020, 1, 1)}, "election_day"),
		({"code": ground.ELECTION}, "code"),
		({"election_types": [{"election_type": "DC"}] * 2}, "election_types"),
	],
)
def test_a_day_that_is_over_a_code_in_use_and_a_contest_twice_are_refused(values, path):
	with pytest.raises(FormInvalid) as refused:
		preparation(**values)
	assert [finding.path for finding in refused.value.findings] == [path]


def test_the_checklist_counts_what_is_missing_and_loses_what_was_mended():
	made(preparation(copies_constituencies=0))
	before = {item.key: item.missing for item in checklist.of(CODE)}
	assert before["contests"] == 2
	assert before["figures"] == 1
	seat = {"election": CODE, "election_type": "DC", "number": 1, "territory": ground.DISTRICT}
	settled.inserted(frappe.get_doc({"doctype": "Constituency", **seat, "title_uz": "1-okrug"}))
	after = {item.key: item.missing for item in checklist.of(CODE)}
	assert after["contests"] == 1
	assert (after["boundaries"], after["voters"]) == (1, 1)
	assert after["stages"] == before["stages"] >= 0


def test_an_emptied_field_counts_as_missing():
	kind = frappe.get_all("Certificate Kind", {"print_format": ["is", "set"]}, pluck="name", limit=1)[0]
	made(preparation())
	before = {item.key: item.missing for item in checklist.of(CODE)}
	frappe.db.set_value("Certificate Kind", kind, "print_format", "")  # as the Desk leaves what is emptied
	after = {item.key: item.missing for item in checklist.of(CODE)}
	assert after["papers"] == before["papers"] + 1


def test_each_item_names_a_list_that_its_reader_can_open():
	made(preparation())
	frappe.set_user("administrator@esaylov.example")
	for item in checklist.of(CODE):
		found = frappe.get_list(item.doctype, filters=dict(item.filters), limit=1)
		assert isinstance(found, list), item.key
		assert item.missing >= 0


def test_the_checklist_of_no_election_is_not_found():
	with pytest.raises(NotFound):
		checklist.of("yo'q")


def test_a_station_is_in_one_constituency_of_a_contest_also_within_one_batch():
	place = {"territory": ground.DISTRICT, "number": 991, "kind": "Ordinary", "title_uz": "991-uchastka"}
	station = frappe.get_doc({"doctype": "Polling Station", **place}).insert().name
	both = [
		frappe.get_doc(
			{
				"doctype": "Constituency",
				"name": f"batch-{number}",
				"election": ground.ELECTION,
				"election_type": kind,
				"territory": ground.DISTRICT,
				"number": number,
				"title_uz": f"{number}-okrug",
				"stations": [{"name": f"station-{number}", "polling_station": station}],
			}
		)
		for number, kind in ((991, "DC"), (992, "REG"), (993, "DC"))
	]
	with pytest.raises(FormInvalid) as refused:
		checks.insert_many("Constituency", both)
	assert [(one.code, one.path) for one in refused.value.findings] == [("duplicate", "stations")]
	checks.insert_many("Constituency", both[:2])
	assert frappe.db.count("Constituency Station", {"polling_station": station}) == 2


def test_the_queries_do_not_grow_with_the_constituencies(count_queries):
	name = preparation()
	first, other = (
		preparation(code=f"{CODE}-{place}", election_types=[{"election_type": "REG"}]) for place in (2, 3)
	)
	made(first)  # what the framework reads once is in its caches
	few = count_queries(lambda: made(other))
	many = count_queries(lambda: made(name))
	assert many <= few + 15
