"""What is stored as JSON stands in forms as words: labels of fields, titles of links, choices, days."""

import json

import frappe
import pytest
from factories import appeals as make

from esaylov.framework.desk import values_in_words
from esaylov.setup.demo import ground


def said(doctype: str, **values: object) -> dict[str, list[str]]:
	return {row["label"]: row["lines"] for row in values_in_words.of(doctype, values)}


@pytest.fixture
def russian(monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "ru")


def test_values_are_said_in_the_readers_language(russian):
	found = said("Election", status="Planned", is_synthetic=1, election_day="2024-10-27")
	assert list(found) == [frappe._(label) for label in ("Status", "Is synthetic", "Election day")]
	assert not found.keys() & {"Status", "Is synthetic", "Election day"}
	assert [*found.values()] == [["Запланировано"], ["Да"], [frappe.utils.formatdate("2024-10-27")]]


def test_a_link_is_called_by_its_title_where_its_reader_may_read_it():
	label = frappe.get_meta("Appeal").get_field("recipient").label
	frappe.set_user(make.CHAIR)
	(lines,) = said("Appeal", recipient=ground.COMMISSION).values()
	assert lines != [ground.COMMISSION]
	frappe.set_user("Guest")
	assert said("Appeal", recipient=ground.COMMISSION)[label] == [ground.COMMISSION]


def test_a_field_that_is_there_no_more_is_known_by_its_name():
	assert said("Appeal", given_up="x") == {"given_up": ["x"]}
	assert said("Appeal") == {}


def test_the_form_of_a_register_event_has_what_was_overwritten():
	event = frappe.new_doc("Register Event")
	event.update({"register": "Observer", "was": json.dumps({"status": "Registered", "reason": None})})
	event.run_method("onload")
	rows = event.get("__onload").values_before
	assert rows[0]["label"] == frappe._("Status")
	assert rows[0]["lines"] == [frappe._("Registered")]
