"""What operators are told of a site's numbers: the page, the alarms and the dashboard name the same ones."""

import json
import re
import subprocess
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


def runbooks() -> dict[str, set[str]]:
	"""Address of each section of the runbooks -> the alarms that it names."""
	_, *sections = re.split(
		r"^## ", (OPERATORS / "runbooks.md").read_text(encoding="utf-8"), flags=re.MULTILINE
	)
	found = {}
	for section in sections:
		title, _, text = section.partition("\n")
		alarms = text.strip().partition("\n")[0]
		found[title.lower().replace(" ", "-")] = {*re.findall(r"`(Esaylov\w+)`", alarms)}
	return found


def test_each_alarm_has_a_section_of_the_runbooks_and_each_section_an_alarm():
	named: dict[str, set[str]] = {}
	for rule in RULES:
		page, _, section = rule["annotations"]["runbook_url"].partition("#")
		assert page == "docs/operators/runbooks.md"
		named.setdefault(section, set()).add(rule["alert"])
	assert named == runbooks()


def test_each_alarm_fires_beyond_its_limit_and_is_silent_at_it():
	"""promtool evaluates the rules over made-up numbers: `alerts_test.yml`."""
	tests = OPERATORS / "prometheus" / "alerts_test.yml"
	done = subprocess.run(["promtool", "test", "rules", tests], capture_output=True, text=True)
	assert done.returncode == 0, done.stdout + done.stderr
	tried: dict[str, set[bool]] = {}
	for case in yaml.safe_load(tests.read_text(encoding="utf-8"))["tests"]:
		for query in case["promql_expr_test"]:
			asked = re.search(r'alertname="(\w+)",alertstate="firing"', query["expr"])
			if asked:
				tried.setdefault(asked[1], set()).add(bool(query["exp_samples"]))
	assert tried == {rule["alert"]: {True, False} for rule in RULES}


def test_documents_that_alarms_name_are_there():
	for rule in RULES:
		for name in re.findall(r"docs/operators/([\w.-]+\.md)", rule["annotations"]["description"]):
			assert (OPERATORS / name).is_file()
