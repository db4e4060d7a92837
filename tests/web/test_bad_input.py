"""Bad input over HTTP: each gets one clear error with its code and field, the draft stays, and one number at most."""

import base64
import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from factories import cabinet, inside
from factories.cabinet import pinfl
from factories.http import PDF, Client

MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def party(login) -> Client:
	return login("party")


@pytest.fixture
def draft(party, serial) -> str:
	"""A draft that may be filed."""
	return made_draft(party, serial)


@pytest.fixture(scope="module")
def untouched(party, serial_of_file) -> str:
	"""A draft that stays as it is, whatever the tests of this file send to it."""
	return made_draft(party, serial_of_file)


def made_draft(party: Client, serial: int) -> str:
	name = ok(create(party, typed(serial)))["appeal"]
	content = base64.b64encode(PDF).decode()
	ok(party.post("appeals.attach", appeal=name, field="party_decision", file_name="q.pdf", content=content))
	return name


def typed(serial: int, row: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
	"""Answers of A56 with one observer, changed where a test wants."""
	person = {
		"pinfl": pinfl(serial),
		"full_name": "Bo'ronov Bo'ron",
		"phone": "+998 90 123 45 67",
		**(row or {}),
	}
	defaults = {"party_decision_no": "12-Q", "party_decision_date": "2026-01-15", "persons": [person]}
	return {**defaults, **values}


def create(client: Client, answers: Any, **values: Any) -> requests.Response:
	return client.post(
		"appeals.create", **{"appeal_type": "A56", "election": "demo", "answers": answers, **values}
	)


def submit(client: Client, appeal: str) -> requests.Response:
	payload = ok(client.get("appeals.payload", appeal=appeal))["payload"]
	key = f"bad-{secrets.token_hex(8)}"
	return client.post("appeals.submit", appeal=appeal, signature=client.sign(payload), idempotency_key=key)


def ok(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def error(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
	assert answer.status_code == status, (answer.status_code, answer.text[:800])
	found = answer.json()["error"]
	assert found["code"] == code
	assert found["message"]
	assert "Traceback" not in answer.text
	return found


def places(found: dict[str, Any]) -> set[tuple[str, str]]:
	assert all(finding["message"] for finding in found["findings"])
	return {(finding["code"], finding["path"]) for finding in found["findings"]}


TYPED = [
	({"row": {"pinfl": "123"}}, "pinfl_structure", "persons[0].pinfl"),
	({"row": {"pinfl": "3010190000000x"}}, "pinfl_structure", "persons[0].pinfl"),
	({"row": {"passport": "12AB"}}, "passport_structure", "persons[0].passport"),
	({"row": {"phone": "12345"}}, "phone_structure", "persons[0].phone"),
	({"party_decision_date": "2026-02-30"}, "date_unreal", "party_decision_date"),
	({"district_scope": "no-such-place"}, "link_unknown", "district_scope"),
	({"persons": []}, "required", "persons"),
]


@pytest.mark.parametrize(("change", "code", "path"), TYPED)
def test_what_is_mistyped_stays_in_the_draft_and_stops_the_filing(party, serial, change, code, path):
	answer = ok(create(party, typed(serial, **change)))
	assert (code, path) in places(answer), answer["findings"]
	appeal = answer["appeal"]
	content = base64.b64encode(PDF).decode()
	ok(
		party.post(
			"appeals.attach", appeal=appeal, field="party_decision", file_name="q.pdf", content=content
		)
	)
	assert (code, path) in places(error(submit(party, appeal), 422, "form_invalid"))
	assert (code, path) in places(ok(party.post("appeals.check", appeal=appeal)))


GARBLED = [
	({"no_such_field": "x"}, "unknown_field", "no_such_field"),
	({"persons": [{"no_such_column": "x"}]}, "unknown_field", "persons[0].no_such_column"),
	({"persons": "x"}, "wrong_type", "persons"),
	({"persons": [5]}, "wrong_type", "persons[0]"),
	({"party_decision_no": {"a": 1}}, "wrong_type", "party_decision_no"),
	({"party_decision_no": 1.5}, "payload_number", ""),
]


@pytest.mark.parametrize(("change", "code", "path"), GARBLED)
def test_what_no_form_sends_makes_no_draft_and_leaves_the_one_there_is(
	party, untouched, serial, change, code, path
):
	before = ok(party.get("appeals.payload", appeal=untouched))["payload_sha256"]
	for answer in (
		create(party, {**typed(serial), **change}),
		party.post("appeals.update", appeal=untouched, answers={**typed(serial), **change}),
	):
		assert (code, path) in places(error(answer, 422, "form_invalid"))
	assert ok(party.get("appeals.payload", appeal=untouched))["payload_sha256"] == before


@pytest.mark.parametrize(
	("file_name", "content", "code"),
	[
		("qaror.pdf", b"MZ\x90\x00" + b"\0" * 64, "file_kind"),
		("qaror.exe", PDF, "file_disguised"),
		("qaror.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "file_kind"),
		("qaror.pdf", b"", "file_empty"),
		("qaror.pdf", PDF + b"%" * (12 * MEGABYTE), "file_too_large"),
	],
)
def test_an_unfit_file_leaves_the_one_before(party, untouched, file_name, content, code):
	before = ok(party.get("appeals.payload", appeal=untouched))["payload_sha256"]
	answer = party.post(
		"appeals.attach",
		appeal=untouched,
		field="party_decision",
		file_name=file_name,
		content=base64.b64encode(content).decode(),
	)
	found = error(answer, 422, "form_invalid")
	assert [finding["path"] for finding in found["findings"]] == ["party_decision"]
	assert found["findings"][0]["code"] in (code, "file_kind", "file_disguised")
	assert ok(party.get("appeals.payload", appeal=untouched))["payload_sha256"] == before


def test_ten_megabytes_of_json_are_refused(party, untouched, serial):
	huge = typed(serial, party_decision_no="9" * (10 * MEGABYTE))
	for answer in (create(party, huge), party.post("appeals.update", appeal=untouched, answers=huge)):
		assert "answers_too_large" in {code for code, _ in places(error(answer, 422, "form_invalid"))}


@pytest.mark.parametrize("method", ["create", "update", "submit"])
@pytest.mark.parametrize("body", ["{", '{"appeal": ', "[1, 2]", '"x"', "\udcff", "null", '{"a": NaN}'])
def test_a_body_that_is_no_json_object_is_an_error_of_the_caller(party, method, body):
	answer = party.session.post(
		f"{party.address}/api/method/esaylov.api.appeals.{method}",
		data=body.encode("utf-8", "surrogateescape"),
		headers={"Content-Type": "application/json"},
		timeout=60,
	)
	assert answer.status_code in (400, 422), (answer.status_code, answer.text[:500])
	assert answer.json()["error"]["code"] in ("body_invalid", "form_invalid")
	assert answer.json()["error"]["message"]
	assert "Traceback" not in answer.text


def test_a_session_that_has_been_to_a_page_is_told_that_it_lacks_its_token(address):
	browser = cabinet.logged_in(address, cabinet.PARTY)
	assert browser.get("/cabinet").ok

	def create_draft() -> requests.Response:
		values = {"appeal_type": "A56", "election": "demo", "answers": {}}
		url = f"{address}/api/method/esaylov.api.appeals.create"
		return browser.session.post(url, json=values, timeout=60)

	error(create_draft(), 400, "csrf_token")
	browser.session.headers["X-Frappe-CSRF-Token"] = browser.token
	ok(create_draft())


@pytest.mark.parametrize(
	("user", "values", "status", "code"),
	[
		("party", {"appeal_type": "A36"}, 403, "type_not_yours"),
		("party", {"appeal_type": "A00"}, 404, "not_found"),
		("party", {"election": "2024-10-27"}, 404, "not_found"),
		("party", {"body": "MILLIY_TIKLANISH-1726277"}, 404, "not_found"),
		("candidate", {"election": "demo-pres", "appeal_type": "A49"}, 403, "type_not_yours"),
	],
)
def test_a_type_that_is_not_open_to_the_applicant_makes_no_draft(login, user, values, status, code):
	error(create(login(user), {}, **values), status, code)


def test_a_filing_stands_once_whatever_is_asked_again(party, draft):
	first = ok(submit(party, draft))
	error(submit(party, draft), 409, "wrong_state")
	with ThreadPoolExecutor(2) as pool:
		again = list(pool.map(lambda client: submit(client, draft), [party, party.twin()]))
	assert [answer.status_code for answer in again] == [409, 409]
	error(party.post("appeals.update", appeal=draft, answers={}), 409, "wrong_state")
	assert first["number"]


def test_another_body_s_draft_is_not_found(login, untouched):
	for method in ("check", "update", "submit", "withdraw", "detach"):
		values = {"answers": {}, "signature": "x", "idempotency_key": "some-key-1", "field": "party_decision"}
		error(login("rival").post(f"appeals.{method}", appeal=untouched, **values), 404, "not_found")


def test_the_answers_may_come_as_text(party, serial):
	assert ok(create(party, json.dumps(typed(serial))))["appeal"]


@pytest.mark.parametrize(
	"name", ["appeals.__init__", "appeals.frappe", "appeals.Mapping", "nothing.here", "appeals"]
)
def test_a_name_that_is_no_endpoint_is_not_found(guest, name):
	"""Whatever it leads to in Python: a dunder answered 500 with a traceback."""
	answer = guest.get(name)
	assert answer.status_code == 404, answer.text[:500]
	assert answer.json()["error"]["code"] == "not_found"


SWITCH = """
frappe.db.set_single_value("System Settings", "allow_error_traceback", given["is_on"])
frappe.clear_document_cache("System Settings", "System Settings")
frappe.cache.delete_value("system_settings")
"""


@pytest.fixture(scope="module")
def outspoken() -> Iterator[None]:
	"""The site shows tracebacks, as far as the framework is asked."""
	inside.run(SWITCH, is_on=1)
	yield
	inside.run(SWITCH, is_on=0)


@pytest.mark.parametrize(
	("method", "path", "values"),
	[
		("POST", "/api/method/login", {"usr": "nobody@esaylov.example", "pwd": "x"}),
		("GET", "/api/resource/Person", {}),
		("GET", "/api/method/frappe.client.get_list", {"doctype": "Person"}),
		("GET", "/api/method/no.such.thing", {}),
		("GET", "/api/v2/document/Person", {}),
		("GET", "/api/method/frappe.realtime.has_permission", {"doctype": "Person", "name": "x"}),
		("GET", "/printview", {"doctype": "Person", "name": "x"}),
		("GET", "/app", {}),
		("GET", "/api/method/frappe.client.get_list", {"doctype": "ToDo", "fields": "["}),
		("GET", "/api/resource/ToDo", {"order_by": "no such, field"}),
	],
)
def test_nobody_is_shown_the_inside(guest, login, outspoken, method, path, values):
	"""With the framework's own switch on: version 15 shows a traceback to everybody then, 16 to staff."""
	for client in (guest, login("secretary")):
		for accept in ("application/json", "text/html"):
			answer = client.session.request(
				method, f"{client.address}{path}", params=values, headers={"Accept": accept}, timeout=60
			)
			assert "Traceback (most recent call last)" not in answer.text, answer.text[:800]
			assert '"exc":' not in answer.text


def test_a_page_without_an_origin_posts_nothing(guest):
	for origin in ("null", "https://elsewhere.example"):
		answer = guest.session.post(
			f"{guest.address}/cabinet/login/code",
			data={"phone": "+998901234567", "action": "send"},
			headers={"Origin": origin, "Accept": "text/html"},
			timeout=60,
		)
		assert answer.status_code == 403, answer.text[:300]
