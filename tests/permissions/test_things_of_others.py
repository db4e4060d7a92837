"""What one user of the Desk has for themselves, and what is counted beside rows: another who names it is told nothing of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import inside
from factories.http import Client

from esaylov.permissions.row_rules import SCOPES

ROOT = Path(__file__).parents[2] / "esaylov" / "esaylov" / "doctype"
MINE, OTHERS = "chair", "sibling.chair"
WORD = "Xususiy-siri"
PAGE = f"{WORD}-chair@esaylov.example"
PRIVATE = {"title": WORD, "label": PAGE, "public": 0, "for_user": "chair@esaylov.example", "content": "[]"}
EVENT = {"subject": WORD, "starts_on": "2026-01-15 10:00:00", "event_type": "Private"}
CHART = {"type": "Bar", "filters_json": "[]", "is_public": 1}
CHARTS: dict[str, dict[str, Any]] = {
	"Sinov heatmap": {
		"type": "Heatmap",
		"chart_type": "Count",
		"document_type": "Appeal",
		"based_on": "creation",
	},
	"Sinov numbers": {
		"chart_type": "Group By",
		"group_by_type": "Count",
		"group_by_based_on": "pinfl",
		"document_type": "Person",
	},
}
"""Of all rows whoever looks; by numbers that the reader may not read."""
MADE = """
names = {}
for doctype, values in given['rows']:
	document = frappe.get_doc({'doctype': doctype, **values})
	document.db_insert()
	frappe.db.set_value(doctype, document.name, 'owner', values.get('owner', 'Administrator'))
	names.setdefault(doctype, []).append(str(document.name))
frappe.db.commit()
answer = names
"""
GONE = """
for doctype, names in given['names'].items():
	for name in names:
		frappe.db.delete(doctype, {'name': name})
frappe.db.commit()
answer = None
"""


@pytest.fixture(scope="module")
def things(names) -> Iterator[dict[str, list[str]]]:
	"""DocType -> names of rows of the chair, and charts; a task of the chair beside the appeal."""
	rows = [
		["Event", {"name": WORD, "owner": "chair@esaylov.example", "status": "Open", **EVENT}],
		["Workspace", {"name": PAGE, "owner": "chair@esaylov.example", **PRIVATE}],
		["Note", {"name": WORD, "title": WORD, "owner": "chair@esaylov.example", "public": 0}],
		["Notification Log", {"name": WORD, "for_user": "chair@esaylov.example", "subject": WORD, "read": 0}],
		[
			"ToDo",
			{
				"name": WORD,
				"description": WORD,
				"status": "Open",
				"allocated_to": "chair@esaylov.example",
				"reference_type": "Appeal",
				"reference_name": names["$N"],
			},
		],
		*(
			["Dashboard Chart", {"name": name, "chart_name": name, **CHART, **chart}]
			for name, chart in CHARTS.items()
		),
	]
	made = inside.run(MADE, rows=rows)
	yield made
	inside.run(GONE, names=made)


def asked(client: Client, name: str, /, **values: Any) -> Any:
	return client.session.post(f"{client.address}/api/method/frappe.desk.{name}", json=values, timeout=60)


def test_private_events_are_told_to_their_owner_alone(login, things):
	dates = {"start": "2026-01-01", "end": "2026-02-01"}
	assert WORD in asked(login(MINE), "doctype.event.event.get_events", **dates).text
	for user in ({}, {"user": "chair@esaylov.example"}):
		answer = asked(login(OTHERS), "doctype.event.event.get_events", **dates, **user)
		assert answer.status_code == (403 if user else 200)
		assert WORD not in answer.text


def test_a_private_page_is_drawn_for_its_owner_alone(login, things):
	page = json.dumps({"name": PAGE, "title": WORD, "public": 0})
	assert asked(login(MINE), "desktop.get_desktop_page", page=page).status_code == 200
	assert asked(login(OTHERS), "desktop.get_desktop_page", page=page).status_code == 403
	assert asked(login(OTHERS), "desktop.get_desktop_page", page="[]").status_code == 403


def test_marks_of_reading_are_ones_own(login, things):
	(name,) = things["Notification Log"]
	method = "doctype.notification_log.notification_log.mark_as_read"
	note = "doctype.note.note.mark_as_seen"
	assert asked(login(OTHERS), method, docname=name).status_code == 403
	assert read(name) == 0
	assert asked(login(MINE), method, docname=name).status_code == 200
	assert read(name) == 1
	answers = [asked(login(OTHERS), note, note=each) for each in (*things["Note"], "begona")]
	assert [answer.status_code for answer in answers] == [403, 403]


def read(name: str) -> int:
	asked = "answer = frappe.db.get_value('Notification Log', given['name'], 'read')"
	return int(inside.run(asked, name=name))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_tells_no_rows_out_of_reach_and_no_hidden_field(login, things, chart):
	for who in (MINE, OTHERS):
		answer = asked(login(who), "doctype.dashboard_chart.dashboard_chart.get", chart_name=chart)
		assert answer.status_code == 403, answer.text[:300]


def test_tasks_are_counted_beside_rows_in_reach(login, things):
	values = {"doctype": "Appeal", "current_filters": "[]", "field": "assigned_to"}
	counted = {
		who: asked(login(who), "listview.get_group_by_count", **values).json()["message"]
		for who in (MINE, OTHERS)
	}
	logins = {who: [row["name"] for row in rows] for who, rows in counted.items()}
	assert "chair@esaylov.example" in logins[MINE]
	assert "chair@esaylov.example" not in logins[OTHERS]


def test_links_are_counted_that_the_form_shows(login, names):
	"""Whatever DocTypes the request names besides, and none that the caller reads no row of."""
	items = json.dumps(["Proxy", "Complaint Outcome", "Passkey"])
	client = login(MINE)
	address = f"{client.address}/api/method/frappe.desk.notifications.get_open_count"
	values = {"doctype": "Candidate", "name": names["$C"], "items": items}
	answer = client.session.get(address, params=values, timeout=60)
	found = answer.json()["message"]["count"]["external_links_found"]
	assert [link["doctype"] for link in found] == ["Proxy"]


def test_every_row_of_a_tree_is_in_reach_of_all():
	"""Frappe 16 asks for no right and no row where it draws a tree (`treeview.get_children`)."""
	shapes = [json.loads(path.read_text()) for path in ROOT.glob("*/*.json")]
	trees = {shape["name"] for shape in shapes if shape.get("is_tree")}
	assert trees == {"Administrative Territory", "Election Commission"}
	assert not trees & SCOPES.keys()
