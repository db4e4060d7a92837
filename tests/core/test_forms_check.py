"""Answers against a form: each kind, each limit, each condition gives exactly its findings."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import forms
from esaylov.core.findings import Severity
from esaylov.core.forms import Attached, Context, FormDefinition, checking, read_definition, to_json_schema

from .a56 import SHA, answers, definition

A56 = read_definition(definition())
LABEL = {"uz": "Maydon"}


def form(*fields: dict[str, Any]) -> FormDefinition:
	labelled = [{"label": LABEL, **item} for item in fields]
	return read_definition({"code": "T", "version": 1, "fields": labelled})


def found(definition: FormDefinition, given: Any, context: Context = Context()) -> list[tuple[str, str]]:  # noqa: B008
	return [(finding.path, finding.code) for finding in forms.check(definition, given, context)]


KNOWN = Context(
	attachments={SHA: Attached("application/pdf", 1000)},
	links={
		"party": frozenset({"OZLIDEP"}),
		"district_scope": frozenset({"1726277"}),
		"polling_station": frozenset({"1726277-12"}),
	},
)


def test_right_answers_have_no_findings():
	assert found(A56, answers(), KNOWN) == []
	assert found(A56, answers(polling_station="1726277-12"), KNOWN) == []


@pytest.mark.parametrize(
	("changes", "findings"),
	[
		({"party": None}, [("party", "required")]),
		({"party": ""}, [("party", "required")]),
		({"party": "ADOLAT"}, [("party", "link_unknown")]),
		({"party": 5}, [("party", "wrong_type")]),
		({"polling_station": "1"}, [("polling_station", "link_unknown")]),
		({"persons": None}, [("persons", "required")]),
		({"persons": []}, [("persons", "too_few_rows")]),
		({"persons": "x"}, [("persons", "wrong_type")]),
		({"persons": ["x"]}, [("persons[0]", "wrong_type")]),
		({"party_decision": None}, [("party_decision", "required")]),
		({"party_decision": "x"}, [("party_decision", "file_missing")]),
		({"party_decision": "cd" * 32}, [("party_decision", "file_missing")]),
		({"colour": "red"}, [("colour", "unknown_field")]),
		({"a": 1, "b": 2}, [("a", "unknown_field"), ("b", "unknown_field")]),
	],
)
def test_fields_of_a56(changes, findings):
	assert found(A56, answers(**changes), KNOWN) == findings


def test_fields_that_a_form_has_not_are_told_up_to_a_number():
	names = [f"k{number}" for number in range(50_000)]
	told = found(A56, answers(**dict.fromkeys(names, "x")), KNOWN)
	assert len(told) == checking.MOST_UNKNOWN
	rows = [dict.fromkeys(names[:100], "x") for _ in range(60)]
	assert len(found(A56, answers(persons=rows), KNOWN)) == checking.MOST_FINDINGS


@pytest.mark.parametrize(
	("person", "findings"),
	[
		({"pinfl": "10101800000008"}, [("pinfl", "pinfl_check_digit")]),
		({"pinfl": "123"}, [("pinfl", "pinfl_structure")]),
		({"pinfl": None}, [("pinfl", "person_unidentified")]),
		({"pinfl": None, "passport": "AA1234567"}, []),
		({"pinfl": None, "passport": "1234567"}, [("passport", "passport_structure")]),
		({"full_name": None}, [("full_name", "required")]),
		({"full_name": "B"}, [("full_name", "too_short")]),
		({"full_name": "B" * 201}, [("full_name", "too_long")]),
		({"full_name": "Aliyev\u202e ilA"}, [("full_name", "unseen_characters")]),
		({"full_name": "Ali\x00yev"}, [("full_name", "unseen_characters")]),
		({"full_name": "Ali\u200byev"}, [("full_name", "unseen_characters")]),
		({"full_name": "G\u02bbani\tO\u02bbktam"}, []),
		({"phone": None}, [("phone", "required")]),
		({"phone": "901234567"}, [("phone", "phone_structure")]),
		({"birth_date": "2001-02-29"}, [("birth_date", "date_unreal")]),
		({"gender": "X"}, [("gender", "not_a_choice")]),
		({"gender": "Female", "birth_date": "2000-02-29", "address": "Toshkent"}, []),
		({"citizenship": "UZ"}, [("citizenship", "unknown_field")]),
	],
)
def test_persons(person, findings):
	first = {**answers()["persons"][0], **person}
	row = {key: value for key, value in first.items() if value is not None}
	expected = [(f"persons[1].{column}", code) for column, code in findings]
	assert found(A56, answers(persons=[answers()["persons"][1], row]), KNOWN) == expected


def test_only_the_check_digit_is_a_warning():
	[finding] = forms.check(
		A56, answers(persons=[{**answers()["persons"][0], "pinfl": "10101800000008"}]), KNOWN
	)
	assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
	("attached", "findings"),
	[
		(Attached("application/pdf", 5_000_000), []),
		(Attached("image/png", 1), ["file_kind"]),
		(Attached("application/pdf", 5_000_001), ["file_too_large"]),
		(Attached("image/png", 5_000_001), ["file_kind", "file_too_large"]),
	],
)
def test_files(attached, findings):
	context = Context(attachments={SHA: attached})
	assert [finding.code for finding in forms.check(A56, answers(), context)] == findings


def test_an_answer_that_is_no_hash_is_no_file_also_without_a_context():
	assert found(A56, answers(party_decision="a")) == [("party_decision", "file_missing")]


def test_without_a_context_links_and_files_are_left_to_the_caller():
	assert found(A56, answers(party="ANY", party_decision="cd" * 32)) == []


def test_a_link_column_nobody_looked_up_is_refused():
	context = Context(attachments=KNOWN.attachments, links={})
	assert found(A56, answers(), context) == [("party", "link_unknown"), ("district_scope", "link_unknown")]


KINDS = form(
	{"name": "line", "kind": "Short Text", "pattern": "^[a-z]+$", "maximum": 5},
	{"name": "essay", "kind": "Long Text", "minimum": 3},
	{"name": "day", "kind": "Date", "minimum": "2024-01-01", "maximum": "2024-12-31"},
	{"name": "count", "kind": "Integer", "minimum": 0, "maximum": 10},
	{"name": "free", "kind": "Integer"},
	{"name": "sure", "kind": "Yes/No"},
	{"name": "head", "kind": "Person"},
	{"name": "any_file", "kind": "File"},
	{
		"name": "rows",
		"kind": "Group",
		"min_rows": 1,
		"max_rows": 2,
		"fields": [
			{
				"name": "inner",
				"kind": "Group",
				"label": LABEL,
				"fields": [{"name": "n", "kind": "Integer", "label": LABEL}],
			}
		],
	},
)


@pytest.mark.parametrize(
	("given", "findings"),
	[
		({}, []),
		({"line": "abc", "essay": "abc", "day": "2024-06-01", "count": 10, "sure": False, "free": -5}, []),
		({"line": "ABC"}, [("line", "pattern_mismatch")]),
		({"line": "abcdef"}, [("line", "too_long")]),
		({"line": "ABCDEF"}, [("line", "too_long"), ("line", "pattern_mismatch")]),
		({"line": None}, [("line", "wrong_type")]),
		({"line": ""}, [("line", "required")]),
		({"essay": "ab"}, [("essay", "too_short")]),
		({"essay": "a" * 10_001}, [("essay", "too_long")]),
		({"day": "2023-12-31"}, [("day", "date_too_early")]),
		({"day": "2025-01-01"}, [("day", "date_too_late")]),
		({"day": "20240601"}, [("day", "date_unreal")]),
		({"day": "2024-13-01"}, [("day", "date_unreal")]),
		({"day": 20240601}, [("day", "wrong_type")]),
		({"count": -1}, [("count", "too_small")]),
		({"count": 11}, [("count", "too_large")]),
		({"count": "5"}, [("count", "wrong_type")]),
		({"count": True}, [("count", "wrong_type")]),
		({"sure": 1}, [("sure", "wrong_type")]),
		({"head": {"pinfl": "10101800000009"}}, [("head.full_name", "required"), ("head.phone", "required")]),
		({"head": "x"}, [("head", "wrong_type")]),
		({"any_file": SHA}, []),
		({"any_file": "a"}, [("any_file", "file_missing")]),
		({"rows": [{}, {}, {}]}, [("rows", "too_many_rows")]),
		({"rows": [{"inner": [{"n": "x"}]}]}, [("rows[0].inner[0].n", "wrong_type")]),
		([], [("", "wrong_type")]),
		("x", [("", "wrong_type")]),
		(None, [("", "wrong_type")]),
	],
)
def test_kinds_and_limits(given, findings):
	assert found(KINDS, given, Context(attachments={SHA: Attached("x/y", 10**9)})) == findings


@pytest.mark.parametrize(
	("given", "code"),
	[
		({"free": 1.0}, "payload_number"),
		({"free": 2**60}, "payload_number"),
		({"ключ": 1}, "payload_key"),
		({"line": "\ud800"}, "payload_text"),
		({"essay": "a" * 1_000_001}, "answers_too_large"),
	],
)
def test_what_cannot_be_signed_is_told_first(given, code):
	assert [finding.code for finding in forms.check(KINDS, given)] == [code]


CONDITIONAL = form(
	{
		"name": "change",
		"kind": "Choice",
		"required": True,
		"choices": [{"value": v, "label": LABEL} for v in ("end", "replace")],
	},
	{
		"name": "who",
		"kind": "Short Text",
		"required": True,
		"shown_if": {"field": "change", "equals": "replace"},
	},
	{"name": "why", "kind": "Short Text", "required_if": {"field": "change", "equals": "end"}},
	{
		"name": "date",
		"kind": "Date",
		"shown_if": {"field": "change", "equals": "replace"},
		"required_if": {"field": "who", "in": ["A", "B"]},
	},
	{"name": "note", "kind": "Short Text", "shown_if": {"not": {"field": "change", "equals": "end"}}},
)


@pytest.mark.parametrize(
	("given", "findings"),
	[
		({"change": "end", "why": "x"}, []),
		({"change": "end"}, [("why", "required")]),
		({"change": "end", "why": "x", "who": "A"}, [("who", "not_asked")]),
		({"change": "end", "why": "x", "note": "n"}, [("note", "not_asked")]),
		({"change": "replace"}, [("who", "required")]),
		({"change": "replace", "who": "C", "note": "n"}, []),
		({"change": "replace", "who": "A"}, [("date", "required")]),
		({"change": "replace", "who": "A", "date": "2024-01-01"}, []),
		({}, [("change", "required")]),
	],
)
def test_conditions_show_and_require(given, findings):
	assert found(CONDITIONAL, given) == findings


@pytest.mark.parametrize(
	("given", "asked"),
	[
		({"change": "end"}, ["change", "why"]),
		({"change": "replace"}, ["change", "who", "why", "date", "note"]),
		({}, ["change", "why", "note"]),
	],
)
def test_what_is_shown(given, asked):
	assert [item.name for item in forms.shown(CONDITIONAL.fields, given)] == asked


@pytest.mark.parametrize("definition", [A56, KINDS, CONDITIONAL])
@pytest.mark.parametrize("lang", ["uz", "ru"])
def test_the_schema_is_one_of_2020_12(definition, lang):
	schema = to_json_schema(definition, lang)
	jsonschema_rs.meta.validate(schema)
	assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_of_a56_for_people_and_programs():
	schema = to_json_schema(A56, "en")
	assert schema["required"] == ["party", "district_scope", "party_decision", "persons"]
	assert schema["properties"]["party"] == {
		"type": "string",
		"minLength": 1,
		"maxLength": 140,
		"title": "Political party",
		"readOnly": True,
		"x-filled-from": "body.party",
		"x-link": "Political Party",
	}
	row = schema["properties"]["persons"]["items"]
	assert row["required"] == ["full_name", "phone"]
	assert row["anyOf"] == [{"required": ["pinfl"]}, {"required": ["passport"]}]
	assert row["additionalProperties"] is False
	assert row["properties"]["passport"]["description"].startswith("With the PINFL")


JSON = st.recursive(
	st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
	lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
	max_leaves=10,
)


@given(JSON, st.sampled_from(["party", "persons", "party_decision", "other"]))
def test_any_json_is_checked_without_an_error(value, name):
	forms.check(A56, value, KNOWN)
	forms.check(A56, answers(**{name: value}), KNOWN)
	forms.check(A56, answers(persons=[{"pinfl": value, "phone": value, "birth_date": value}]), KNOWN)


@given(JSON)
def test_no_finding_means_the_schema_is_met(value):
	given = answers(polling_station=value)
	if not forms.check(A56, given):
		assert jsonschema_rs.Draft202012Validator(to_json_schema(A56)).is_valid(given)


VALUE = JSON | st.sampled_from(["a", "2024-06-01", SHA, "10101800000009", "+998901234567", 5, True])
NAMES = st.sampled_from(
	["line", "essay", "day", "count", "sure", "head", "any_file", "rows", "change", "who"]
)
STRUCTURE = {
	"required",
	"unknown_field",
	"not_asked",
	"wrong_type",
	"too_short",
	"too_long",
	"pattern_mismatch",
	"not_a_choice",
	"too_small",
	"too_large",
	"too_few_rows",
	"too_many_rows",
	"person_unidentified",
}


@given(st.dictionaries(NAMES, VALUE, max_size=4), st.sampled_from([A56, KINDS, CONDITIONAL]))
def test_the_schema_takes_what_the_check_takes(given, definition):
	found = {finding.code for finding in forms.check(definition, given)}
	valid = jsonschema_rs.Draft202012Validator(to_json_schema(definition)).is_valid(given)
	if not found:
		assert valid
	if found & STRUCTURE:
		assert not valid
