"""Each of the sixty types, and our own, over HTTP: a good filing decided and undone, one with broken rules, one without a paper.

What a type needs lies in `factories/catalogue`: the world it is filed in, sample answers, and a case for each type.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from factories.catalogue import answers as samples
from factories.catalogue import client as catalogue
from factories.catalogue.cases import CASES
from factories.catalogue.writes import CERTIFIED, writes
from factories.http import Client
from factories.profile import few

from esaylov.core import rules

SITE_TYPES = sorted(CASES)
REGISTER_CODES = {"CEC": "00", "REG-1726": "26", "REG-1735": "35", "DC-1726277": "26277"}
REVIEW_DAYS = {"A24": 1} | dict.fromkeys(
	[
		"A01",
		"A02",
		"A09",
		"A11",
		"A16",
		"A21",
		"A22",
		"A23",
		"A25",
		"A26",
		"A27",
		"A30",
		"A31",
		"A32",
		"A33",
		"A34",
		"A35",
		"A43",
		"A44",
		"A45",
		"A46",
		"A48",
		"A49",
		"A50",
		"A51",
		"A59",
		"A60",
	],
	3,
)
"""Days of review by the catalogue; five for all others."""
ASKED_OF_REGISTERS = {"not_convicted": "criminal_record", "legally_capable": "legal_capacity"}
BESIDE = {"filed_already", "claimed_already", "women_nominees_low", "number_not_compared"}
"""Told of other open appeals and drafts of the day, not of the answers:
tests/site/appeals/form_facts/test_appeals_rivals.py, test_checked_people.py.
"""
UNKNOWN = "resident"
"""The rule that always reminds: no register answers it."""
LATE = "A18"
"""The type whose broken case needs another day: the notice of observers after its last day."""
FOLLOWS = {
	"A03": {"signatures_region_share"},
	"A07": {"person_repeated"},
	"A12": {"person_repeated", "person_too_young"},
	"A20": {"composition_position_open"},
	LATE: {"window_closed"},
}
"""What else is wrong with the answers that break a rule, for they stand in every row: the same person is too young twice."""
each = pytest.mark.parametrize("code", few(SITE_TYPES, set().__contains__))
"""Over HTTP in the long profile. Each run checks what they say in tests/core/test_shipped_types.py and
tests/site/appeals/studio/test_building.py, what a list
and an area do in tests/site/registers/effects, the way over HTTP in tests/web/test_decisions_http.py and tests/e2e."""


@pytest.fixture(scope="module")
def world(address: str, sites: Path) -> Iterator[catalogue.World]:
	"""The world of the catalogue; its elections are over afterwards."""
	made = catalogue.World(address, sites)
	yield made
	made.close()


def codes(found: list[dict[str, Any]], severity: str = "") -> set[tuple[str, str]]:
	return {
		(finding["code"], finding["path"])
		for finding in found
		if not severity or finding["severity"] == severity
	}


def unanswered(filing: catalogue.Filing) -> set[tuple[str, str]]:
	"""Warnings of a good filing: for persons whom no state register has answered for, as the rules ask, and the way to court."""
	expected = set()
	named = {**ASKED_OF_REGISTERS, UNKNOWN: ""}
	for use in samples.form(filing.code).rules:
		group = str(use.parameters.get("group", ""))
		code = "residence_unknown" if use.rule == UNKNOWN else "register_not_asked"
		if use.rule in named and group:
			rows = range(len(filing.typed.get(group, [])))
			expected |= {(code, f"{group}[{row}].pinfl") for row in rows}
		elif use.rule in named:
			expected.add((code, "pinfl"))
		elif use.rule == "court_decides":  # says where else to turn, whatever was typed
			expected.add(("court_decides", str(use.parameters["field"])))
	return expected


@each
def test_a_good_filing_comes_to_the_right_desk(world, code):
	filing = catalogue.Filing(world, code, is_good=True)
	missing = filing.create(filing.answers())
	papers = samples.papers(code, filing.typed)
	assert codes(missing, "error") == {("required", path) for path in papers}
	for path in papers:
		catalogue.message(filing.attach(path))
	found = filing.check()
	assert codes(found, "error") == set()
	assert {told for told in codes(found) if told[0] not in BESIDE} == unanswered(filing)

	otherwise = {"sms_code_needed"} if filing.is_by_code else {"signature_unreadable", "eds_needed"}
	assert filing.refused_otherwise() == otherwise
	assert world.stored(filing.name)["status"] == "Draft"
	receipt = filing.submit()
	recipient = filing.case.recipient
	assert receipt["number"].startswith(f"{REGISTER_CODES[recipient]}-")
	due = filing.today.toordinal() + REVIEW_DAYS.get(code, 5)
	assert receipt["due_on"] == filing.today.fromordinal(due).isoformat()
	assert world.stored(filing.name)["recipient"] == recipient

	filing.take_up()
	expected = "Acknowledged" if filing.case.taken_note else "Under Review"
	assert world.stored(filing.name)["status"] == expected
	found = world.decided(filing.name)
	if not filing.case.taken_note:
		is_decided_both_ways(found, filing)
	undone = {"appeal": "Under Review", "decision": "Annulled", "standing": [], "ended": []}
	assert found["Undone"] == undone


def is_decided_both_ways(found: dict[str, Any], filing: catalogue.Filing) -> None:
	"""Granted with its effect in the registers, and refused with its ground and nothing else."""
	shipped = samples.shipped(filing.code)
	by_chair = shipped["route"] == "chair_decision"
	kind = "Chair Decision" if by_chair else "Commission Decision"
	for outcome in ("Granted", "Refused"):
		said = found[outcome]
		assert (said["appeal"], said["decision"], said["kind"]) == (outcome, "Signed", kind)
	granted, refused = found["Granted"], found["Refused"]
	assert (granted["entries"], granted["ended"]) == writes(filing.code, shipped["effect"], filing.typed)
	# who takes somebody's place gets a certificate of the same kind
	names_kind = bool(shipped.get("certificate_kind") or filing.typed.get("new_person"))
	gives = names_kind and bool(CERTIFIED & set(granted["entries"]))
	assert (granted["certificates"] > 0) is gives
	assert (refused["entries"], refused["ended"], refused["certificates"]) == ([], [], 0)
	assert "Asos: Hujjatlar toʻliq emas" in refused["text"]
	assert "Asos:" not in granted["text"]


@each
def test_what_breaks_a_rule_is_told_at_its_field(world, code):
	filing = catalogue.Filing(world, code)
	broken = filing.case.broken
	found = filing.create(filing.answers(broken.values, broken.rows))
	if code == LATE:
		found = twenty_one_days_later(world, filing)
	told = {(finding, path) for _, finding, path in broken.findings}
	assert codes(found) >= told
	assert all(finding["message"] for finding in found)
	# and nothing else, but for papers that are not attached yet and registers that have not answered
	papers = {("required", path) for path in samples.papers(code, filing.typed)}
	# the good filing of the type may be open still, about the same records
	others = {finding for finding, _ in codes(found) - told - papers} - {
		"register_not_asked",
		"residence_unknown",
		*BESIDE,
	}
	if filing.case.taken_note:
		others -= {"link_unknown"}  # a good filing that was taken note of before has ended the record
	assert others == FOLLOWS.get(code, set())


def twenty_one_days_later(world: catalogue.World, filing: catalogue.Filing) -> list[dict[str, Any]]:
	"""Findings of the draft nine days before the election, with the clock put right again."""
	catalogue.run(world.sites, "move", "21")
	try:
		found = filing.check()
		assert ("window_closed", "") in codes(found)
		return found
	finally:
		catalogue.run(world.sites, "move", "0")


@each
def test_a_missing_paper_is_told_at_its_field(world, code):
	filing = catalogue.Filing(world, code)
	if filing.case.row_paper:  # the paper may be left out, what is named must be there
		column = samples._column(filing.case.row_paper)
		found = filing.create(filing.answers({column: samples.NOBODY}))
		assert ("file_missing", filing.case.row_paper) in codes(found, "error")
		return
	needs_new_person = code in ("A23", "A35", "A51")
	found = filing.create(filing.answers(rows={"new_person": 1} if needs_new_person else None))
	papers = samples.papers(code, filing.typed)
	if not papers:
		assert filing.attach_nowhere() == [("unknown_field", "application")]
		return
	paper = papers[0]
	assert ("required", paper) in codes(found, "error")
	catalogue.message(filing.attach(paper))
	assert ("required", paper) not in codes(filing.check())


def test_every_rule_is_broken_by_one_case_of_a_type_that_names_it():
	broken = {(code, rule) for code, case in CASES.items() for rule, _, _ in case.broken.findings if rule}
	for code, rule in broken:
		assert rule in {use.rule for use in samples.form(code).rules}, (code, rule)
	# A60's date before its stage hides that it is over (tests/core/test_rules_numbers.py), a station in force is made in
	# tests/site/appeals/form_facts/test_smaller_rules.py; A18 leaves its window too; no answer breaks an admission
	# (tests/site/decisions/test_contested_decisions.py) or the share of women among
	# a party's nominees (tests/site/appeals/form_facts/test_facts.py)
	others = {"inside_window", "party_admitted", "women_nominees", "not_before", "station_numbers_free"}
	assert {rule for _, rule in broken} | others == set(rules.names())


@each
def test_its_schema_is_one_by_the_metaschema(world, code):
	client: Client = world.client("district_branch")
	schema = catalogue.message(client.get("appeals.schema", appeal_type=code))
	jsonschema_rs.meta.validate(schema)
	assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
