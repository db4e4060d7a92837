"""Guards of endpoints: who may call, and that their last branch denies. The demonstration's keys open."""

import inspect
import json
from types import SimpleNamespace

import frappe
import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from frappe.utils.typing_validations import transform_parameter_types
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from esaylov.api import calls, guards, listening
from esaylov.api import endpoint as endpoints
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.setup.demo import loading, people
from esaylov.setup.demo.signing import keys

CHAIR, SECRETARY = "chair@esaylov.example", "secretary@esaylov.example"
SIBLING, HIGHER = "sibling.chair@esaylov.example", "regional.chair@esaylov.example"
PARTY, AUDITOR = "party@esaylov.example", "auditor@esaylov.example"


def endpoint(membership: str) -> str:
	return membership


STAFF = guards.commission_staff("membership", "Commission Membership", "commission", ("Chair",))(endpoint)


@pytest.fixture
def membership() -> str:
	return frappe.db.get_value("Commission Membership", {"user": SECRETARY})


@pytest.mark.parametrize(
	("user", "refusal"),
	[
		(CHAIR, None),
		(SECRETARY, NotPermitted),
		(HIGHER, NotPermitted),
		(AUDITOR, NotPermitted),
		(SIBLING, NotFound),
		(PARTY, NotFound),
		("Guest", NotFound),
	],
)
def test_staff_of_the_documents_own_commission(user, refusal, membership, as_user):
	as_user(user)
	if not refusal:
		assert STAFF(membership=membership) == membership
		return
	with pytest.raises(refusal):
		STAFF(membership=membership)


@pytest.mark.parametrize("name", ["no such row", "", None, 5])
def test_a_document_that_does_not_exist_is_told_as_one_out_of_reach(name, as_user):
	as_user(CHAIR)
	with pytest.raises(NotFound):
		STAFF(membership=name)


@pytest.mark.parametrize(
	("guard", "user", "allowed"),
	[
		(guards.signed_in, PARTY, True),
		(guards.signed_in, "Guest", False),
		(guards.applicant, PARTY, True),
		(guards.applicant, "Guest", False),
		(guards.applicant, "Administrator", False),
		(guards.holds_role("Election Auditor"), AUDITOR, True),
		(guards.holds_role("Election Auditor"), CHAIR, False),
		(guards.holds_role("Election Auditor"), "Guest", False),
	],
)
def test_guards_by_user(guard, user, allowed, as_user):
	as_user(user)
	guarded = guard(endpoint)
	if allowed:
		assert guarded("x") == "x"
		return
	with pytest.raises(NotPermitted):
		guarded("x")


def test_a_guard_keeps_the_signature_that_the_framework_checks():
	assert inspect.signature(STAFF) == inspect.signature(endpoint)
	assert STAFF.__annotations__ == endpoint.__annotations__


@pytest.mark.parametrize("login", people.LOGINS, ids=lambda login: login.local)
def test_the_keys_of_the_demonstration_open_and_name_their_holder(login):
	_, certificate, authorities = pkcs12.load_key_and_certificates(
		keys.path_of(login.local).read_bytes(), people.PASSWORD.encode()
	)
	assert login.pinfl in certificate.subject.rfc4514_string()
	assert len(authorities) == 1
	assert keys.path_of(login.local).stat().st_mode & 0o077 == 0


def test_the_demonstration_is_refused_on_another_site(monkeypatch):
	monkeypatch.setattr(frappe.local, "conf", SimpleNamespace(get=lambda key, default=None: default))
	with pytest.raises(Exception, match="wrong_state"):
		loading.load()


@pytest.mark.parametrize(
	("user", "doctype", "hears"),
	[
		(AUDITOR, "Appeal", False),  # drafts are the applicants' own
		(AUDITOR, "Decision", True),
		("Administrator", "Appeal", True),
		(CHAIR, "Appeal", False),  # who reads some rows hears of those, one by one
		(CHAIR, "Decision", False),
		(AUDITOR, "SMS Message", False),  # live codes are hidden from everybody
		(CHAIR, "Constituency", True),
		(CHAIR, "User", False),
		(CHAIR, "Integrator Key", False),
		(PARTY, "Constituency", False),
		("Guest", "Constituency", False),
		(CHAIR, "No Such Thing", False),
		(CHAIR, {"name": "Constituency"}, False),
		("Administrator", "DocField", False),
	],
)
def test_who_hears_of_every_row_is_who_reads_every_row(as_user, user, doctype, hears):
	as_user(user)
	assert listening.may_listen(doctype) is hears


def test_a_document_is_heard_of_by_whom_its_list_shows_it(as_user, membership):
	for user, hears in ((SECRETARY, True), (AUDITOR, True), (SIBLING, False), ("Guest", False)):
		as_user(user)
		assert listening.may_listen("Commission Membership", membership) is hears
		assert not listening.may_listen("Commission Membership", "no such row")


def test_what_the_router_said_is_of_one_address_and_no_header_says_it(monkeypatch):
	headers = {"Esaylov.routed": "x", "esaylov_routed": "x"}
	environ = EnvironBuilder(path="/api/method/ping", headers=headers).get_environ()
	monkeypatch.setattr(frappe.local, "request", Request(environ), raising=False)
	assert calls.route() == {"method": "ping"}
	assert environ[calls.ROUTED]
	environ["PATH_INFO"] = "/api/resource/Appeal/x"
	assert calls.route() == {"doctype": "Appeal", "name": "x"}
	environ["PATH_INFO"] = "/uz"
	assert calls.route() == {}
	environ["PATH_INFO"] = "/api/method/ping"
	assert calls.route() == {"method": "ping"}


def asked(monkeypatch, path: str, **form: str) -> Request:
	request = Request(EnvironBuilder(path=path, method="POST").get_environ())
	monkeypatch.setattr(frappe.local, "request", request, raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(form), raising=False)
	return request


def test_what_is_called_is_looked_up_once(monkeypatch):
	looked = []
	monkeypatch.setattr(calls, "resolved", lambda sent: looked.append(sent) or resolved(sent))
	asked(monkeypatch, "/api/method/frappe.client.get_list")
	assert [calls.called() for _ in range(3)] == [frozenset({"frappe.client.get_list"})] * 3
	assert looked == ["frappe.client.get_list"]


def test_a_call_by_another_name_is_looked_up_anew(monkeypatch):
	asked(monkeypatch, "/api/method/ping")
	assert calls.called() == {"frappe.ping"}
	frappe.local.form_dict["cmd"] = "frappe.client.delete"
	assert calls.called() == {"frappe.ping", "frappe.client.delete"}
	frappe.local.form_dict["cmd"] = "frappe.client.nothing_here"
	assert calls.called() == {"frappe.ping", "frappe.client.nothing_here"}


def test_methods_of_a_document_are_looked_up_each_time(monkeypatch):
	asked(monkeypatch, "/api/method/run_doc_method", method="validate", dt="Appeal", dn="x")
	first = calls.called()
	assert any(name.endswith("Appeal.validate") for name in first)
	frappe.local.form_dict["dt"] = "Decision"
	assert any(name.endswith("Decision.validate") for name in calls.called() - first)


def test_a_call_that_is_refused_is_refused_again(monkeypatch):
	asked(monkeypatch, "/api/method/run_doc_method", method="no such method")
	for _ in range(2):
		with pytest.raises(frappe.PermissionError):
			calls.called()


resolved = calls.resolved


def named(name: str) -> str:
	return name


@pytest.mark.parametrize("text", ["plain", "Oʻtkir", "Ўткир 🗳", "", "7", "\ud800"])
def test_a_text_stays_as_it_came_and_as_the_framework_would_leave_it(text):
	checked = endpoints._checked(named, (), {"name": text})
	assert checked == transform_parameter_types(named, (), {"name": text})[1] == {"name": text}


@pytest.mark.parametrize("value", [7, None, ["a"], {"a": "b"}])
def test_what_is_no_text_is_refused_as_of_a_wrong_type(value):
	with pytest.raises(FormInvalid) as refused:
		endpoints._checked(named, (), {"name": value})
	assert [(each.code, each.path) for each in refused.value.findings] == [("wrong_type", "name")]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "x", ""], ids=len)
def test_an_argument_of_nothing_but_brackets_is_no_json_on_either_version(text, monkeypatch):
	"""Frappe 16 reads JSON by another reader than 15, which goes down as deep as Python lets it."""
	for reader in (frappe.parse_json, json.loads):
		monkeypatch.setattr(frappe, "parse_json", reader)
		assert calls.parsed(text) == text


@pytest.mark.parametrize(
	("body", "status"),
	[
		({"exc_type": "QueryTimeoutError"}, 503),
		({"errors": [{"type": "QueryDeadlockError"}]}, 503),
		({"exc_type": "TypeError"}, 500),
		({"message": "QueryTimeoutError"}, 500),
	],
)
def test_a_function_of_the_framework_that_gave_up_on_a_lock_says_when_to_ask_again(body, status, monkeypatch):
	frappe.local.flags.esaylov_retry_after = None  # of an earlier request in this process
	request = asked(monkeypatch, "/api/method/frappe.desk.form.utils.add_comment")
	response = Response(json.dumps(body), status=500, mimetype="application/json")
	endpoints.complete(response, request)
	assert response.status_code == status
	is_busy = status == 503
	assert response.headers.get("Retry-After") == ("30" if is_busy else None)
	assert (response.json.get("error", {}).get("code") == "busy") is is_busy
	assert ("_server_messages" in response.json) is is_busy
	assert body.items() <= response.json.items()
