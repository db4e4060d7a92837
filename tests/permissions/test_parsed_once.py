"""JSON that two parsers read differently: guards saw a text, the framework a document with a filter in the place of its name.

Each answer to a right guess must be the same as the answer to a wrong one, and none may come from the framework's own parser.
"""

import json
from typing import Any

import pytest
import requests
from factories.http import Client

WHO = "sibling.chair"
GUESSES = ("Sinov-sir%", "Sinov-yol%")
"""Names of a person of another commission, and of nobody; of one length."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TRANSITIONS = "frappe.model.workflow.get_common_transition_actions"


def guess_in(template: str, guess: str) -> str:
	return template.replace("$GUESS", guess)


def post(client: Client, method: str, values: dict[str, str]) -> requests.Response:
	"""An answer to a form as the Desk sends it: each argument is a text."""
	return client.session.post(
		f"{client.address}/api/method/{method}", data=values, headers=FORM, timeout=60, allow_redirects=False
	)


FILTER = '{"full_name":["like","$GUESS"]}'
PERSON = '{"doctype":"Person","name":' + FILTER + "}"
SPOILED = {
	"NaN in the list": f"[{PERSON},NaN]",
	"Infinity in the document": '[{"doctype":"Person","name":' + FILTER + ',"x":-Infinity}]',
	"a key twice": '[{"doctype":"Person","name":'
	+ FILTER
	+ ',"name":"x"},{"name":"y","name":'
	+ FILTER
	+ "}]",
	"half of a letter": '[{"doctype":"Person","name":' + FILTER + ',"x":"\\ud800"}]',
	"a number that is infinite": '[{"doctype":"Person","name":' + FILTER + ',"x":1e999}]',
	"a number that one parser rounds": '[{"doctype":"Person","name":' + FILTER + ',"x":' + "9" * 40 + "}]",
}


@pytest.mark.parametrize("text", SPOILED.values(), ids=SPOILED.keys())
def test_no_text_that_is_not_strict_json_reaches_the_steps_of_a_workflow(login, text):
	answers = [
		post(login(WHO), TRANSITIONS, {"doctype": "Appeal", "docs": guess_in(text, guess)})
		for guess in GUESSES
	]
	assert {answer.status_code for answer in answers} == {400}, [answer.text[:300] for answer in answers]


def test_the_refusal_of_a_text_that_is_not_strict_json_is_a_sentence(login):
	answer = post(login(WHO), TRANSITIONS, {"doctype": "Appeal", "docs": "[NaN]"})
	assert "JSON" in json.loads(answer.json()["_server_messages"])[0]
	assert "Traceback" not in answer.text


OTHERS: list[tuple[str, dict[str, str]]] = [
	(
		"frappe.core.doctype.communication.email.make",
		{"doctype": "Appeal", "name": "$N", "content": "x", "attachments": '[{"fid":' + FILTER + "},NaN]"},
	),
	(
		"frappe.desk.query_report.run",
		{"report_name": "Overdue Appeals", "filters": '{"prepared_report_name":"x","y":NaN}'},
	),
	(
		"frappe.desk.reportview.get_count",
		{"doctype": "Person", "filters": '[["Person","pinfl","like","3%"],["Person","full_name","!=",NaN]]'},
	),
	("frappe.client.get_list", {"doctype": "Person", "filters": '{"pinfl":["like","3%"],"full_name":NaN}'}),
]


@pytest.mark.parametrize(("method", "values"), OTHERS, ids=[method for method, _ in OTHERS])
def test_nan_passes_no_guard(login, names, method, values):
	sent = {key: names["$N"] if value == "$N" else value for key, value in values.items()}
	answer = post(login("chair"), method, sent)
	assert answer.status_code == 400, (answer.status_code, answer.text[:300])


def test_the_doctype_of_each_document_is_one_of_which_the_step_may_be_asked(login):
	"""The name of a document of another DocType; and one among several."""
	for doctype, status in (("Person", 403), ("DefaultValue", 403)):
		docs = [{"name": "x"}, {"doctype": doctype, "name": "x"}]
		answer = post(login(WHO), TRANSITIONS, {"doctype": "Appeal", "docs": json.dumps(docs)})
		assert answer.status_code == status, (doctype, answer.text[:300])


NESTED = [
	[{"doctype": "Person", "name": {"full_name": ["like", "$GUESS"]}}],
	[{"name": "x"}, {"name": {"full_name": ["like", "$GUESS"]}}],
	[{"name": ["full_name", "like", "$GUESS"]}],
	[{"name": "x", "rows": [{"name": "y", "link": {"full_name": ["like", "$GUESS"]}}]}],
	[{"name": "x", "docname": ["full_name", "like", "$GUESS"]}],
	[{"name": "x", "__newname": {"full_name": ["like", "$GUESS"]}}],
]


@pytest.mark.parametrize("docs", NESTED, ids=json.dumps)
def test_a_filter_in_the_place_of_a_name_is_refused_in_each_document(login, docs):
	answers = [
		post(login(WHO), TRANSITIONS, {"doctype": "Person", "docs": guess_in(json.dumps(docs), guess)})
		for guess in GUESSES
	]
	assert {answer.status_code for answer in answers} == {403}, [answer.text[:300] for answer in answers]


@pytest.mark.parametrize(
	"wrapped", [json.dumps(json.dumps([["Person", "pinfl", "like", "3%"]])), json.dumps(json.dumps("[]"))]
)
def test_json_within_a_json_text_is_refused(login, wrapped):
	"""The framework's list parses twice: the guards saw the text of the first time."""
	for method in ("frappe.client.get_list", "frappe.desk.reportview.get_count"):
		answer = post(login("chair"), method, {"doctype": "Person", "filters": wrapped})
		assert answer.status_code == 400, (method, answer.status_code, answer.text[:300])


def send(client: Client, path: str, body: bytes, kind: str, verb: str = "POST") -> requests.Response:
	return client.session.request(
		verb, f"{client.address}{path}", data=body, headers={"Content-Type": kind}, timeout=60
	)


@pytest.mark.parametrize("kind", ["text/plain", FORM["Content-Type"], "application/octet-stream", ""])
def test_a_body_of_json_is_read_as_json_alone(login, kind):
	"""The framework's REST reads the bytes of a body itself: of another kind, no guard saw its fields."""
	answers = []
	for guess in GUESSES:
		event = {"subject": "x", "starts_on": "2026-01-15 10:00:00", "event_type": "Private"}
		link = {"reference_doctype": "Person", "reference_docname": {"full_name": ["like", guess]}}
		answers.append(send(login(WHO), "/api/resource/Event", json.dumps({**event, **link}).encode(), kind))
	assert {answer.status_code for answer in answers} == {400}, [answer.text[:300] for answer in answers]


@pytest.mark.parametrize(
	"body",
	[
		b'{"doctype":"Person","doctype":"Appeal"}',
		b'{"doctype":"Person","doct\\u0079pe":"Appeal"}',
		b'{"doctype":"Person","limit_page_length":NaN}',
		b'{"doctype":"Person","limit_page_length":1e999}',
		b'{"doctype":"Person","x":"\\udc00"}',
		b'{"doctype":"Person","x":"\xff"}',
		b'\xef\xbb\xbf{"doctype":"Person"}',
		b'{"doctype":"Person","x":' + b"[" * 100 + b"]" * 100 + b"}",
	],
)
def test_a_body_that_is_not_strict_json_is_refused(login, body):
	answer = send(login(WHO), "/api/method/frappe.client.get_list", body, "application/json")
	assert answer.status_code == 400, (answer.status_code, answer.text[:300])
	assert "data" not in answer.json()
	assert "message" not in answer.json()


def test_a_word_that_begins_with_a_bracket_is_searched_for(login):
	"""Words and secrets are texts, which the framework never parses; so are typed texts of our own endpoints, and pages."""
	client = login("chair")
	values: dict[str, Any] = {"doctype": "Appeal", "txt": "[abc", "page_length": "10"}
	for txt in ("[abc", "{", '["x"', '"[1"'):
		found = post(client, "frappe.desk.search.search_link", {**values, "txt": txt})
		assert found.status_code == 200, (txt, found.text[:300])
	own = client.session.get(
		f"{client.address}/api/method/esaylov.api.inbox.page", params={"text": "[abc"}, timeout=60
	)
	assert own.status_code == 200, own.text[:300]
	letter = {"subject": "[eslatma] ertaga", "content": "{soat} 10", "doctype": "Appeal", "name": "nothing"}
	sent = post(client, "frappe.core.doctype.communication.email.make", letter)
	assert sent.status_code == 403, (sent.status_code, sent.text[:300])  # no such appeal in reach
	page = login("guest").session.get(f"{client.address}/uz/station", params={"q": "[abc"}, timeout=60)
	assert page.status_code < 500
	assert page.status_code != 400, page.text[:300]


@pytest.mark.parametrize("as_form", [False, True], ids=["body", "form"])
def test_a_field_of_a_document_may_begin_with_a_bracket(login, as_form):
	client = login(WHO)
	address = f"{client.address}/api/resource/ToDo"
	values = {"description": "[eslatma] ertaga", "allocated_to": f"{WHO}@esaylov.example"}
	sent = {"data": values} if as_form else {"json": values}
	answer = client.session.post(address, timeout=60, **sent)
	assert answer.status_code == 200, answer.text
	made = answer.json()["data"]
	assert made["description"] == values["description"]
	assert client.session.delete(f"{address}/{made['name']}", timeout=60).ok


def test_a_field_of_a_document_is_not_json_that_parsers_read_differently(login):
	client = login(WHO)
	values = {"reference_name": '[{"name": NaN}]'}
	answer = client.session.post(f"{client.address}/api/resource/ToDo", timeout=60, json=values)
	assert answer.status_code == 400, answer.text


def test_a_password_that_begins_with_a_bracket_is_a_password(login):
	guest = login("guest").twin()
	sent = {"usr": "nobody@esaylov.example", "pwd": "{x"}
	assert post(guest, "login", sent).status_code == 401


@pytest.mark.parametrize(
	"user", [["like", "chair%"], {"name": ["like", "chair%"]}, [["name", "like", "chair%"]], 5]
)
def test_a_login_by_a_filter_is_refused(login, user):
	"""The framework logs in before any hook of a request runs."""
	guest = login("guest").twin()
	for sent in ({"usr": user, "pwd": "no such password"}, {"usr": "x", "pwd": user}, {"tmp_id": user}):
		answer = guest.session.post(f"{guest.address}/api/method/login", json=sent, timeout=60)
		assert answer.status_code == 401, (sent, answer.text[:500])
		assert "chair" not in answer.text
