"""Keys of integrators over HTTP: shown once, held to their scopes and limits, replaced and revoked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from factories import inside
from factories.http import ENABLED, Client, enter_key
from factories.steps import site_step

PREFIX = "/api/method/esaylov.api."
SCOPES = ("appeals:read", "integrators:read", "status:read")


@pytest.fixture(scope="module")
def user(sites) -> str:
	return site_step(sites, "integrator", module="permission_rows").strip()


@pytest.fixture
def administrator(login) -> Client:
	return login("administrator")


@pytest.fixture
def enter(administrator, user) -> Callable[..., str]:
	"""`enter(per_minute=3)`: the name of an entered key without a secret, which no other administrator has signed."""

	def entered(scopes: tuple[str, ...] = SCOPES, **values: Any) -> str:
		answer = enter_key(administrator, user, scopes, **values)
		assert answer.status_code == 200, answer.text[:1000]
		return answer.json()["data"]["name"]

	return entered


@pytest.fixture
def issued(administrator, enter) -> Callable[..., dict[str, str]]:
	"""`issued()`: `key` and `secret`."""

	def signed(*scopes: Any, **values: Any) -> dict[str, str]:
		key = enter(*scopes, **values)
		inside.run(ENABLED, key=key)
		return ok(administrator.post("integrators.issue", key=key))

	return signed


def ok(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def call(
	client: Client, secret: str, path: str = "integrators.whoami", verb: str = "GET"
) -> requests.Response:
	address = path if path.startswith("/") else f"{PREFIX}{path}"
	headers = {"Authorization": f"Bearer {secret}", "Host": client.session.headers["Host"]}
	return requests.request(verb, client.address + address, headers=headers, timeout=60)


def refused(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
	assert answer.status_code == status, (answer.status_code, answer.text[:800])
	error = answer.json()["error"]
	assert error["code"] == code
	assert error["message"]
	return error


def test_a_key_acts_as_its_user_and_says_what_it_may(guest, issued, user):
	given = issued()
	answer = ok(call(guest, given["secret"]))
	assert (answer["key"], answer["user"], answer["scopes"]) == (given["key"], user, sorted(SCOPES))
	assert answer["used_today"] == 1
	assert not [row for row in ok(call(guest, given["secret"], "appeals.types")) if row["is_open"]]


def test_the_secret_is_shown_once_and_kept_nowhere(administrator, issued):
	given = issued()
	document = administrator.session.get(
		f"{administrator.address}/api/resource/Integrator Key/{given['key']}", timeout=60
	)
	assert given["secret"].split("_", 2)[2] not in document.text  # there may be such a sign in it
	assert not document.json()["data"].get("secret_hash")
	refused(administrator.post("integrators.issue", key=given["key"]), 409, "key_issued")


def test_one_administrator_alone_gets_no_secret(administrator, enter):
	key = enter()
	refused(administrator.post("integrators.issue", key=key), 409, "key_unsigned")
	address = f"{administrator.address}/api/resource/Integrator Key/{key}"
	assert administrator.session.put(address, json={"enabled": 1}, timeout=60).json()["data"]["enabled"] == 0
	refused(administrator.post("integrators.issue", key=key), 409, "key_unsigned")


def test_a_key_that_one_administrator_switches_off_lets_nobody_in(administrator, guest, issued):
	given = issued()
	address = f"{administrator.address}/api/resource/Integrator Key/{given['key']}"
	assert administrator.session.put(address, json={"enabled": 0}, timeout=60).status_code == 200
	refused(call(guest, given["secret"]), 401, "key_unsigned")


@pytest.mark.parametrize(
	("path", "verb"),
	[
		("appeals.create", "POST"),
		("decisions.matter?appeal=x", "GET"),
		("integrators.issue", "POST"),
		("login.eds_challenge", "POST"),
		("people.lookup", "POST"),
		("/api/resource/Appeal", "GET"),
		("/api/v2/method/esaylov.api.status.status", "GET"),
		("/api/method/frappe.auth.get_logged_user", "GET"),
		("/api/method/esaylov.api.status.status?cmd=frappe.client.get_list", "GET"),
		("/app", "GET"),
	],
)
def test_what_is_outside_of_its_scopes_is_closed(guest, issued, path, verb):
	answer = call(guest, issued()["secret"], path, verb)
	assert answer.status_code == 403, answer.text[:500]
	if path.startswith(("appeals", "decisions", "people")):
		assert path.partition(".")[0] in answer.json()["error"]["message"]
	if path.startswith(("integrators", "login")):
		assert answer.json()["error"]["code"] == "key_closed", "no scope that could be asked for"


def test_calls_over_the_limit_are_told_when_to_go_on(guest, issued):
	secret = issued(per_minute=2)["secret"]
	assert [call(guest, secret).status_code for _ in range(2)] == [200, 200]
	answer = call(guest, secret)
	refused(answer, 429, "key_per_minute")
	assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_day_has_its_own_limit(guest, issued):
	secret = issued(per_day=1)["secret"]
	assert call(guest, secret).status_code == 200
	answer = call(guest, secret)
	refused(answer, 429, "key_per_day")
	assert int(answer.headers["Retry-After"]) > 60


@pytest.mark.parametrize("secret", ["esk_", "esk_0123456789abcdef_" + "a" * 43])
def test_an_unknown_key_lets_nobody_in(guest, secret):
	refused(call(guest, secret), 401, "key_unknown")


def test_a_wrong_secret_of_a_known_key_is_as_an_unknown_key(guest, issued):
	start = "_".join(issued()["secret"].split("_", 2)[:2])
	refused(call(guest, f"{start}_{'a' * 43}"), 401, "key_unknown")


def test_a_revoked_key_is_closed_at_once_and_stays(administrator, guest, issued):
	given = issued()
	refused(administrator.post("integrators.revoke", key=given["key"], reason=" "), 422, "form_invalid")
	ok(administrator.post("integrators.revoke", key=given["key"], reason="Sizib chiqdi"))
	refused(call(guest, given["secret"]), 401, "key_revoked")
	address = f"{administrator.address}/api/resource/Integrator Key/{given['key']}"
	assert administrator.session.put(address, json={"status": "Active"}, timeout=60).status_code >= 400
	refused(call(guest, given["secret"]), 401, "key_revoked")
	refused(
		administrator.post("integrators.rotate", key=given["key"], overlap_hours=1), 409, "key_not_active"
	)


def test_an_expired_key_is_closed(administrator, guest, issued):
	given = issued()
	past = datetime.now(ZoneInfo("Asia/Tashkent")) - timedelta(days=400)
	address = f"{administrator.address}/api/resource/Integrator Key/{given['key']}"
	answer = administrator.session.put(
		address, json={"expires_at": past.strftime("%Y-%m-%d %H:%M:%S")}, timeout=60
	)
	assert answer.status_code == 200, answer.text[:500]
	refused(call(guest, given["secret"]), 401, "key_expired")


def test_a_replaced_key_works_on_for_its_hours(administrator, guest, issued):
	old = issued()
	new = ok(administrator.post("integrators.rotate", key=old["key"], overlap_hours=1))
	assert new["key"] != old["key"]
	assert ok(call(guest, new["secret"]))["scopes"] == ok(call(guest, old["secret"]))["scopes"]
	at_once = ok(administrator.post("integrators.rotate", key=new["key"], overlap_hours=0))
	refused(call(guest, new["secret"]), 401, "key_expired")
	assert call(guest, at_once["secret"]).status_code == 200
	refused(
		administrator.post("integrators.rotate", key=at_once["key"], overlap_hours=721), 422, "form_invalid"
	)


@pytest.mark.parametrize(
	("values", "status"),
	[
		({"user": "chair@esaylov.example"}, 422),
		({"user": "Administrator"}, 422),
		({"per_minute": 0}, 422),
		({"expires_at": "2020-01-01 00:00:00"}, 422),
		({"status": "Active"}, 409),
		({"scopes": []}, 417),
	],
)
def test_a_key_that_does_not_hold_is_not_entered(administrator, user, values, status):
	answer = enter_key(administrator, user, ["status:read"], **values)
	assert answer.status_code == status, answer.text[:800]


def test_a_session_and_a_key_of_somebody_else_do_not_mix(login, issued):
	party = login("party")
	answer = party.session.get(
		f"{party.address}{PREFIX}integrators.whoami",
		headers={"Authorization": f"Bearer {issued()['secret']}"},
		timeout=60,
	)
	refused(answer, 403, "not_permitted")


def test_without_a_key_there_is_none_to_tell_of(login):
	refused(login("party").get("integrators.whoami"), 404, "not_found")


@pytest.mark.parametrize("path", ["/uz/voters", "/cabinet", "/desk", "/no-such-page"])
def test_a_key_above_its_limit_is_refused_on_a_page_too(guest, issued, path):
	"""The framework fails to draw a page of status 429."""
	secret = issued(per_minute=1)["secret"]
	assert call(guest, secret).status_code == 200
	answer = call(guest, secret, path)
	refused(answer, 429, "key_per_minute")
	assert 1 <= int(answer.headers["Retry-After"]) <= 60
