"""JSON that every parser reads alike: a text that Python's `json` and `orjson` read differently is refused."""

import json
import math
import random
from typing import Any

import orjson
import pytest
from factories.mutations import CHANGES, inserted, mutated, numbers
from factories.profile import IS_FULL, IS_LONG

from esaylov.core.formats import strict_json
from esaylov.core.formats.strict_json import JsonRefused, begins_like_json, parse_strict_json, serialise_json

TEXTS = 10_000 if IS_LONG else 1_000 if IS_FULL else 200
ODD = (
	*(b"NaN", b"-Infinity", b"1e999", b"-0", b"-0.0", b"9" * 40, b"18446744073709551616", b"0x1", b"01"),
	*(b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\ud83d\\ude00"', b'"\\u0000"', b"\0", b"\xef\xbb\xbf", b"\xff"),
	*(b'"a":1,"a":2', b'"\\u0061":1,"a":2', b"//", b"'a'", b"\xc2\xa0", b"\x0b", b'"{\\"a\\":NaN}"', b"null"),
)
OF_JSON = inserted((*ODD, *(bytes([sign]) for sign in b'[]{}",:\\eE+-.tfn')))
GOOD = json.dumps(
	[
		{
			"doctype": "Person",
			"name": {"pinfl": ["like", "3%"]},
			"rows": [{"a": 1.5}],
			"text": "oʻzbek",
			"n": None,
		}
	]
).encode()


def read_by(parser: Any, text: str) -> Any:
	try:
		return parser(text)
	except (ValueError, RecursionError):
		return ValueError


@pytest.mark.parametrize(
	"text",
	[
		"NaN",
		"[NaN]",
		"[Infinity]",
		"[-Infinity]",
		"[1e999]",
		"[-1e999]",
		"[9223372036854775808]",
		f"[{'9' * 5000}]",
		'{"a":1,"a":1}',
		'{"a":1,"\\u0061":2}',
		'[{"x":{"a":1,"b":2,"a":3}}]',
		'["\\ud800"]',
		'{"\\udfff":1}',
		'["\ud800"]',
		'["\n"]',
		"[1,]",
		"[01]",
		"['a']",
		"\ufeff[]",
		"\u00a0[]",
		"[]\0",
		"[] []",
		"{",
		"",
	],
)
def test_a_text_that_parsers_read_differently_is_refused(text):
	with pytest.raises(JsonRefused) as refused:
		parse_strict_json(text)
	assert not refused.value.is_too_large


@pytest.mark.parametrize(
	"value",
	[
		{"a": [1, -1.5, True, None, "oʻ"]},
		[],
		{},
		"x",
		1,
		2**63 - 1,
		-(2**63) + 1,
		1e-300,
		["😀", "\0", "\u2028"],
	],
)
def test_a_strict_text_has_its_value_and_the_canonical_text_has_it_too(value):
	for text in (json.dumps(value), json.dumps(value, indent=2, ensure_ascii=False)):
		assert parse_strict_json(text) == value
	assert parse_strict_json(serialise_json(value)) == value


@pytest.mark.parametrize(
	"text",
	[
		"[" * 65 + "]" * 65,
		'{"a":' * 65 + "1" + "}" * 65,
		"[" * 100_000,
		"[" + "1," * strict_json.MAX_VALUES + "1]",
		"[" + "[]," * strict_json.MAX_VALUES + "[]]",
		"[" + '"",' * (2 * strict_json.MAX_VALUES + 1) + '""]',
		'"' + "x" * strict_json.MAX_CHARACTERS + '"',
	],
	ids=range(7),
)
def test_a_text_beyond_a_limit_is_refused(text):
	with pytest.raises(JsonRefused) as refused:
		parse_strict_json(text)
	assert refused.value.is_too_large


def test_a_text_at_a_limit_is_read():
	assert parse_strict_json("[" * 64 + "]" * 64)
	many = list(range(strict_json.MAX_VALUES - 1))
	assert parse_strict_json(json.dumps(many)) == many
	commas = '[{\\",' * strict_json.MAX_VALUES
	assert parse_strict_json(json.dumps([commas])) == [commas]


@pytest.mark.parametrize(
	("text", "is_json"),
	[
		("{", True),
		(" \n[", True),
		("\ufeff{", True),
		("\u00a0 [", True),
		("", False),
		(" ", False),
		("a[", False),
	],
)
def test_a_text_that_begins_an_object_or_a_list(text, is_json):
	assert begins_like_json(text) is is_json


def test_both_parsers_of_the_framework_read_what_is_not_refused():
	"""Frappe 15 parses with `json`, 16 with `orjson`: either value is ours, as sent and as the canonical text."""
	read = 0
	for number in numbers(TEXTS):
		change = (OF_JSON, OF_JSON, CHANGES[random.Random(number).randrange(len(CHANGES))])
		text = mutated(GOOD, number, change).decode("utf-8", "replace")
		try:
			value = parse_strict_json(text)
		except JsonRefused:
			continue
		read += 1
		canonical = serialise_json(value)
		for parser in (json.loads, orjson.loads):
			assert read_by(parser, text) == value, (number, text)
			assert read_by(parser, canonical) == value, (number, text)
		assert serialise_json(parse_strict_json(canonical)) == canonical, (number, text)
	assert read > TEXTS / 20


def test_numbers_are_finite():
	assert math.copysign(1, parse_strict_json("-0.0")) == -1
	assert type(parse_strict_json("1.0")) is float
