"""The attacks of `red_team`: each is refused, or tells nothing of another; none is a fault of the server, and none leaves a trace."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import requests
from factories.http import Client
from factories.profile import few
from factories.steps import site_step
from red_team import ATTACKS, CHAIR, GUEST, HEADERS, PASSWORDS, SESSIONS, Attack

CHANGES_ROWS = True
"""A door that opens changes what it leads to: see conftest.py."""
TOLD = re.compile(
	r"Sinov-siri|sinov siri|Traceback|/etc/|root:x:|<script>alert|\bdb_password\b|\b3\d{13}\b"
	r"|\"message\": ?\"Administrator\"",
	re.IGNORECASE,
)
"""What no answer holds: words of another's rows, of the server's inside, a PINFL, what the attack wanted to be written."""
FRESH = {each.title for each in (*HEADERS, *PASSWORDS, *SESSIONS) if each.who == GUEST}
"""Sent without the cookies of whoever asked before."""


def filled(part: Any, names: dict[str, str]) -> Any:
	text = json.dumps(part)
	for mark, name in names.items():
		text = text.replace(mark, name)
	return json.loads(text)


def sent(client: Client, attack: Attack, names: dict[str, str]) -> requests.Response:
	request = requests.Request(
		attack.verb,
		f"{client.address}{filled(attack.path, names)}",
		params=filled(attack.params, names),
		json=filled(attack.json, names),
		data=filled(attack.data, names),
		files={"file": attack.file} if attack.file else None,
		headers=attack.headers,
	)
	session = Client(client.address, str(client.session.headers["Host"])) if attack.title in FRESH else client
	return session.session.send(session.session.prepare_request(request), timeout=60, allow_redirects=False)


def is_the_frameworks(attack: Attack) -> bool:
	"""Whether the address is a method of the framework, which answers 500 to some words that mean nothing; it tells nothing there."""
	return "frappe." in attack.path or attack.path.endswith("upload_file")


def wrong(attack: Attack, answer: requests.Response, names: dict[str, str]) -> str:
	"""Why an answer is not what it should be; empty where it is."""
	text = answer.text
	for word in (*filled(attack.params, names).values(), "sinov-siri.txt"):
		text = text.replace(word, "")  # what came with the request tells nothing
	if told := TOLD.search(text):
		return f"tells {told[0]!r}: {answer.status_code} {text[max(0, told.start() - 80) : told.end() + 80]}"
	if re.match(r"(https?:)?//(?!127\.)|javascript:", answer.headers.get("Location", "")):
		return f"leads to {answer.headers['Location']}"
	if answer.status_code >= 500 and not is_the_frameworks(attack):
		return f"a fault of the server: {answer.status_code} {answer.text[:300]}"
	if attack.is_refused and answer.status_code < 300:
		return f"answered: {answer.status_code} {answer.text[:300]}"
	return ""


def test_the_attacks_are_many_and_each_is_another_one():
	assert len(ATTACKS) > 120
	assert len({attack.title for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.title)
def test_it_is_refused_and_tells_nothing(login, names, attack):
	assert wrong(attack, sent(login(attack.who), attack, names), names) == ""


def test_none_of_them_left_a_trace(sites, names, login):
	for attack in ATTACKS:
		sent(login(attack.who), attack, names)
	traces = json.loads(site_step(sites, "traces", module="permission_rows", given=json.dumps(names)))
	assert traces == {}


@pytest.mark.parametrize(
	"attack",
	few([attack for attack in ATTACKS if attack.path.endswith("reportview.get")], lambda _: False),
	ids=lambda attack: attack.title,
)
def test_whom_the_rows_are_may_ask_and_the_query_tells_no_more(login, names, attack):
	"""The same by the chair whose rows they are: words of the rows, and still no number of a person.

	What is no query is a fault to the framework, of which it tells the kind alone.
	"""
	answer = sent(login(CHAIR), replace(attack, who=CHAIR), names)
	assert answer.status_code < 500 or answer.json().keys() <= {"exc_type", "_server_messages"}, answer.text[
		:300
	]
	assert not re.search(r"\b3\d{13}\b", answer.text)


def test_the_search_could_find_something(login, names):
	"""The own chair reads the word by a plain list."""
	plain = Attack(
		"",
		CHAIR,
		"POST",
		"/api/method/frappe.desk.reportview.get",
		json={
			"doctype": "Appeal",
			"fields": '["subject"]',
			"filters": '[["name","=","$N"]]',
			"start": 0,
			"page_length": 5,
		},
		is_refused=False,
	)
	assert "tells" in wrong(plain, sent(login(CHAIR), plain, names), names)
