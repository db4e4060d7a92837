"""What operators are told of a site's numbers: the page, the alarms and the dashboard name the same ones."""

import json
import re
from pathlib import Path

import yaml

OPERATORS = Path(__file__).parents[1] / "docs" / "operators"
PAGE = (OPERATORS / "monitoring.md").read_text(encoding="utf-8")
NAME = re.compile(r"\besaylov_[a-z_]+")
RULES = yaml.safe_load((OPERATORS / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0][
	"rules"
]
LEVELS = yaml.safe_load((OPERATORS / "prometheus" / "levels.yml").read_text(encoding="utf-8"))["groups"][0][
	"rules"
]
RECORD = re.compile(r"\besaylov:[a-z_0-9]+(?::[a-z0-9]+)?")
PANELS = json.loads((OPERATORS / "prometheus" / "dashboard.json").read_text(encoding="utf-8"))["panels"]


def rows() -> list[tuple[set[str], str]]:
	"""The rows of the page: their metrics, and what is said of their alarm."""
	lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| `esaylov_")]
	return [(set(re.findall(r"`(esaylov_[a-z_]+)[`{]", named)), alarm) for named, _, alarm in lines]


def all_names() -> set[str]:
	return {name for names, _ in rows() for name in names}


def test_each_row_with_an_alarm_has_a_rule_and_no_rule_asks_for_another_number():
	ruled = {name for rule in RULES for name in NAME.findall(rule["expr"])}
	assert [names for names, alarm in rows() if alarm != "–" and not names & ruled] == []
	assert ruled <= all_names()


def test_each_rule_says_what_it_is_how_bad_and_what_to_do():
	for rule in RULES:
		assert re.fullmatch(r"Esaylov[A-Z]\w+", rule["alert"])
		assert rule["labels"]["severity"] in ("warning", "critical")
		assert rule["annotations"]["summary"]
		assert rule["annotations"]["description"]
	assert len({rule["alert"] for rule in RULES}) == len(RULES)


def test_the_dashboard_draws_every_number():
	drawn = {
		name
		for panel in PANELS
		for target in panel.get("targets", ())
		for name in NAME.findall(target["expr"])
	}
	assert drawn == all_names()
	assert len({panel["id"] for panel in PANELS}) == len(PANELS)


def test_queue_ages_and_slow_statements_ring():
	ruled = {name for rule in RULES for name in NAME.findall(rule["expr"])}
	assert ruled >= {
		"esaylov_queue_oldest_seconds",
		"esaylov_sms_oldest_seconds",
		"esaylov_database_slow_queries",
	}


def test_each_level_is_recorded_of_numbers_that_are_there():
	records = [rule["record"] for rule in LEVELS]
	assert len({*records}) == len(records)
	used = {name for rule in LEVELS for name in RECORD.findall(rule["expr"])}
	assert used <= {*records}
	assert {name for rule in LEVELS for name in NAME.findall(rule["expr"])} <= all_names()
	page = (OPERATORS / "service-levels.md").read_text(encoding="utf-8")
	assert {*records} - used == set(RECORD.findall(page))


def test_documents_that_alarms_name_are_there():
	for rule in RULES:
		for name in re.findall(r"docs/operators/([\w.-]+\.md)", rule["annotations"]["description"]):
			assert (OPERATORS / name).is_file()
