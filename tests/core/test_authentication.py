"""Who signs and who confirms by a code."""

import json
from pathlib import Path

import pytest

from esaylov.core.records.payload import Authentication, asked_of

DOCTYPES = Path(__file__).parents[2] / "esaylov" / "esaylov" / "doctype"


@pytest.mark.parametrize(
	("authentication", "kind", "asked"),
	[
		("EDS", "candidate", "EDS"),
		("EDS", "political_party", "EDS"),
		("SMS", "candidate", "SMS"),
		("SMS", "proxy", "SMS"),
		("SMS", "party_district_branch", "EDS"),
		("EDS or SMS", "candidate", "SMS"),
		("EDS or SMS", "proxy", "SMS"),
		("EDS or SMS", "authorized_representative", "EDS"),
		("EDS or SMS", "any_participant", "EDS"),
		("", "candidate", "EDS"),
		("something else", "proxy", "EDS"),
	],
)
def test_candidates_and_proxies_confirm_by_code_where_the_type_allows_it(authentication, kind, asked):
	assert asked_of(authentication, kind) == asked


def test_the_types_offer_what_the_law_knows():
	fields = json.loads((DOCTYPES / "appeal_type" / "appeal_type.json").read_text())["fields"]
	(options,) = [field["options"] for field in fields if field["fieldname"] == "authentication"]
	assert options.split("\n") == list(Authentication)
