"""The sixty shipped appeal types: complete, in agreement with the catalogue, and without anything the builder would stop.

`tests/data/appeal_types.csv` holds the catalogue's columns; each type lies in `fixtures/appeal_types` and is kept by hand.
"""

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from esaylov.core import forms, rules
from esaylov.core.appeal_types import World, check
from esaylov.core.appeal_types.context import EffectKeys, Template
from esaylov.core.findings import Severity
from esaylov.core.formats.sms import LIMITS
from esaylov.core.forms import rows as form_rows
from esaylov.registers.entries.keys import EFFECT_KEYS

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "esaylov" / "fixtures"
TYPES = {path.stem: json.loads(path.read_text()) for path in (FIXTURES / "appeal_types").glob("*.json")}
PARAMETER_OF_SUBMIT = "sms_code"
"""A field of the catalogue that is no answer: the code goes with `submit`."""


def table(path: Path, key: str) -> dict[str, dict[str, str]]:
	with path.open(encoding="utf-8", newline="") as lines:
		return {row[key]: row for row in csv.DictReader(lines)}


CATALOGUE = table(ROOT / "tests" / "data" / "appeal_types.csv", "code")
STATUTES = table(FIXTURES / "statutes" / "statute.csv", "key")
STAGES = table(FIXTURES / "elections" / "election_stage.csv", "key")
TEMPLATES = {
	document["code"]: document
	for path in (FIXTURES / "sms_templates").glob("*.json")
	for document in [json.loads(path.read_text())]
}
CERTIFICATES = {path.stem for path in (FIXTURES / "certificate_kinds").glob("*.json")}
OUR_OWN = ("A61", "A62", "A63", "A64")
"""Types that the catalogue lacks: a party's admission to a regional and a district Kengash; an initiative group of a referendum, its observers."""
each = pytest.mark.parametrize("code", sorted(CATALOGUE))
every = pytest.mark.parametrize("code", sorted(TYPES))


def uses_of(code: str) -> list[rules.RuleUse]:
	"""The rules of a shipped type."""
	return [
		rules.RuleUse(row["rule"], json.loads(row["parameters"]), row["article"])
		for row in TYPES[code]["form_rules"]
	]


def definition(code: str) -> dict[str, Any]:
	"""A shipped type as its frozen version holds it."""
	shipped = TYPES[code]
	return {
		"code": code,
		"version": 1,
		"titles": {lang: shipped[f"title_{lang}"] for lang in ("uz", "ru", "en")},
		"applicant_kinds": [row["applicant_kind"] for row in shipped["applicant_kinds"]],
		"election_types": [row["election_type"] for row in shipped.get("election_types", [])],
		"effect_mapping": json.loads(shipped["effect_mapping"]),
		"messages": shipped["messages"],
		"fields": form_rows.fields_of(shipped["form_fields"]),
		"rules": [{**row, "parameters": json.loads(row["parameters"])} for row in shipped["form_rules"]],
		**{key: shipped.get(key, "") for key in PLAIN},
	}


PLAIN = (
	"slug",
	"recipient_level",
	"recipient_field",
	"authentication",
	"route",
	"review_statute",
	"window_from_stage",
	"window_to_stage",
	"subject_template",
	"effect",
	"certificate_kind",
	"state_checks",
	"legal_basis",
)


def world() -> World:
	"""What is shipped around the types."""
	links = {
		row["link_doctype"]
		for shipped in TYPES.values()
		for row in shipped["form_fields"]
		if "link_doctype" in row
	}
	return World(
		effects={
			effect: EffectKeys(frozenset(keys["required"]), frozenset(keys["optional"]))
			for effect, keys in EFFECT_KEYS.items()
		},
		statutes=frozenset(STATUTES),
		stages=frozenset(STAGES),
		templates={
			code: Template(True, frozenset(re.findall(r"\w+", row["placeholders"] or "")))
			for code, row in TEMPLATES.items()
		},
		placeholders=frozenset(LIMITS),
		certificates=dict.fromkeys(CERTIFICATES, ""),
		recipients=frozenset(links),
	)


def test_there_are_sixty_and_four_of_our_own():
	assert set(TYPES) == {*CATALOGUE, *OUR_OWN}
	assert len(CATALOGUE) == 60
	assert all("[ours]" in TYPES[code]["source_mark"] for code in OUR_OWN)


@every
def test_nothing_stops_its_publishing(code):
	found = check(definition(code), world())
	assert [finding for finding in found if finding.severity is Severity.ERROR] == []
	# A rule of our own has no article; a proxy's resignation is never refused.
	expected = {"type_article"} | ({"type_event_silent"} if code == "A24" else set())
	assert {finding.code for finding in found} <= expected


@each
def test_it_says_what_the_catalogue_says(code):
	shipped, row = TYPES[code], CATALOGUE[code]
	assert shipped["published"] == 1
	for column in (
		"slug",
		"title_uz",
		"title_ru",
		"title_en",
		"review_limit_source",
		"route",
		"effect",
		"legal_basis",
	):
		assert shipped[column] == row[column], column
	assert shipped["source_mark"] == row["source_mark"]
	assert shipped.get("certificate_kind", "") == row["certificate_kind"]
	assert shipped.get("state_checks", "") == row["state_db_checks"]
	assert [kind["applicant_kind"] for kind in shipped["applicant_kinds"]] == row["applicant_kind"].split(";")
	elections = [kind["election_type"] for kind in shipped.get("election_types", [])]
	assert elections == ([] if row["election_types"] == "ALL" else row["election_types"].split(";"))
	assert shipped["authentication"] == row["authenticated_by"].replace(";", " or ")
	is_issuer = ";" in row["recipient_commission_level"]
	assert shipped["recipient_level"] == ("ISSUER" if is_issuer else row["recipient_commission_level"])
	assert {message["sms_template"] for message in shipped["messages"]} == set(row["sms_events"].split(";"))


@each
def test_the_days_of_review_are_a_row_of_the_law_with_its_mark(code):
	row, statute = CATALOGUE[code], STATUTES[TYPES[code]["review_statute"]]
	assert (statute["value"], statute["unit"]) == (row["review_limit_days"], "days")
	if row["review_limit_source"] == "law":
		assert any(mark in statute["source_mark"] for mark in ("[law", "[old", "[new", "[Const"))
	elif row["review_limit_source"] == "ours":
		assert "[law" not in statute["source_mark"] or "[unverified]" in statute["source_mark"]


def grammar(text: str) -> dict[str, tuple[str, set[str] | None]]:
	"""Fields of the catalogue's grammar: name to (bounds of its rows, its columns or None)."""
	found = {}
	for part in re.findall(r"[@\w]+(?:\[[0-9.]*\])?(?:\{[^}]*\})?", text):
		name, bounds, columns = re.fullmatch(r"([@\w]+)(\[[0-9.]*\])?(?:\{([^}]*)\})?", part).groups()
		found[name] = ((bounds or "").strip("[]"), set(columns.split("|")) if columns else None)
	return found


@each
def test_it_asks_for_what_the_catalogue_names(code):
	top = {row["field_name"]: row for row in TYPES[code]["form_fields"] if not row.get("parent_field")}
	wanted = grammar(CATALOGUE[code]["key_form_fields"])
	wanted.pop(PARAMETER_OF_SUBMIT, None)
	assert wanted.keys() <= top.keys()
	for name, (bounds, columns) in wanted.items():
		if columns is None:
			continue
		inside = {row["field_name"] for row in TYPES[code]["form_fields"] if row.get("parent_field") == name}
		assert columns <= inside
		assert limits(code, name, top[name]) == bounds, name


def limits(code: str, group: str, row: dict[str, Any]) -> str:
	"""Least and greatest number of rows in the catalogue's writing: from the field, or from the Statutes of its rules."""
	least, most = row.get("min_rows", 0), row.get("max_rows") or ""
	for use in definition(code)["rules"]:
		parameters = use["parameters"]
		if parameters.get("group") != group:
			continue
		if use["rule"] == "list_size":
			least, most = (STATUTES[parameters[f"{end}_statute"]]["value"] for end in ("minimum", "maximum"))
		elif use["rule"] == "proxy_limit" or (use["rule"] == "group_size_statute" and code != "A14"):
			most = STATUTES[parameters["statute"]]["value"]  # the 75 of A14 are of the whole country
	return "" if (least, most) == (1, 1) else f"{least}..{most}"


@every
def test_the_schema_of_its_form_is_one(code):
	form = forms.read_definition(
		{key: definition(code)[key] for key in ("code", "version", "fields", "rules")}
	)
	for lang in ("uz", "ru", "en"):
		assert forms.to_json_schema(form, lang)["$schema"].endswith("2020-12/schema")


def test_every_rule_is_used():
	used = {row["rule"] for shipped in TYPES.values() for row in shipped["form_rules"]}
	assert used == set(rules.names())


@pytest.mark.parametrize(
	("contest", "born", "found"),
	[
		("LC_SMD", date(2000, 10, 20), [("residence_unknown", "71", 5)]),
		("LC_SMD", date(2000, 11, 20), [("person_too_young", "71", 25), ("residence_unknown", "71", 5)]),
		("PRES", date(1990, 10, 20), [("residence_unknown", "Const. 106", 10)]),
		(
			"PRES",
			date(1990, 11, 20),
			[("person_too_young", "Const. 106", 35), ("residence_unknown", "Const. 106", 10)],
		),
		("", date(2020, 1, 1), []),
	],
)
def test_who_replaces_a_candidate_is_measured_by_the_contest(contest, born, found):
	shipped = [use for use in uses_of("A10") if use.rule in ("minimum_age", "resident")]
	facts = rules.Facts(
		date(2025, 9, 1),
		date(2025, 10, 26),
		{key: int(row["value"]) for key, row in STATUTES.items()},
		contest=contest,
	)
	said = rules.run(shipped, {"passport": "AA1234567", "birth_date": born.isoformat()}, facts)
	assert [(one.code, one.article, one.params["years"]) for one in said] == found


@pytest.mark.parametrize(
	("code", "article"),
	[("A06", "72"), ("A07", "72"), ("A08", "64"), ("A28", "92"), ("A29", ""), ("A47", "92")],
)
def test_papers_of_candidates_are_accepted_until_the_day_of_the_law_for_papers(code, article):
	"""Seven days before registration ends: a later filing would leave no days to examine it and to mend it.

	[new: art. 64] [old: art. 72, 92]; the law of Karakalpakstan (A29) is not known, the same day is [ours].
	"""
	shipped = TYPES[code]
	assert shipped["window_to_stage"] == "registration_documents_deadline"
	(window,) = [row for row in shipped["form_rules"] if row["rule"] == "inside_window"]
	assert window["article"] == article


def test_each_nomination_by_a_constituency_tells_the_share_of_women():
	naming = {"register_candidate", "replace_candidate"}
	asked = {
		code
		for code, shipped in TYPES.items()
		if shipped["effect"] in naming
		and {row["election_type"] for row in shipped["election_types"]} != {"PRES"}
	}
	assert asked == {"A06", "A10", "A28", "A29", "A47"}
	silent = {
		code for code in asked if "women_nominees" not in {row["rule"] for row in TYPES[code]["form_rules"]}
	}
	assert silent == set()
