"""Releases of the framework: which is before which, and what each is known not to close."""

import json
import re

import pytest

from esaylov.core.framework_versions import Advisory, floor, open_in, parsed, read, unsaid

OLD = Advisory("A", "old", "2026-01-01", "", {15: "15.104.0", 16: "16.14.0"})
NEW = Advisory("B", "new", "2026-02-01", "", {15: "15.122.0", 16: "16.34.0"})
HALF = Advisory("C", "of 16 alone", "2026-03-01", "", {15: None, 16: "16.9.1"})
ALL = (OLD, NEW, HALF)


@pytest.mark.parametrize(
	("lower", "higher"),
	[
		("15.99.0", "15.104.0"),  # as numbers, not as letters
		("15.104.0", "16.0.0"),
		("16.0.0-dev", "16.0.0"),
		("16.0.0-beta.2", "16.0.0"),
		("16.14", "16.14.1"),
		("v16.14.0", "16.33.1"),
	],
)
def test_one_is_before_the_other(lower, higher):
	assert read(lower) < read(higher)


@pytest.mark.parametrize("text", ["", "develop", "15", "15.x.x-develop", "15;16.1"])
def test_what_is_no_release_is_refused(text):
	with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
		read(text)


@pytest.mark.parametrize(
	("version", "ids"),
	[
		("15.103.9", ["A", "B"]),
		("15.104.0", ["B"]),  # the boundary: the first release that closes it
		("15.122.0", []),
		("16.0.0-dev", ["A", "B", "C"]),
		("16.14.0", ["B"]),
		("16.34.0", []),
		("17.0.0", []),
	],
)
def test_what_a_release_leaves_open(version, ids):
	assert [one.id for one in open_in(version, ALL)] == ids


def test_the_floor_of_a_series_closes_all_that_is_said():
	assert (floor(15, ALL), floor(16, ALL), floor(14, ALL)) == ("15.122.0", "16.34.0", "")
	assert [one.id for one in unsaid("15.1.0", ALL)] == ["C"]


def test_advisories_are_read_from_their_list():
	row = {
		"id": "A",
		"title": "old",
		"published": None,
		"source": "x",
		"fixed": {"15": "15.104.0", "16": None},
	}
	assert parsed(json.dumps([row])) == (Advisory("A", "old", "", "x", {15: "15.104.0", 16: None}),)
