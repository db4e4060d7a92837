"""One way of writing places, and the same as JSON Pointers (RFC 6901): whatever the names are, a pointer leads there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from esaylov.core.formats.places import LONGEST_NAME, below, pointer, steps


@pytest.mark.parametrize(
	("place", "expected"),
	[
		("", ""),
		("persons", "/persons"),
		("persons[2].pinfl", "/persons/2/pinfl"),
		("fields[0].fields[11].choices[3].label", "/fields/0/fields/11/choices/3/label"),
		('answers["a/b~c"]', "/answers/a~1b~0c"),
		("what is no place", "/what is no place"),
	],
)
def test_a_place_as_a_pointer(place, expected):
	assert pointer(place) == expected


@given(some.lists(some.text(max_size=LONGEST_NAME) | some.integers(0, 99), max_size=5))
def test_a_pointer_leads_to_what_the_place_names(way):
	value: Any = "found"
	for step in reversed(way):
		value = [None] * step + [value] if isinstance(step, int) else {step: value}
	place = ""
	for step in way:
		place = below(place, step)
	assert steps(place) == [str(step) for step in way]
	assert followed(value, pointer(place)) == "found"


def followed(value: Any, text: str) -> Any:
	"""What a JSON Pointer leads to, by the text of RFC 6901, section 4."""
	for token in text.split("/")[1:]:
		name = token.replace("~1", "/").replace("~0", "~")
		value = value[int(name)] if isinstance(value, list) else value[name]
	return value


def test_a_long_name_is_cut():
	assert steps(below("", "a" * 10**6)) == ["a" * LONGEST_NAME]
