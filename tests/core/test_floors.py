"""The legal minimum of effects: every shipped type has it, and loses it with any of its parts."""

import json
from pathlib import Path
from typing import Any

import pytest

from esaylov.core.appeal_types import floors

TYPES = Path(__file__).resolve().parents[2] / "esaylov/fixtures/appeal_types"


def shipped(path: Path) -> dict[str, Any]:
	"""A shipped type as its version would say it, as far as the minimum asks."""
	read = json.loads(path.read_text(encoding="utf-8"))
	values = read[0] if isinstance(read, list) else read
	return {
		"effect": values.get("effect"),
		"route": values["route"],
		"election_types": [row["election_type"] for row in values.get("election_types", [])],
		"effect_mapping": _json(values.get("effect_mapping")),
		"window_from_stage": values.get("window_from_stage"),
		"window_to_stage": values.get("window_to_stage"),
		"rules": [
			{"rule": row["rule"], "parameters": _json(row.get("parameters"))}
			for row in values.get("form_rules", [])
		],
	}


def _json(value: Any) -> Any:
	return json.loads(value) if isinstance(value, str) and value else value or {}


@pytest.mark.parametrize("path", sorted(TYPES.glob("*.json")), ids=lambda path: path.stem)
def test_a_shipped_type_has_the_minimum_of_its_effect(path):
	assert list(floors.check(shipped(path))) == []


@pytest.mark.parametrize("effect", sorted(floors.read_floors()["effects"]))
def test_without_any_rule_of_the_minimum_a_type_is_below_it(effect):
	of_effect = [
		found for path in sorted(TYPES.glob("*.json")) if (found := shipped(path))["effect"] == effect
	]
	assert of_effect
	for definition in of_effect:
		assert [one.code for one in floors.check({**definition, "route": "chair_decision"})] == [
			"type_floor_route"
		]
		for least in floors.read_floors()["effects"][effect]["rules"]:
			rules = [use for use in definition["rules"] if use["rule"] not in least["rules"]]
			found = list(floors.check({**definition, "rules": rules}))
			assert [(one.code, one.params["rule"]) for one in found] == [
				("type_floor_rule", least["rules"][0])
			]


def test_a_rule_that_is_not_in_force_on_each_day_is_no_minimum():
	definition = shipped(TYPES / "A47.json")
	for day in ({"valid_from": "2099-01-01"}, {"valid_to": "2024-01-01"}):
		rules = [{**use, **day} for use in definition["rules"]]
		assert {one.code for one in floors.check({**definition, "rules": rules})} == {"type_floor_rule"}


@pytest.mark.parametrize(
	("code", "end", "stage"),
	[
		("A47", "window_from_stage", ""),
		("A47", "window_to_stage", ""),
		("A47", "window_to_stage", "election_day"),
		("A07", "window_to_stage", None),
		("A10", "window_from_stage", "announcement"),
		("A14", "window_to_stage", ""),
	],
)
def test_a_window_without_its_stage_is_below_the_minimum(code, end, stage):
	definition = {**shipped(TYPES / f"{code}.json"), end: stage}
	assert [(one.code, one.path) for one in floors.check(definition)] == [("type_floor_window", end)]


def test_a_type_of_all_contests_needs_the_number_of_each():
	rule = {"rule": "minimum_age", "parameters": {"statute": "candidate_age_local"}}
	found = {
		finding.params.get("rule")
		for finding in floors.check(
			{"effect": "register_candidate", "route": "commission_vote", "rules": [rule]}
		)
	}
	assert "minimum_age" in found


def test_what_has_no_minimum_is_free():
	assert list(floors.check({"effect": "record_only", "route": "acknowledgement"})) == []
	assert list(floors.check_subject("end_accreditation", "chair_decision")) == []
	assert [one.code for one in floors.check_subject("result_table", "chair_decision")] == [
		"type_floor_route"
	]
