"""Doors of the framework that answer nobody, and what is asked before others, over HTTP.

Each was open once: one link gave a token of whoever clicked it, a chart described in JSON summed over everybody.
"""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import doors
import pytest
import requests
import shut
from factories.http import Client
from factories.steps import site_step
from test_doors import label, opened

REPORT = "Access to Personal Data"
TOKEN = "sinov-token"
THREADS = 4
MARKS = {"$R": REPORT}


NO_METHOD = "Failed to get method "
"""What Frappe says of a method that this version has not."""


def unrefused(client: Client, tried: Iterable[doors.Door], names: dict[str, str]) -> list[str]:
	"""The doors that did not answer 403 or 404, or that there is no such door."""
	clients = [client.twin() for _ in range(THREADS)]

	def ask(numbered: tuple[int, doors.Door]) -> str:
		number, door = numbered
		answer = opened(clients[number % THREADS], door, {**names, **MARKS})
		is_shut = answer.status_code in (403, 404) or (answer.status_code == 417 and NO_METHOD in answer.text)
		return "" if is_shut else f"{label(door)}: {answer.status_code} {answer.text[:300]}"

	with ThreadPoolExecutor(THREADS) as pool:
		return [said for said in pool.map(ask, enumerate(tried)) if said]


@pytest.mark.parametrize("who", ["guest", "secretary"])
def test_what_answers_nobody(login, names, who):
	guest = login("guest")
	assert guest.session.get(f"{guest.address}/uz", timeout=60).ok  # kept now, and no answer to `/uz?cmd=…`
	assert unrefused(login(who), shut.EVERYBODY, names) == []


def test_what_answers_no_member_of_staff_and_leaves_no_trace(sites, login, names):
	assert unrefused(login("sibling.chair"), shut.STAFF, names) == []
	traces = json.loads(site_step(sites, "traces", module="permission_rows", given=json.dumps(names)))
	assert traces == {}


def test_nobody_searches_by_a_field_that_they_do_not_read(login, names):
	assert unrefused(login("chair"), shut.HIDDEN, names) == []


def test_a_query_by_what_is_read_is_answered(login, names):
	door = doors.method("frappe.client.get_list", doctype="Person", filters=[["surname", "like", "Sinov%"]])
	answer = opened(login("chair"), door, names)
	assert answer.status_code == 200, answer.text[:500]
	assert names["$P"] in answer.text


def test_no_address_tells_how_to_log_in_by_oauth(login):
	guest = login("guest")
	for page in ("openid-configuration", "oauth-authorization-server", "oauth-protected-resource"):
		answer = guest.session.get(f"{guest.address}/.well-known/{page}", timeout=60)
		assert answer.status_code == 404, answer.text[:500]
	refused = guest.session.get(f"{guest.address}/api/resource/Appeal", timeout=60)
	assert "WWW-Authenticate" not in refused.headers


@pytest.fixture
def bearer(sites, made):
	"""A live OAuth token of the chair, as the framework keeps them."""
	site_step(sites, "token", module="permission_rows", given=json.dumps(TOKEN))
	yield TOKEN
	site_step(sites, "untoken", module="permission_rows", given=json.dumps(TOKEN))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_of_the_framework_logs_nobody_in(login, bearer, scheme):
	guest = login("guest")
	for address in ("/api/method/frappe.auth.get_logged_user", "/api/resource/Appeal", "/cabinet", "/desk"):
		answer = requests.get(
			f"{guest.address}{address}",
			headers={**guest.session.headers, "Authorization": f"{scheme} {bearer}"},
			timeout=60,
			allow_redirects=False,
		)
		assert answer.status_code == 401, (address, answer.status_code, answer.text[:500])
		assert "chair" not in answer.text


def test_keys_of_another_record_than_a_user_are_refused(login):
	guest = login("guest")
	headers = {"Authorization": "token a:b", "Frappe-Authorization-Source": "Integrator Key"}
	answer = guest.session.get(f"{guest.address}/api/method/ping", headers=headers, timeout=60)
	assert answer.status_code == 401, answer.text[:500]


def test_a_card_counts_what_is_stored_and_not_what_was_sent(login):
	"""The Desk sends the card with each call: its name alone is believed."""
	chair = login("chair")
	stored = card(chair, {"name": "Sessions Today"})
	forged = card(chair, {"name": "Sessions Today", "document_type": "Person", "function": "Count"})
	assert stored.status_code == forged.status_code == 200, forged.text[:500]
	assert stored.json() == forged.json()


def card(
	client: Client, document: dict[str, str], filters: Any = (), step: str = "get_result", **more: Any
) -> requests.Response:
	values = {"doc": json.dumps(document), "filters": json.dumps(filters), **more}
	return client.session.post(f"{client.address}/api/method/{shut.CARD}.{step}", json=values, timeout=60)


def test_a_search_for_one_document_does_not_tell_of_those_out_of_reach(login, names):
	"""The framework answered 403 where there was one and 404 where there was none: whatever field one asked by."""
	answers = {
		txt: opened(
			login("sibling.chair"),
			doors.method("frappe.client.get", doctype="Appeal", filters={"name": "$N", "subject": txt}),
			names,
		).status_code
		for txt in ("Sinov-siri", "no such subject")
	}
	assert set(answers.values()) == {404}, answers


SENSELESS = (
	([["Appeal", "subject", "regex", "["]], 417),
	({"subject": ["regex", "["]}, 417),
	({"subject": "x"}, 417),
	("x", 417),
	([["Appeal", "tracking_code", "like", "a%"]], 403),
	([["TRACKING_CODE", "like", "a%"]], 403),
	([["applicant_person.pinfl", "like", "1%"]], 403),
)
"""Filters of a card or a chart, and the status of the answer."""


@pytest.mark.parametrize(("filters", "status"), SENSELESS)
def test_filters_of_a_card_are_checked_against_its_stored_doctype(login, filters, status):
	"""The document that is sent may name no DocType or another one."""
	chair = login("chair")
	for named in ({}, {"document_type": "Election"}):
		for step in ("get_result", "get_percentage_difference"):
			document = {"name": "New Appeals", **named}
			answer = card(chair, document, filters, step, to_date="2026-01-01", result=1)
			assert answer.status_code == status, (step, named, answer.status_code, answer.text[:300])
	values = {"chart_name": "Appeals by Type", "filters": json.dumps(filters)}
	answer = chair.session.post(f"{chair.address}/api/method/{shut.CHART}.get", json=values, timeout=60)
	assert answer.status_code == status, (answer.status_code, answer.text[:300])


def test_a_chart_of_a_report_is_computed_by_the_report_alone(login):
	"""It has no DocType: Frappe 15 answered with an error of the server, Frappe 16 refused."""
	chair = login("chair")
	url = f"{chair.address}/api/method/{shut.CHART}.get"
	answer = chair.session.post(url, json={"chart_name": "Appeals by Type"}, timeout=60)
	assert answer.status_code == 403, (answer.status_code, answer.text[:300])


def test_filters_that_the_desk_sends_with_a_card_are_applied(login):
	filters = [["Appeal", "status", "=", "Registered"], ["Appeal", "recipient", "in", ["x"]]]
	for given in (filters, [], None):
		answer = card(login("chair"), {"name": "New Appeals"}, given, to_date="2099-01-01")
		assert answer.status_code == 200, answer.text[:300]
