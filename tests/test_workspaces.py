"""The workspaces of the roles as files: each block leads somewhere, each word is translated, no figure can be another's."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parents[1] / "esaylov"
ROLES = {
	"Central Commission": {"Central Election Commission"},
	"Regional Commission": {"Regional Commission"},
	"District Commission": {"District Commission", "Constituency Commission"},
	"Precinct Commission": {"Precinct Commission"},
	"Election Administration": {"Election Administrator"},
	"Election Audit": {"Election Auditor"},
}
POSITIONS = (
	"Commission Chair",
	"Commission Deputy Chair",
	"Commission Secretary",
	"Commission Member",
	"Commission Staff",
)
BEYOND = {
	"Commission Deputy Chair": {"Feedback"},
	"Commission Secretary": {"Access Statistics"},
	"Commission Member": {"Feedback", "Access Statistics"},
	"Commission Staff": {"Access Statistics"},
}
"""What stands on the workspace of a commission and is not drawn for a position, which has no right to it."""
Record = dict[str, Any]


def records(kind: str) -> dict[str, Record]:
	found = [json.loads(path.read_text()) for path in sorted((APP / "esaylov" / kind).glob("*/*.json"))]
	return {record["name"]: record for record in found}


DOCTYPES, REPORTS = records("doctype"), records("report")
CARDS, CHARTS, WORKSPACES = records("number_card"), records("dashboard_chart"), records("workspace")
SIDEBAR = json.loads((APP / "workspace_sidebar" / "e_saylov.json").read_text())["items"]
TARGETS = {"DocType": DOCTYPES, "Report": REPORTS, "Workspace": WORKSPACES, "Page": records("page")}
STANDARD = {"name", "owner", "creation", "modified"}


def blocks(workspace: Record, kind: str) -> list[Record]:
	return [block["data"] for block in json.loads(workspace["content"]) if block["type"] == kind]


def translated(language: str) -> set[str]:
	with (APP / "translations" / f"{language}.csv").open(encoding="utf-8", newline="") as lines:
		return {row[0] for row in csv.reader(lines)}


def words() -> set[str]:
	"""What a reader sees of workspaces, cards, charts, reports and the sidebar."""
	found = {*CARDS, *CHARTS, *WORKSPACES, *REPORTS} | {item["label"] for item in SIDEBAR}
	for workspace in WORKSPACES.values():
		shown = workspace["shortcuts"] + workspace["links"] + workspace["quick_lists"]
		found |= {entry["label"] for entry in shown}
		texts = blocks(workspace, "header") + blocks(workspace, "paragraph")
		found |= {re.sub("<[^>]+>", "", block["text"]) for block in texts}
	return found


def filtered(record: Record) -> list[list[Any]]:
	return json.loads(record["filters_json"]) + json.loads(record["dynamic_filters_json"] or "[]")


def has_field(doctype: str, field: str) -> bool:
	return field in STANDARD | {row["fieldname"] for row in DOCTYPES[doctype]["fields"]}


def test_each_role_has_its_workspace():
	assert {name: {row["role"] for row in each["roles"]} for name, each in WORKSPACES.items()} == ROLES


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_word_of_the_first_screens_is_translated(language):
	assert words() - translated(language) == set()


@pytest.mark.parametrize("name", WORKSPACES)
def test_what_a_workspace_holds_is_what_it_shows(name):
	workspace = WORKSPACES[name]
	pairs = [
		("number_card", "number_card_name", workspace["number_cards"], "number_card_name"),
		("chart", "chart_name", workspace["charts"], "chart_name"),
		("shortcut", "shortcut_name", workspace["shortcuts"], "label"),
		("quick_list", "quick_list_name", workspace["quick_lists"], "label"),
		("card", "card_name", [x for x in workspace["links"] if x["type"] == "Card Break"], "label"),
	]
	for kind, shown, held, called in pairs:
		assert [block[shown] for block in blocks(workspace, kind)] == [row[called] for row in held], kind
	assert {row["number_card_name"] for row in workspace["number_cards"]} <= set(CARDS)
	assert {row["chart_name"] for row in workspace["charts"]} <= set(CHARTS)


@pytest.mark.parametrize("name", WORKSPACES)
def test_every_link_of_a_workspace_leads_to_a_record_of_the_app(name):
	workspace = WORKSPACES[name]
	links = [(row["link_type"], row["link_to"]) for row in workspace["links"] if row["type"] == "Link"]
	links += [(row["type"], row["link_to"]) for row in workspace["shortcuts"]]
	links += [("DocType", row["document_type"]) for row in workspace["quick_lists"]]
	assert [link for link in links if link[1] not in TARGETS[link[0]]] == []
	for row in workspace["links"]:
		assert bool(row["is_query_report"]) == (row.get("link_type") == "Report"), row["label"]


def test_every_link_of_the_sidebar_leads_to_a_record_of_the_app():
	links = [(item["link_type"], item["link_to"]) for item in SIDEBAR if item["type"] == "Link"]
	assert [link for link in links if link[1] not in TARGETS[link[0]]] == []
	assert {to for kind, to in links if kind == "Workspace"} == set(WORKSPACES)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_counts_rows_of_its_list_by_fields_that_exist(name):
	card = CARDS[name]
	assert (card["type"], card["function"]) == ("Document Type", "Count")
	filters = filtered(card)
	assert {row[0] for row in filters} <= {card["document_type"]}
	assert [row[1] for row in filters if not has_field(row[0], row[1])] == []


def readers(kind: str, name: str) -> set[str]:
	"""Roles that open a record: for a report its own and those that may read what it refers to."""
	if kind == "Report":
		return {row["role"] for row in REPORTS[name]["roles"]}
	if kind == "Page":
		return {row["role"] for row in TARGETS[kind][name]["roles"]}
	return {row["role"] for row in DOCTYPES[name]["permissions"] if row.get("read")}


def holders() -> list[tuple[str, str, str]]:
	"""Workspace, role and position of whoever has it: a position with the role of its level, else the role alone."""
	found = []
	for name, roles in ROLES.items():
		positions = POSITIONS if name.endswith("Commission") else ("",)
		found += [(name, role, position) for role in sorted(roles) for position in positions]
	return found


@pytest.mark.parametrize(("name", "role", "position"), holders())
def test_each_position_opens_what_its_workspace_shows(name, role, position):
	"""Frappe does not draw a link without a right; a card of links, a figure or a chart has none that would leave it empty."""
	workspace, held = WORKSPACES[name], {role, position}
	beyond = BEYOND.get(position, set())
	groups: dict[str, list[bool]] = {}
	for row in workspace["links"]:
		if row["type"] == "Card Break":
			group = groups.setdefault(row["label"], [])
			continue
		opens = bool(readers(row["link_type"], row["link_to"]) & held)
		assert opens or row["link_to"] in beyond, row["link_to"]
		group.append(opens)
	assert [label for label, opening in groups.items() if not any(opening)] == []
	shown = [(row["type"], row["link_to"]) for row in workspace["shortcuts"]]
	shown += [("DocType", row["document_type"]) for row in workspace["quick_lists"]]
	shown += [
		("DocType", CARDS[row["number_card_name"]]["document_type"]) for row in workspace["number_cards"]
	]
	shown += [("Report", CHARTS[row["chart_name"]]["report_name"]) for row in workspace["charts"]]
	assert [each for each in shown if not readers(*each) & held] == []


def test_filters_of_lists_name_fields_that_exist():
	for workspace in WORKSPACES.values():
		for row in workspace["quick_lists"]:
			filters = json.loads(row["quick_list_filter"])
			assert [each[1] for each in filters if not has_field(each[0], each[1])] == [], row["label"]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_drawn_from_a_report(name):
	"""The framework keeps what other charts show for an hour, one copy for all users; a report is run for each reader."""
	chart = CHARTS[name]
	assert (chart["chart_type"], chart["use_report_chart"]) == ("Report", 1)
	assert chart["report_name"] in REPORTS
	script = (APP / "esaylov" / "report" / _folder(chart["report_name"])).with_suffix("")
	filters = (script / f"{script.name}.js").read_text()
	given = {**json.loads(chart["filters_json"]), **json.loads(chart["dynamic_filters_json"] or "{}")}
	assert [name for name in given if f'fieldname: "{name}"' not in filters] == []


def _folder(report: str) -> str:
	return report.lower().replace(" ", "_")


def test_every_card_and_chart_is_on_a_workspace():
	shown = {row["number_card_name"] for each in WORKSPACES.values() for row in each["number_cards"]}
	assert shown == set(CARDS)
	assert {row["chart_name"] for each in WORKSPACES.values() for row in each["charts"]} == set(CHARTS)


ROLES_OF = re.compile(r"frappe\.user\.has_role\((\[.*?\])\)")
READS_ANY = re.compile(r"(\[.*?\])\.some\(\(doctype\) => frappe\.model\.can_read\(doctype\)\)")
AT_MOST = {"Election Administration": 25, "Election Audit": 27}
"""Links of the sidebar for a role; a position of a commission has 26 at most, the chair of the central one."""
OF_EVERY_SIDEBAR = {"Access to Personal Data", "E-saylov Settings", "Feedback"}
"""Beside what stands on the workspace of whoever sees them."""


def is_offered(item: Record, held: set[str]) -> bool:
	"""Whether the Desk draws a line of the sidebar for these roles, as its condition says."""
	condition = item.get("display_depends_on") or ""
	for part in filter(None, condition.split(" && ")):
		if named := ROLES_OF.fullmatch(part):
			if not held & set(json.loads(named[1])):
				return False
		else:
			read = READS_ANY.fullmatch(part)
			assert read, f"a condition of another kind, which this test cannot weigh: {part}"
			if not any(readers("DocType", name) & held for name in json.loads(read[1])):
				return False
	return True


def offered(held: set[str]) -> list[Record]:
	"""The links of the sidebar that whoever has these roles sees: a section that is not drawn takes its links with it."""
	found, is_section_drawn = [], True
	for item in SIDEBAR:
		if item["type"] == "Section Break":
			is_section_drawn = is_offered(item, held)
		elif (is_section_drawn or not item["child"]) and is_offered(item, held) and opens(item, held):
			found.append(item)
	return found


def opens(item: Record, held: set[str]) -> bool:
	"""Whether these roles have what a link leads to: the Desk draws no other."""
	if item["link_type"] == "Workspace":
		return bool(ROLES[item["link_to"]] & held)
	return bool(readers(item["link_type"], item["link_to"]) & held)


@pytest.mark.parametrize(("name", "role", "position"), holders())
def test_the_sidebar_of_a_role_is_what_it_works_with(name, role, position):
	"""What else it may read is on its workspace, and in the search."""
	links = offered({role, position})
	assert 10 <= len(links) <= AT_MOST.get(name, 26), [item["label"] for item in links]
	workspace = WORKSPACES[name]
	used = {row["link_to"] for row in workspace["links"] + workspace["shortcuts"] if row.get("link_to")}
	beyond = {item["link_to"] for item in links if item["link_type"] != "Workspace"} - used
	assert beyond <= OF_EVERY_SIDEBAR | {"commission-desk", "signature-inbox"}


def test_the_heads_of_sections_are_seen_with_a_link_alone():
	for _name, role, position in holders():
		held, section = {role, position}, ""
		filled = {item["label"]: 0 for item in SIDEBAR if item["type"] == "Section Break"}
		seen = offered(held)
		for item in SIDEBAR:
			section = item["label"] if item["type"] == "Section Break" else section
			if item in seen and item["child"]:
				filled[section] += 1
		drawn = [
			item["label"] for item in SIDEBAR if item["type"] == "Section Break" and is_offered(item, held)
		]
		assert [label for label in drawn if not filled[label]] == [], (role, position)
