"""Which grounds of refusal fit an appeal; and that the shipped list knows every rule of the law."""

import json
from pathlib import Path

import pytest

from esaylov.core import rules
from esaylov.core.findings import Finding
from esaylov.core.procedure.grounds import OTHER, Ground, article, fits, is_about_row, known_rules
from esaylov.core.rules import RuleUse

FIXTURES = Path(__file__).parents[2] / "esaylov" / "fixtures"
SHIPPED = json.loads((FIXTURES / "refusal_grounds" / "refusal_ground.json").read_text())
TYPES = [json.loads(path.read_text()) for path in sorted((FIXTURES / "appeal_types").glob("*.json"))]
AGE = Ground("below_age", rules=frozenset({"minimum_age"}))
USES = [RuleUse("minimum_age", {"key": "x"}, article="40"), RuleUse("unique_persons")]


@pytest.mark.parametrize(
	("ground", "expected"),
	[
		(Ground("everywhere"), True),
		(AGE, True),
		(Ground("x", rules=frozenset({"women_share"})), False),
		(Ground("x", types=frozenset({"A06"})), True),
		(Ground("x", types=frozenset({"A07"})), False),
		(Ground("x", effects=frozenset({"register_candidate"}), rules=frozenset({"women_share"})), True),
	],
)
def test_a_ground_fits_by_type_effect_or_rule_and_everywhere_when_it_names_none(ground, expected):
	assert fits(ground, "A06", "register_candidate", USES) is expected


def test_the_article_is_that_of_the_form_and_else_the_ground_s_own():
	assert article(AGE, USES) == "40"
	assert article(AGE, [RuleUse("minimum_age")]) == ""
	assert article(Ground("x", article="39"), USES) == "39"


def codes(row: dict, field: str) -> set[str]:
	return {code.strip() for code in row.get(field, "").split(",") if code.strip()}


def test_every_rule_of_the_law_has_a_ground():
	named = set().union(*(codes(row, "fits_rules") for row in SHIPPED))
	assert named == set(rules.names())


def test_shipped_grounds_name_effects_and_types_that_exist_and_say_where_they_come_from():
	assert set().union(*(codes(row, "fits_effects") for row in SHIPPED)) <= {row["effect"] for row in TYPES}
	assert set().union(*(codes(row, "fits_types") for row in SHIPPED)) <= {row["code"] for row in TYPES}
	for row in SHIPPED:
		assert row["source_mark"].startswith(("[derived", "[ours]", "[law:", "[old:", "[new:")), row["code"]
		assert all(row[f"title_{language}"] for language in ("uz", "ru", "en"))
		assert not row.get("article") or row["source_mark"] != "[ours]" or row["code"] == "premises_not_free"


def test_the_ground_that_says_nothing_fits_everywhere_and_must_be_explained():
	(other,) = [row for row in SHIPPED if row["code"] == OTHER]
	assert other["asks_explanation"]
	assert not any(other.get(f"fits_{part}") for part in ("rules", "effects", "types"))
	assert other["position"] == max(row["position"] for row in SHIPPED)


def test_a_ground_of_the_systems_own_facts_names_the_rules_that_find_it():
	assert known_rules(AGE) == {"minimum_age"}
	assert not known_rules(Ground("incompatible_office", asks_explanation=True, rules=AGE.rules))
	assert not known_rules(Ground("other_party_member", rules=frozenset({"no_other_party"})))
	assert not known_rules(Ground("no_authority"))


@pytest.mark.parametrize(
	("path", "params", "is_about"),
	[
		("persons[1].pinfl", {}, True),
		("persons[11].pinfl", {}, False),
		("persons[3].pinfl", {"row": 2}, True),
		("", {}, True),
		("persons", {}, True),
	],
)
def test_a_finding_is_about_its_row_the_whole_filing_or_the_row_that_it_repeats(path, params, is_about):
	finding = Finding("person_repeated", path, params=params)
	assert is_about_row(finding, "persons[1]") == is_about
	assert is_about_row(finding, "appeal")
