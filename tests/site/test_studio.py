"""An appeal type as the studio reads and saves it: its code is made, nobody's change is written over, what is published is checked."""

import frappe
import pytest
from factories import appeals as make
from factories import types

from esaylov.appeals import service as appeals
from esaylov.framework.errors import FormInvalid, NotFound, WrongState

building = appeals.building


def begun(**values):
	"""A type as the studio sends one that was never saved."""
	return {key: value for key, value in types.small(**values).items() if key not in ("code", "doctype")}


def test_a_new_type_gets_a_code_that_nobody_typed():
	first, second = building.save(begun(), ""), building.save(begun(code="A56"), "")
	assert first["appeal_type"] != second["appeal_type"]
	assert "A56" not in (first["appeal_type"], second["appeal_type"])
	assert (first["status"], first["version"]) == ("Checked", 0)
	assert first["document"]["code"] == first["appeal_type"]


def test_what_was_read_is_saved_as_it_was():
	read = building.save(begun(), "")
	again = building.save(read["document"], read["modified"])
	assert again["document"] == read["document"]


def test_what_somebody_else_saved_meanwhile_is_not_written_over():
	read = building.save(begun(), "")
	building.save({**read["document"], "title_en": "Another"}, read["modified"])
	with pytest.raises(WrongState) as refusal:
		building.save({**read["document"], "title_en": "Mine"}, read["modified"])
	assert refusal.value.code == "type_changed_meanwhile"
	assert frappe.db.get_value("Appeal Type", read["appeal_type"], "title_en") == "Another"


def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written():
	before = frappe.db.count("Appeal Type")
	with pytest.raises(FormInvalid) as refusal:
		building.save({"form_fields": [{"kind": "Nothing", "field_name": "x"}]}, "")
	assert {"title_uz", "route", "form_fields[0].kind"} <= {found.path for found in refusal.value.findings}
	assert frappe.db.count("Appeal Type") == before


@pytest.mark.parametrize("values", [{}, {"code": "no-such"}, {"code": 7}, {"code": None}])
def test_a_type_that_is_not_there_is_not_saved(values):
	with pytest.raises(NotFound):
		building.save(values, "2026-11-27 10:00:00")
	with pytest.raises(NotFound):
		building.opened("no-such")


def test_a_published_type_stays_published_and_is_checked_before_its_next_version():
	read = building.save(begun(), "")
	building.publish(read["appeal_type"])
	read = building.opened(read["appeal_type"])
	with pytest.raises(FormInvalid):
		building.save({**read["document"], "recipient_field": "nowhere"}, read["modified"])
	kept = building.save({**read["document"], "legal_basis": "other"}, read["modified"])
	assert (kept["status"], kept["version"]) == ("Published", 2)


def test_nobody_but_an_administrator_saves(as_user):
	read = building.save(begun(), "")
	as_user(make.CHAIR)
	with pytest.raises(frappe.PermissionError):
		building.save(read["document"], read["modified"])
	with pytest.raises(frappe.PermissionError):
		building.save(begun(), "")


def test_the_picture_of_a_route_has_what_an_appeal_of_it_comes_to():
	routes = building.workbench()["routes"]
	reached = {
		route: {"Draft"} | {step["next_state"] for step in steps if step["state"] != step["next_state"]}
		for route, steps in routes.items()
	}
	assert {"On Agenda", "Granted"} <= reached["commission_vote"]
	assert "On Agenda" not in reached["chair_decision"]
	assert "Acknowledged" in reached["acknowledgement"]
