"""Lists and links of the Desk say what a record is in words: no id, no code of ours, no key of a statute."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "esaylov" / "esaylov" / "doctype"
Record = dict[str, Any]
OFFICIAL = {"Administrative Territory"}
"""Whose code is one that everybody uses: the state's own, of territories."""
NUMBERED = {"Feedback"}
"""Whose name is the number that its sender was given."""


def doctypes() -> dict[str, Record]:
	found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*/*.json"))]
	return {one["name"]: one for one in found if one.get("doctype") == "DocType"}


KINDS = doctypes()
LISTED = [name for name, one in KINDS.items() if not one.get("istable") and not one.get("issingle")]
LINKED = sorted(
	{
		row["options"]
		for one in KINDS.values()
		for row in one["fields"]
		if row["fieldtype"] == "Link" and row["options"] in KINDS and not row.get("hidden")
	}
)


def name_field(kind: Record) -> str:
	"""The field that is the name of its record, "" for another way of naming."""
	return str(kind["autoname"]).removeprefix("field:") if kind["autoname"].startswith("field:") else ""


@pytest.mark.parametrize("name", LINKED)
def test_a_link_shows_the_title(name):
	assert KINDS[name].get("title_field")
	assert KINDS[name].get("show_title_field_in_link") == 1


@pytest.mark.parametrize("name", sorted({*LISTED} - OFFICIAL))
def test_a_list_shows_no_code_that_names_its_record(name):
	kind = KINDS[name]
	own = {name_field(kind), "key", "slug"} - {"", "number"}
	assert [
		row["fieldname"] for row in kind["fields"] if row.get("in_list_view") and row["fieldname"] in own
	] == []
	assert kind.get("title_field") not in own


@pytest.mark.parametrize(
	"name", [name for name in LISTED if KINDS[name].get("title_field") and name not in NUMBERED]
)
def test_a_list_has_no_column_of_ids(name):
	"""The framework adds one beside the title unless the list's own script says no."""
	script = (
		FOLDER
		/ name.lower().replace(" ", "_").replace("-", "_")
		/ f"{name.lower().replace(' ', '_').replace('-', '_')}_list.js"
	)
	assert "hide_name_column: true" in script.read_text(encoding="utf-8")


SEEN_OTHERWISE = {
	"Appeal Type": "its screen is the studio",
	"Constituency": "a boundary is GeoJSON, by its standard and to whoever draws it",
	"Polling Station": "the same",
}
"""Forms on which what is stored as JSON is what their people work with."""


def raw(kind: Record) -> list[str]:
	"""The fields of a form that open as JSON: neither hidden, nor folded, nor of a level that no role reads."""
	levels = {rule.get("permlevel", 0) for rule in kind["permissions"] if rule.get("read")}
	found, is_folded = [], False
	for row in kind["fields"]:
		if row["fieldtype"] in ("Section Break", "Tab Break"):
			is_folded = bool(row.get("collapsible") or row.get("hidden"))
		is_json = row["fieldtype"] == "JSON" or row.get("options") == "JSON"
		if is_json and not (is_folded or row.get("hidden")) and row.get("permlevel", 0) in levels:
			found.append(row["fieldname"])
	return found


@pytest.mark.parametrize(
	"name", [name for name, one in KINDS.items() if not one.get("istable") and name not in SEEN_OTHERWISE]
)
def test_no_form_opens_with_json(name):
	assert raw(KINDS[name]) == []


MOST_BOXES = 10
"""Filter boxes that a list opens with; any other field is a filter by *Filter* [ours]."""


def boxes(name: str) -> list[str]:
	"""The fields that stand as boxes above a list: its title and its standard filters."""
	kind = KINDS[name]
	return [
		row["fieldname"]
		for row in kind["fields"]
		if row.get("in_standard_filter") or row["fieldname"] == kind.get("title_field")
	]


@pytest.mark.parametrize("name", LISTED)
def test_a_list_does_not_begin_with_a_form_of_filters(name):
	assert len(boxes(name)) <= MOST_BOXES


def test_the_list_of_appeals_says_first_who_applies_and_until_when():
	"""It opened with twelve boxes, and the applicant's column was beside the screen."""
	assert boxes("Appeal") == ["subject", "number", "status", "appeal_type", "assigned_to"]
	listed = [row["fieldname"] for row in KINDS["Appeal"]["fields"] if row.get("in_list_view")]
	assert [field for field in listed if field not in ("subject", "status")][:2] == [
		"applicant_body",
		"due_on",
	]
