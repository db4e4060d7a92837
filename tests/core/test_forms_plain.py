"""What is plain in a row of a long table is what the check finds nothing in; all else is asked there."""

import pytest

from esaylov.core import forms
from esaylov.core.findings import Finding
from esaylov.core.forms import Context, plain

LABEL = {"uz": "Maydon"}
LINKS = {"rows.place": frozenset({"1726277", "x" * 141, "a\u200bb"})}
COLUMNS = [
	{"name": "place", "kind": "Link", "link": {"doctype": "Administrative Territory"}, "required": True},
	{"name": "number", "kind": "Integer", "minimum": 1, "maximum": 99, "required": True},
	{"name": "free", "kind": "Integer"},
	{"name": "sort", "kind": "Choice", "choices": [{"value": "One", "label": LABEL}]},
	{"name": "title", "kind": "Short Text", "maximum": 12},
	{"name": "code", "kind": "Short Text", "minimum": 3, "maximum": 5},
	{"name": "words", "kind": "Short Text", "pattern": r"^\S+(\s+\S+)+$"},
	{"name": "degrees", "kind": "Short Text", "maximum": 20, "pattern": r"^-?[0-9]{1,3}([.,][0-9]{1,9})?$"},
	{"name": "either", "kind": "Short Text", "pattern": "a|bc"},
	{"name": "folded", "kind": "Short Text", "pattern": "(?i)abc"},
	{"name": "day", "kind": "Date"},
	{"name": "telephone", "kind": "Phone"},
	{"name": "area", "kind": "Long Text", "maximum": 10},
]
GOOD = {"place": "1726277", "number": 1}
VALUES = {
	"place": ["", "17", 1726277, "x" * 141, "a\u200bb", None, "1726277\n"],
	"number": [0, 99, 100, True, "1", 1.0, None],
	"free": [0, -5, False, 10**15],
	"sort": ["One", "Two", "", 1, ["One"], {}],
	"title": [
		"a",
		"",
		"o" * 12,
		"o" * 13,
		"ʻ" * 12,
		"a\u200bb",
		"a\x1fb",
		"bir\nikki",
		"\U000e0001",
		None,
		5,
	],
	"code": ["ab", "abc", "abcde", "abcdef", "шшш"],
	"words": [
		*("a b", "a", "a  b c", "a b ", " a b", "а б", "a\u00a0b", "a\u2003b", "a\nb", "a\x1cb", "a\u0085b"),
		"\u1680a b",
	],
	"degrees": ["41.3", "41,311081", "41.", "-1", "1234", "٤١", "41.3\n", "4" * 3 + "." + "1" * 9],
	"either": ["a", "bc", "abc", "c", "ac"],
	"folded": ["abc", "ABC", "Abd"],
	"day": ["2024-10-27", "2024-02-30", "27.10.2024"],
	"telephone": ["+998901234567", "1"],
	"area": ["x" * 10, "x" * 11],
	"unknown": ["x"],
}
CASES = [(name, value) for name, values in VALUES.items() for value in values]


def form(columns: list[dict]) -> forms.FormDefinition:
	given = [{"label": LABEL, **column} for column in columns]
	group = {"name": "rows", "kind": "Group", "label": LABEL, "max_rows": 9, "fields": given}
	return forms.read_definition({"code": "T", "version": 1, "fields": [group]})


FORM = form(COLUMNS)
IS_PLAIN = plain.plain_rows(FORM.fields[0], LINKS)


def found(row: dict) -> list[Finding]:
	return forms.check(FORM, {"rows": [row]}, Context(links=LINKS))


@pytest.mark.parametrize(("name", "value"), CASES)
def test_nothing_is_wrong_with_what_is_plain(name, value):
	row = {**GOOD, name: value}
	assert not (IS_PLAIN(row) and found(row))


@pytest.mark.parametrize(
	"row",
	[
		GOOD,
		{**GOOD, "free": -5, "sort": "One", "title": "1-uchastka", "code": "abc", "area": "Soʻx"},
		{**GOOD, "title": "ʻ" * 12, "words": "Aliyev Vali", "degrees": "41.311081", "either": "bc"},
	],
)
def test_what_most_rows_say_is_plain(row):
	assert IS_PLAIN(row)
	assert found(row) == []


@pytest.mark.parametrize("missing", ["place", "number"])
def test_a_row_without_a_required_value_is_not(missing):
	assert not IS_PLAIN({name: value for name, value in GOOD.items() if name != missing})


def test_a_column_apart_may_say_anything():
	is_plain = plain.plain_rows(FORM.fields[0], LINKS, apart={"area"})
	assert is_plain({**GOOD, "area": "x" * 11})
	assert not IS_PLAIN({**GOOD, "area": "x" * 11})


@pytest.mark.parametrize(
	"more",
	[
		{"shown_if": {"field": "free", "equals": 1}},
		{"required_if": {"field": "free", "equals": 1}},
	],
)
def test_where_a_column_depends_on_another_no_row_is_plain(more):
	group = form([*COLUMNS[:3], {"name": "title", "kind": "Short Text", **more}]).fields[0]
	assert not plain.plain_rows(group, LINKS)(GOOD)


def test_nor_where_people_are_named_by_their_numbers():
	group = form([*COLUMNS[:2], {"name": "@person", "kind": "Person"}]).fields[0]
	assert not plain.plain_rows(group, LINKS)(GOOD)
