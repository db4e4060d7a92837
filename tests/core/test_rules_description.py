"""Descriptions of the rules for the builder, and the facts that they say they need."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esaylov.core import rules
from esaylov.core.elections.calendar import Window
from esaylov.core.findings import Severity
from esaylov.core.rules import Facts, ParameterKind, RuleMisused, RuleUse, describe
from esaylov.core.rules.wording import PARAMETERS, RULES
from esaylov.core.texts import known

EVERY = rules.names()
MOST = 200
"""Examples of each rule: all of them together are some thousands."""
LOOK_UPS = (
	"candidates",
	"commission_members",
	"station_numbers_taken",
	"convicted",
	"criminal_record_known",
	"incapable",
	"capacity_known",
)
COUNTS = (
	"proxies_registered",
	"party_candidates_in_constituency",
	"party_admissions",
	"party_nominees",
	"party_women",
	"voters_total",
	"voters_in_country",
	"voters_elsewhere",
	"constituencies_elsewhere",
)
VALUES = {
	ParameterKind.GROUP: "rows",
	ParameterKind.FIELD: "day",
	ParameterKind.COLUMN: "column",
	ParameterKind.STATUTE: "number",
	ParameterKind.STAGE: "stage",
	ParameterKind.CHOICE: "",
}


def use_of(name: str) -> RuleUse:
	"""A rule with every parameter given."""
	given = {item.name: next(iter(item.choices), VALUES[item.kind]) for item in describe(name).parameters}
	return RuleUse(name, given, "1")


@pytest.mark.parametrize("name", EVERY)
def test_a_rule_is_described_in_three_languages(name):
	described = describe(name)
	texts = [described.text]
	for item in described.parameters:
		texts += [item.label, item.help, *item.choices.values()]
		assert item.required == (item.default is None)
		assert bool(item.choices) == (item.kind is ParameterKind.CHOICE)
	for text in texts:
		assert set(text) == {"uz", "ru", "en"}
		assert all(text.values())
	assert json.loads(json.dumps(described.as_dict()))["name"] == name
	assert rules.problems(use_of(name)) == []


def test_nothing_is_described_that_is_not_there():
	assert set(RULES) == set(EVERY)
	assert set(PARAMETERS) == {item.name for name in EVERY for item in describe(name).parameters}
	with pytest.raises(RuleMisused):
		describe("no_such_rule")


def test_a_parameter_says_what_it_names():
	described = describe("minimum_age")
	assert [(item.name, item.kind.value, item.default) for item in described.parameters] == [
		("statute", "statute", None),
		("group", "group", ""),
		("on", "choice", "election_day"),
		("contest", "choice", ""),
	]
	assert [item.kind.value for item in describe("unique_values").parameters] == ["group", "column"]
	assert [item.kind.value for item in describe("filed_within").parameters] == ["field", "statute"]
	assert describe("not_convicted").needs == ("convicted", "criminal_record_known")


def facts(need: frozenset[str]) -> Facts:
	"""Just what is needed and nothing else."""
	return Facts(
		date(2024, 9, 1),
		date(2024, 10, 27),
		{"number": 3} if "statute:number" in need else {},
		Window(date(2024, 8, 1), date(2024, 8, 2)) if "window" in need else None,
		people={name: frozenset({"10101800000009"}) for name in LOOK_UPS if name in need},
		stages={"stage": Window(date(2024, 8, 1), date(2024, 8, 2))} if "stage:stage" in need else {},
		counts={name: 7 for name in COUNTS if name in need},
		contest="PRES" if "contest" in need else None,
	)


COLUMN = st.sampled_from(
	["10101800000009", "AA1234567", "Chair", "Other party", "hokim", 5, -1, True, None, "2024-08-05", ""]
)
ROW = st.dictionaries(
	st.sampled_from(["pinfl", "passport", "gender", "birth_date", "column", "region", "signatures"]), COLUMN
)
ANSWERS = st.fixed_dictionaries(
	{}, optional={"rows": st.lists(ROW | COLUMN, max_size=4) | COLUMN | ROW, "day": COLUMN}
)


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=min(MOST, settings().max_examples))
@given(answers=ANSWERS)
def test_a_rule_reads_what_it_says_and_tells_what_has_a_text(name, answers):
	use = use_of(name)
	found = rules.run([use], answers, facts(rules.needs([use])))
	assert found == rules.run([use], answers, facts(rules.needs([use])))
	for finding in found:
		assert known(finding.code)
		assert finding.article == "1"
		assert finding.severity in Severity


@pytest.mark.parametrize("name", [name for name in EVERY if rules.needs([use_of(name)])])
def test_a_rule_without_one_of_its_facts_is_an_error(name):
	use = use_of(name)
	answers = {"rows": [{"pinfl": "10101800000009"}], "day": "2024-08-01"}
	need = rules.needs([use])
	for missing in need:
		with pytest.raises(RuleMisused):
			rules.run([use], answers, facts(need - {missing}))


def test_the_table_of_the_readme_is_that_of_the_rules():
	readme = (Path(rules.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
	shown = re.findall(r"^\| `([a-z_]+)\((.*?)\)` \|", readme.partition("## Rules")[2], re.MULTILINE)
	written = {
		name: ", ".join(
			item.name if item.required else f'{item.name}="{item.default}"'
			for item in describe(name).parameters
		)
		for name in EVERY
	}
	assert dict(shown) == written
