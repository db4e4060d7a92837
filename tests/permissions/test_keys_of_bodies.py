"""Keys that act for a body: bound by its head, held to the body, the scopes and the end; seen and ended by the head alone."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from factories import inside
from factories.http import Client, issue_key, new_serial, ready_appeal

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
BRANCH, RIVAL_BRANCH = "OZLIDEP-1726277", "MILLIY_TIKLANISH-1726277"
OURS = {"body_type": "Party Branch", "body": BRANCH}
SCOPES = ("appeals:read", "appeals:write", "integrators:read")
TITLE = "Sinov tizimi"
AGAIN = "frappe.db.set_value('Body Representative', {'body': given['body'], 'is_head': 1}, 'may_delegate', 1)"
WITHOUT = f"frappe.db.delete('Integrator Key', {{'body': given['body']}})\n{AGAIN}"


@pytest.fixture(scope="module")
def login(base_url: str, sites: Path) -> Callable[[str], Client]:
	"""`login("party")`, without the rows of the table: their second commission would be in the way of filing."""

	@cache
	def as_user(local: str) -> Client:
		client = Client(base_url, SITE, sites / SITE / "private" / "demo" / f"{local}.p12")
		if local != "guest":
			client.login(f"{local}@esaylov.example")
		return client

	return as_user


@pytest.fixture(scope="module", autouse=True)
def alone() -> Iterator[None]:
	"""The branch has no keys before the tests of this file and none afterwards, and its head is its head."""
	inside.run(WITHOUT, body=BRANCH)
	yield
	inside.run(WITHOUT, body=BRANCH)


@pytest.fixture
def bound(login) -> Callable[..., dict[str, str]]:
	"""`bound("appeals:read")`: `key` and `secret` of a key of the branch."""
	return lambda *scopes: ok(login("party").post("bodies.bind_key", **wanted(*scopes)))


def wanted(*scopes: str, **values: Any) -> dict[str, Any]:
	asked = {"title": TITLE, "scopes": list(scopes or SCOPES), "ends_on": day(30)}
	return {**OURS, **asked, **values}


def day(after: int) -> str:
	return (datetime.now(ZoneInfo("Asia/Tashkent")).date() + timedelta(days=after)).isoformat()


def ok(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def refused(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
	assert answer.status_code == status, (answer.status_code, answer.text[:800])
	error = answer.json()["error"]
	assert error["code"] == code, error
	return error


def with_key(login, secret: str) -> Client:
	"""A system with a key and the key file of the head, who signs what it files."""
	head = login("party")
	client = Client(head.address, str(head.session.headers["Host"]), head.key_file)
	client.session.headers["Authorization"] = f"Bearer {secret}"
	return client


def shown(login, key: str) -> dict[str, Any]:
	"""A key as the head sees it."""
	return next(row for row in ok(login("party").get("bodies.keys", **OURS)) if row["key"] == key)


def test_a_key_files_for_its_body_and_the_head_signs(login, bound):
	system = with_key(login, bound()["secret"])
	me = ok(system.get("integrators.whoami"))
	assert (me["body_type"], me["body"], me["scopes"]) == ("Party Branch", BRANCH, sorted(SCOPES))
	appeal = ready_appeal(system, new_serial())
	payload = ok(system.get("appeals.payload", appeal=appeal))["payload"]
	filing = {"appeal": appeal, "idempotency_key": f"key-{appeal}"}
	wrong = with_key(login, str(system.session.headers["Authorization"]).partition(" ")[2])
	wrong.key_file = login("rival").key_file
	refused(
		system.post("appeals.submit", **filing, signature=wrong.sign(payload)), 422, "signature_other_person"
	)
	receipt = ok(system.post("appeals.submit", **filing, signature=system.sign(payload)))
	tracked = ok(system.get("appeals.track", number=receipt["number"], code=receipt["tracking_code"]))
	assert tracked["status"] == "Registered"
	assert ok(login("party").get("appeals.payload", appeal=appeal)), "the head reads it as their own"
	refused(login("rival").get("appeals.payload", appeal=appeal), 404, "not_found")


def test_a_key_reaches_no_other_body(login, bound):
	system = with_key(login, bound()["secret"])
	theirs = ready_appeal(login("rival"), new_serial())
	for step in ("check", "discard", "withdraw"):
		refused(system.post(f"appeals.{step}", appeal=theirs), 404, "not_found")
	refused(system.get("appeals.payload", appeal=theirs), 404, "not_found")
	answers = {"appeal_type": "A56", "election": "demo", "answers": {}, "body": RIVAL_BRANCH}
	refused(system.post("appeals.create", **answers), 404, "not_found")
	ok(login("rival").post("appeals.discard", appeal=theirs))


def test_a_missing_scope_is_named_with_who_gives_it(login, bound):
	system = with_key(login, bound("appeals:read")["secret"])
	answer = system.post("people.lookup", appeal="x")
	assert "people:write" in refused(answer, 403, "key_scope_of_body")["message"]
	refused(system.post("bodies.bind_key", **wanted()), 403, "key_closed")
	with_scope = with_key(login, bound("people:write")["secret"])
	refused(with_scope.post("people.lookup", appeal="x"), 404, "not_found")


@pytest.mark.parametrize(
	("values", "path", "code"),
	[
		({"scopes": []}, "scopes", "key_scopes_of_body"),
		({"scopes": ["inbox:read"]}, "scopes", "key_scopes_of_body"),
		({"title": " "}, "title", "required"),
		({"title": "a" * 141}, "title", "too_long"),
		({"title": "Sinov\u200b tizimi"}, "title", "unseen_characters"),
		({"ends_on": "2099-01-01"}, "ends_on", "key_end_of_body"),
		({"ends_on": "2020-01-01"}, "ends_on", "key_end_of_body"),
		({"ends_on": "soon"}, "ends_on", "date_unreal"),
	],
)
def test_a_key_that_does_not_hold_is_not_bound(login, values, path, code):
	error = refused(login("party").post("bodies.bind_key", **wanted(**values)), 422, "form_invalid")
	assert [(one["path"], one["code"]) for one in error["findings"]] == [(path, code)]
	assert not [row for row in ok(login("party").get("bodies.keys", **OURS)) if row["title"] != TITLE]


def test_the_head_sees_and_ends_it_and_nobody_else_does(login, bound):
	given = bound()
	row = shown(login, given["key"])
	assert (row["key"], row["is_open"], row["scopes"]) == (given["key"], True, sorted(SCOPES))
	assert given["secret"] not in str(row)
	for stranger in ("rival", "candidate", "chair", "guest"):
		assert login(stranger).get("bodies.keys", **OURS).status_code in (403, 404), stranger
		theirs = login(stranger).post("bodies.end_key", key=given["key"])
		missing = login(stranger).post("bodies.end_key", key="0000000000")
		assert theirs.status_code in (403, 404), stranger
		assert theirs.text.replace(given["key"], "") == missing.text.replace("0000000000", ""), stranger
	system = with_key(login, given["secret"])
	ok(system.get("integrators.whoami"))
	ok(login("party").post("bodies.end_key", key=given["key"]))
	refused(system.get("integrators.whoami"), 401, "key_revoked")
	refused(login("party").post("bodies.end_key", key=given["key"]), 409, "key_not_active")
	row = shown(login, given["key"])
	assert not row["is_open"]
	assert row["revoked_at"]


def test_a_key_ends_on_its_day(login, bound):
	given = bound()
	inside.run(
		"frappe.db.set_value('Integrator Key', given['key'], 'expires_at', '2020-01-01')", key=given["key"]
	)
	refused(with_key(login, given["secret"]).get("integrators.whoami"), 401, "key_expired")


def test_a_key_ends_with_who_bound_it(login, bound):
	given = bound()
	inside.run(
		"frappe.db.set_value('Body Representative', {'body': given['body'], 'is_head': 1}, 'may_delegate', 0)",
		body=BRANCH,
	)
	refused(with_key(login, given["secret"]).get("integrators.whoami"), 401, "key_head_ended")
	refused(login("party").get("bodies.keys", **OURS), 403, "not_permitted")
	inside.run(AGAIN, body=BRANCH)
	assert ok(with_key(login, given["secret"]).get("integrators.whoami")), "and begins again with them"


def test_an_administrator_widens_no_key_of_a_body(login, bound):
	given, administrator = bound(), login("administrator")
	refused(administrator.post("integrators.rotate", key=given["key"]), 409, "key_of_body")
	address = f"{administrator.address}/api/resource/Integrator Key/{given['key']}"
	for change in (
		{"expires_at": "2099-01-01 00:00:00"},
		{"scopes": [{"scope": "people:read"}]},
		{"body": RIVAL_BRANCH},
		{"signatory": ""},
	):
		answer = administrator.session.put(address, json=change, timeout=60)
		assert answer.status_code >= 400, change
	assert administrator.session.put(address, json={"per_minute": 5}, timeout=60).status_code == 200
	ok(administrator.post("integrators.revoke", key=given["key"], reason="Sizib chiqdi"))
	refused(with_key(login, given["secret"]).get("integrators.whoami"), 401, "key_revoked")


def test_the_user_of_a_key_acts_for_nobody_without_it(login, bound):
	"""An administrator's own key for the same user, with every scope."""
	given, administrator = bound(), login("administrator")
	user = inside.run(
		"answer = frappe.db.get_value('Integrator Key', given['key'], 'user')", key=given["key"]
	)
	system = with_key(login, issue_key(administrator, user, "appeals:write", "integrators:read"))
	assert ok(system.get("integrators.whoami"))["body"] == ""
	answers = {"appeal_type": "A56", "election": "demo", "answers": {}}
	refused(system.post("appeals.create", **answers), 403, "not_permitted")
