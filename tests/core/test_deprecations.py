"""What is to go says so in its answers and in the document, for half a year."""

from datetime import UTC, datetime

import pytest

from esaylov.api.deprecations import PREFIX, Ending, of
from esaylov.core.openapi import About, document, operation

SINCE, UNTIL = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
ENDING = {"things.read": Ending(SINCE, UNTIL, "things.list")}


def read(name: str) -> str:
	"""A thing."""


def test_an_answer_says_since_when_and_until_when():
	assert of(f"{PREFIX}things.read", ENDING) == {
		"Deprecation": "@1796083200",
		"Sunset": "Tue, 01 Jun 2027 00:00:00 GMT",
		"Link": '</openapi#things.list>; rel="deprecation"; type="text/html"',
	}
	assert of(f"{PREFIX}things.list", ENDING) == {}
	assert of("/openapi", ENDING) == {}


def test_half_a_year_is_the_least():
	with pytest.raises(ValueError, match="180 days"):
		Ending(SINCE, datetime(2027, 1, 1, tzinfo=UTC), "things.list")


@pytest.mark.parametrize("is_ending", [True, False])
def test_the_document_marks_it(is_ending):
	one = operation(read, "things.read", "GET", True)
	ending = {"things.read": "things.list"} if is_ending else {}
	made = document(About("1.0", "https://saylov.example", "uz"), [one], (), {}, ending)
	found = made["paths"]["/api/method/esaylov.api.things.read"]["get"]
	assert (found.get("deprecated"), found.get("x-instead")) == (
		(True, "things.list") if is_ending else (None, None)
	)
