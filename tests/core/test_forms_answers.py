"""Filling and normalising answers, and finding links and files in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import forms
from esaylov.core.forms import read_definition
from esaylov.core.people.names import APOSTROPHES

from .a56 import SHA, answers, definition

A56 = read_definition(definition())
LABEL = {"uz": "Maydon"}
FORM = read_definition(
	{
		"code": "T",
		"version": 1,
		"fields": [
			{"name": "line", "kind": "Short Text", "label": LABEL},
			{"name": "essay", "kind": "Long Text", "label": LABEL},
			{"name": "count", "kind": "Integer", "label": LABEL},
			{"name": "sure", "kind": "Yes/No", "label": LABEL},
			{"name": "head", "kind": "Person", "label": LABEL},
			{"name": "day", "kind": "Date", "label": LABEL},
			{
				"name": "post",
				"kind": "Choice",
				"label": LABEL,
				"choices": [
					{"value": "Chair", "label": {"uz": "Rais", "ru": "Председатель", "en": "Head"}},
					{"value": "Head", "label": {"uz": "Bosh"}},
					{"value": "Member", "label": {"uz": "Aʼzo"}},
				],
			},
			{
				"name": "rows",
				"kind": "Group",
				"label": LABEL,
				"fields": [
					{"name": "n", "kind": "Short Text", "label": LABEL},
					{
						"name": "body",
						"kind": "Link",
						"label": LABEL,
						"filled_from": "body.name",
						"link": {"doctype": "Party Branch"},
					},
				],
			},
		],
	}
)


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_answers_take_each_apostrophe(sign):
	typed = {"line": f"o{sign}zbek", "essay": f"a{sign}zo", "post": f"a{sign}zo", "sure": f"yo{sign}q"}
	kept = {"line": "o'zbek", "essay": "a'zo", "post": "Member", "sure": False}
	assert forms.normalise(FORM, typed) == kept


@pytest.mark.parametrize(
	("typed", "kept"),
	[
		({"line": "  oʻzbek \n soʻzi  "}, {"line": "o'zbek so'zi"}),
		({"line": "e\u0301"}, {"line": "é"}),
		({"line": "   "}, {}),
		({"line": None}, {}),
		({"line": 0}, {"line": 0}),
		({"essay": " a\r\n\r\nb "}, {"essay": "a\n\nb"}),
		({"count": "12"}, {"count": 12}),
		({"count": "-3"}, {"count": -3}),
		({"count": "1.5"}, {"count": "1.5"}),
		({"count": "40 000"}, {"count": 40000}),
		({"count": "40\u00a0000"}, {"count": 40000}),
		({"day": "27.10.2024"}, {"day": "2024-10-27"}),
		({"day": " 1/9/2024 "}, {"day": "2024-09-01"}),
		({"day": "31.02.2024"}, {"day": "31.02.2024"}),
		({"day": "2024-10-27"}, {"day": "2024-10-27"}),
		({"post": "rais"}, {"post": "Chair"}),
		({"post": "ПРЕДСЕДАТЕЛЬ"}, {"post": "Chair"}),
		({"post": "Head"}, {"post": "Head"}),
		({"post": "head"}, {"post": "Chair"}),
		({"post": "nobody"}, {"post": "nobody"}),
		({"sure": "Ha"}, {"sure": True}),
		({"sure": "yoʻq"}, {"sure": False}),
		({"sure": "on"}, {"sure": True}),
		({"sure": "0"}, {"sure": False}),
		({"sure": "maybe"}, {"sure": "maybe"}),
		({"sure": False}, {"sure": False}),
		(
			{"head": {"phone": "90 123 45 67", "pinfl": "1010180 0000009"}},
			{"head": {"phone": "+998901234567", "pinfl": "10101800000009"}},
		),
		(
			{"head": {"phone": "7 901", "passport": "aa 1234567"}},
			{"head": {"phone": "7 901", "passport": "AA1234567"}},
		),
		({"head": {"phone": ""}}, {}),
		({"head": {"pinfl": "\u0339 \u0334"}}, {"head": {"pinfl": "\u0334\u0339"}}),  # marks change places
		({"head": "x"}, {"head": "x"}),
		({"rows": [{"n": " a "}, {"n": ""}, {}, "x"]}, {"rows": [{"n": "a"}, "x"]}),
		({"rows": [{}]}, {}),
		({"rows": "x"}, {"rows": "x"}),
		({"other": " x "}, {"other": " x "}),
	],
)
def test_normalise(typed, kept):
	assert forms.normalise(FORM, typed) == kept


@given(
	st.fixed_dictionaries(
		{},
		optional={
			"line": st.text(),
			"essay": st.text(),
			"count": st.text(),
			"sure": st.text() | st.sampled_from(["ha", "Нет", "1"]),
			"day": st.text() | st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
			"post": st.text() | st.sampled_from(["rais", "HEAD", "Chair", "bosh"]),
			"head": st.dictionaries(
				st.sampled_from(["pinfl", "passport", "phone", "birth_date", "gender"]), st.text(), max_size=3
			),
			"rows": st.lists(
				st.dictionaries(st.sampled_from(["n", "body"]), st.text(), max_size=2), max_size=3
			),
		},
	)
)
def test_normalising_twice_changes_nothing_more(typed):
	once = forms.normalise(FORM, typed)
	assert forms.normalise(FORM, once) == once


SOURCES = {"body.party": "OZLIDEP", "body.territory": "1726277", "body.name": "OZLIDEP-1726277"}


@pytest.mark.parametrize(
	("typed", "filled"),
	[
		({}, {"party": "OZLIDEP", "district_scope": "1726277"}),
		({"party": "ADOLAT"}, {"party": "OZLIDEP", "district_scope": "1726277"}),  # read only: ours always
		({"district_scope": "1726294"}, {"party": "OZLIDEP", "district_scope": "1726294"}),
		({"district_scope": ""}, {"party": "OZLIDEP", "district_scope": "1726277"}),
	],
)
def test_fill(typed, filled):
	assert forms.fill(A56, typed, SOURCES) == filled


def test_a_read_only_answer_without_a_source_goes():
	assert forms.fill(A56, {"party": "ADOLAT", "persons": [{}, "x"]}, {}) == {"persons": [{}, "x"]}


def test_rows_are_filled_too():
	assert forms.fill(FORM, {"rows": [{"n": "a"}]}, SOURCES) == {
		"rows": [{"n": "a", "body": "OZLIDEP-1726277"}]
	}


def test_filling_leaves_the_given_answers_alone():
	given = {"rows": [{"n": "a"}]}
	forms.fill(FORM, given, SOURCES)
	assert given == {"rows": [{"n": "a"}]}


def test_links_and_files_are_found_with_their_columns():
	links = forms.links_in(A56, answers())
	assert [(use.column, use.value, use.field.link.doctype) for use in links] == [
		("party", "OZLIDEP", "Political Party"),
		("district_scope", "1726277", "Administrative Territory"),
	]
	assert [(use.path, use.value) for use in forms.files_in(A56, answers())] == [("party_decision", SHA)]
	[use] = forms.links_in(FORM, {"rows": [{"n": "x"}, {"body": "B"}]})
	assert (use.path, use.column) == ("rows[1].body", "rows.body")
	assert forms.files_in(A56, {"party_decision": 5}) == []
