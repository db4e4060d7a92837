"""A guess in the place of a document's name: the framework looks by it among all rows and columns before it asks who may read what it found.

Its answers to a guess that is right and to one that is wrong must be the same: else anybody reads a number of a person sign by sign.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from factories import inside
from factories.http import Client
from factories.profile import IS_FULL
from factories.steps import site_step
from test_every_method import KNOWN, is_of_document

from esaylov.api import document_names

WHO = "sibling.chair"
RIGHT, WRONG = "Sinov-sir%", "Sinov-yol%"
"""What a person of another commission is called, and nobody; of one length."""
STAFF = {"guest", "login", "desk", "election"}
NAMING = ("dn", "doc_name", "docname", "docnames", "name", "names", "reference_name", "value")
CARRYING = ("args", "data", "doc", "docs", "document", "fieldname")
ABOUT = dict.fromkeys(("doctype", "dt", "reference_doctype", "share_doctype", "ref_doctype"), "Person")
"""Arguments that name the DocType."""
BESIDE = {
	**dict.fromkeys(("txt", "content", "description", "comment_by", "tag", "tags"), "x"),
	**{"comment_email": "sibling.chair@esaylov.example", "field_map": "{}", "action": "Save", "prev": 0},
	**{"user": "sibling.chair@esaylov.example", "assign_to": '["sibling.chair@esaylov.example"]'},
	**{"items": "[]", "perm_type": "read", "new_name": "x", "following": 1, "add": "No"},
}
"""What functions ask for besides."""
NOISE = re.compile(r"[0-9a-f]{56}|\d+\.\d+|Sinov-\w+%")


def shapes(guess: str) -> list[Any]:
	"""The forms of a filter; in each run the first, which both versions take."""
	found: list[Any] = [{"full_name": ["like", guess]}]
	return [*found, ["full_name", "like", guess], [["full_name", "like", guess]]] if IS_FULL else found


def sent_as(argument: str, guess: Any) -> Iterator[Any]:
	"""A guess in an argument, as an object, in a list, in a document, and each of them as JSON; in each run the first of them."""
	document = {"doctype": "Person", "name": guess, "full_name": "x"}
	if argument in NAMING:
		forms = [guess, [guess], json.dumps([guess])]
	else:
		linking = {"doctype": "ToDo", "reference_type": "Person", "reference_name": guess}
		forms = [json.dumps(document), document, json.dumps([document]), json.dumps(linking)]
	yield from forms if IS_FULL else forms[:1]


@pytest.fixture(scope="module")
def asked(sites) -> list[tuple[str, str]]:
	"""Each function that staff may call by POST, with its arguments that name or carry a document or a filter; in each run the first."""
	offered = json.loads(site_step(sites, "parameters", module="framework_methods"))
	return [
		(name, argument) for name in sorted(offered) if is_open(name) for argument in naming(offered[name])
	]


def is_open(name: str) -> bool:
	row = KNOWN[name]
	return (
		not is_of_document(name)
		and "POST" in row["verbs"].split()
		and bool(STAFF & set(row["roles"].split()))
	)


def naming(parameters: list[str]) -> list[str]:
	if not set(parameters) - {"args"}:  # it reads the form itself
		parameters = ["name", "docname", "docnames", "doc", "args"]
	found = [
		argument
		for argument in (*NAMING, *CARRYING, *sorted(document_names.OBJECTS))
		if argument in parameters
	]
	return found if IS_FULL else found[:1]


def told(client: Client, path: str, values: dict[str, Any]) -> tuple[int, str]:
	"""Status and text of an answer, without what each answer has of its own and without the guess."""
	answer: requests.Response = client.session.post(f"{client.address}{path}", json=values, timeout=60)
	return answer.status_code, NOISE.sub("", answer.text)


def differing(client: Client, path: str, argument: str, values: dict[str, Any]) -> list[Any]:
	"""The forms of a guess whose answers tell whether it is right."""
	found = []
	for right, wrong in zip(shapes(RIGHT), shapes(WRONG), strict=True):
		for each, other in zip(sent_as(argument, right), sent_as(argument, wrong), strict=True):
			answers = [told(client, path, {**values, argument: guess}) for guess in (each, other)]
			if answers[0] != answers[1]:
				found.append((each, *answers))
	return found


def test_no_function_tells_whether_a_guess_is_right(login, asked):
	client, found = login(WHO), {}
	assert len(asked) > 60
	for name, argument in asked:
		values = {**ABOUT, **BESIDE}
		if telling := differing(client, f"/api/method/{name}", argument, values):
			found[name, argument] = telling
	assert found == {}


def test_a_guess_could_be_told(login):
	"""Where a filter belongs it is one: the comparison sees the difference."""
	path = "/api/method/frappe.desk.reportview.get_count"
	right, wrong = (
		told(login("chair"), path, {"doctype": "Person", "filters": {"full_name": ["like", guess]}})
		for guess in (RIGHT, WRONG)
	)
	assert (right[0], wrong[0]) == (200, 200)
	assert right != wrong


@pytest.mark.parametrize("field", ["reference_docname", "event_participants"])
def test_no_document_tells_it_by_what_it_links_to(login, field):
	"""Frappe 15 looks for what a new document links to before it asks who may make it."""
	client, answers = login(WHO), []
	for guess in (RIGHT, WRONG):
		link = {"reference_doctype": "Person", "reference_docname": {"full_name": ["like", guess]}}
		values = link if field in link else {field: [link]}
		event = {"subject": "x", "starts_on": "2026-01-15 10:00:00", "event_type": "Private", **values}
		answers += [
			told(client, "/api/resource/Event", event),
			told(client, "/api/resource/Event", {"data": json.dumps(event)}),
			told(
				client, "/api/method/frappe.client.insert", {"doc": json.dumps({"doctype": "Event", **event})}
			),
		]
	assert answers[:3] == answers[3:]
	assert {status for status, _ in answers} == {403}


def test_names_and_documents_pass(login, names):
	"""Texts, several of them, tables of documents and filters are what they were."""
	client = login("chair")
	for name, values in {
		"frappe.client.get": {"doctype": "Appeal", "name": names["$N"]},
		"frappe.client.get_list": {
			"doctype": "Appeal",
			"filters": [["name", "=", names["$N"]]],
			"fields": ["name"],
		},
		"frappe.client.get_value": {
			"doctype": "Appeal",
			"filters": {"name": names["$N"]},
			"fieldname": ["name"],
		},
		"frappe.core.api.file.get_attached_images": {"doctype": "Appeal", "names": [names["$N"]]},
		"frappe.desk.form.load.getdoc": {"doctype": "Person", "name": names["$P"]},
	}.items():
		answer = client.session.post(f"{client.address}/api/method/{name}", json=values, timeout=60)
		assert answer.status_code == 200, (name, answer.text[:300])
	event = {
		"subject": "x",
		"starts_on": "2026-01-15 10:00:00",
		"event_type": "Private",
		"event_participants": [],
	}
	made = client.session.post(f"{client.address}/api/resource/Event", json=event, timeout=60)
	assert made.status_code == 200, made.text[:300]
	inside.run("frappe.delete_doc('Event', given['name'])", name=made.json()["data"]["name"])


@pytest.mark.parametrize(
	("value", "is_named"),
	[
		({"name": "x", "rows": [{"name": "y", "value": 1}], "__onload": {"a": {"b": 1}}}, True),
		(["x", {"name": "y"}], True),
		({"child_table_updates": {"Appeal Field": {"label": "x"}}}, True),
		({"name": ["x"]}, False),
		({"rows": [{"name": {"a": 1}}]}, False),
		({"link": {"a": 1}}, False),
		([["a", "like", "b"]], False),
	],
)
def test_a_document_holds_values_and_rows(value, is_named):
	assert document_names._is_document(value) is is_named
