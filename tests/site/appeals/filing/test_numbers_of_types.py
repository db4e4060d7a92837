"""A type says that a number of the law it uses is not in force on a day on which it is filed: at its check, dry run
and publication."""

from datetime import timedelta

import frappe
import pytest
from factories import two_persons, types

from esaylov.appeals.studio import building as appeals_building
from esaylov.core.texts import finding_text
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import ground

building = appeals_building
PLACE = building.Place(ground.ELECTION, "1726277")
KEY = "observer_review_days"


@pytest.fixture
def begins() -> str:
	"""The day on which the only value of a number begins, a year from today."""
	day = clock.today() + timedelta(days=365)
	frappe.db.set_value("Statute", {"key": KEY}, "valid_from", day)
	return day.isoformat()


def found(values: dict) -> list:
	return [one for one in building.check(values) if one.code.startswith("type_statute")]


def test_a_number_that_begins_later_is_reported_with_its_day(begins):
	(finding,) = found(types.small())
	assert (finding.code, finding.path, finding.params["from"]) == (
		"type_statute_later",
		"review_statute",
		begins,
	)
	assert finding.article == frappe.db.get_value("Statute", {"key": KEY}, "article")
	for language in ("uz", "ru", "en"):
		text = finding_text(finding, language)
		assert "{" not in text
		assert KEY not in text


def test_such_a_type_is_neither_published_nor_tried(begins):
	code = building.take_in(types.small(), replace=False)
	for step in (
		lambda: building.publish(code),
		lambda: building.rehearse(types.small(), PLACE, None),
	):
		with pytest.raises(FormInvalid) as refusal:
			step()
		assert "type_statute_later" in {one.code for one in refusal.value.findings}
	assert not two_persons.open_change("Appeal Type", code)


def test_a_number_that_waits_for_a_second_person_has_no_value_yet():
	frappe.db.set_value("Statute", {"key": KEY}, "is_active", 0)
	assert [one.code for one in found(types.small())] == ["type_statute_none"]


def test_a_number_of_a_rule_is_found_at_its_place():
	frappe.db.set_value(
		"Statute", {"key": "observer_notice_days"}, "valid_to", clock.today() - timedelta(days=1)
	)
	rule = {"rule": "observer_notice", "parameters": {"statute": "observer_notice_days"}, "article": "33"}
	(finding,) = found(types.small(form_rules=[rule]))
	assert (finding.code, finding.path) == ("type_statute_none", "form_rules[0].parameters.statute")


def test_the_last_day_of_the_window_counts_too():
	frappe.db.set_value("Statute", {"key": KEY}, "valid_to", clock.today())
	assert found(types.small()) == []
	stages = frappe.get_all(
		"Election Stage", {"election": ground.ELECTION, "ends_on": [">", clock.today()]}, ["key"]
	)
	values = types.small(window_to_stage=stages[0].key)
	assert [one.code for one in found(values)] == ["type_statute_none"]
