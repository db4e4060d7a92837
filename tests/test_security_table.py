"""The tables of security: every requirement of ASVS 5.0, levels 1 and 2, once with a verdict; six threats of each flow of data; tests that are there."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operators" / "asvs.md").read_text(encoding="utf-8")
KNOWN = json.loads((ROOT / "tests" / "data" / "asvs_5_0_0.json").read_text())
"""Requirement -> its level, read from the standard's own table of 5.0.0."""
ROWS = [
	[cell.strip() for cell in line.strip("| ").split(" | ")]
	for line in PAGE.splitlines()
	if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]
VERDICTS = {"met", "partly", "framework", "operator", "not met", "none"}
COUNTED = re.compile(r"^\| (met|partly|framework|operator|not met|none) \| [^|]+ \| (\d+) \|$", re.MULTILINE)


def test_each_requirement_of_the_levels_has_one_line():
	assert len(KNOWN) == 253
	assert {row[0]: int(row[1]) for row in ROWS} == KNOWN
	assert len(ROWS) == len(KNOWN)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_line_says_where_and_names_a_test_that_is_there(row):
	_, _, about, verdict, where, test = row
	assert about
	assert verdict in VERDICTS
	path = test.strip("`")
	assert path == "–" or (ROOT / path).is_file()
	if verdict == "met":
		assert where != "–" or path != "–"
	if verdict in ("partly", "not met"):
		assert where != "–", "what is missing is said"


def test_the_numbers_at_its_head_are_those_of_the_lines():
	told = {verdict: int(number) for verdict, number in COUNTED.findall(PAGE)}
	assert told == Counter(row[3] for row in ROWS)


FLOWS = re.split(
	r"^## ", (ROOT / "docs/operators/data-flows.md").read_text(encoding="utf-8"), flags=re.MULTILINE
)[1:]
THREATS = [
	(flow.splitlines()[0], [cell.strip() for cell in line.strip("| ").split(" | ")])
	for flow in FLOWS
	for line in flow.splitlines()
	if re.match(r"\| [STRIDE] \|", line)
]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.splitlines()[0])
def test_each_flow_has_the_six_kinds_of_threats(flow):
	assert "".join(row[0] for of, row in THREATS if of == flow.splitlines()[0]) == "STRIDE"


def test_each_threat_has_a_wall_and_a_test_that_is_there():
	assert len(FLOWS) >= 12
	assert len({row[1] for _, row in THREATS}) == len(THREATS)
	for flow, row in THREATS:
		assert len(row) == 4, (flow, row)
		assert row[2], (flow, row)
		assert (ROOT / row[3].strip("`")).is_file(), (flow, row)
