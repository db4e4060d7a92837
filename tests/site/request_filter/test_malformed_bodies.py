"""Malformed requests: guards and framework hold the same value of each argument, or the request is refused.

Each request is a good one with some of its bytes changed, made from a number that is printed when it fails. 200 in each run;
10,000 by `script/test --long bodies`.
"""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_plus

import frappe
import orjson
import pytest
from factories.mutations import CHANGES, Change, inserted, mutated, numbers
from factories.profile import IS_LONG
from frappe.api.v1 import get_request_form_data
from frappe.app import make_form_dict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from esaylov.api import calls
from esaylov.core.formats.strict_json import begins_like_json
from esaylov.framework.errors import EsaylovError
from esaylov.framework.requests.form_fields import MOST_FIELDS, bound_forms
from esaylov.request_filter import arguments, login_answers

REQUESTS = 10_000 if IS_LONG else 200
PARSERS: tuple[Callable[[str], Any], ...] = (json.loads, orjson.loads, frappe.parse_json, calls.parsed)
"""Those of Frappe 15 and 16, the framework's own function, and that of the guards."""
DOCUMENT = {"doctype": "Person", "name": {"pinfl": ["like", "3%"]}, "rows": [{"name": "x", "n": 1.5}]}
GOOD: tuple[dict[str, Any], ...] = (
	{"doctype": "Appeal", "docs": [DOCUMENT, {"name": "y"}]},
	{"doctype": "Appeal", "filters": [["Appeal", "subject", "like", "%"]], "fields": ["name"], "limit": 20},
	{"doctype": "Appeal", "filters": json.dumps(json.dumps({"pinfl": "x"})), "order_by": "name asc"},
	{"appeal_type": "A56", "election": "demo", "answers": {"a": [1, "oʻ"]}, "body": "[x"},
	{"method": "x", "docs": DOCUMENT, "args": {"a": {"b": [None, True]}}},
	{"data": {"subject": "x", "reference_docname": "y"}, "run_method": "as_dict"},
	{"doctype": "User", "txt": "[a", "filters": {"name": "x"}, "pwd": "{x"},
)
PATHS = (
	"/api/method/frappe.model.workflow.get_common_transition_actions",
	"/api/method/frappe.client.get_list",
	"/api/method/frappe.desk.search.search_link",
	"/api/method/frappe.handler.run_doc_method",
	"/api/method/esaylov.api.appeals.create",
	"/api/method/esaylov.api.exports.rows",
	"/api/resource/Event",
	"/api/v2/document/Event",
	"/printview",
)
ODD = (
	*(
		b"NaN",
		b",NaN",
		b"-Infinity",
		b"1e999",
		b"9" * 40,
		b"-0",
		b"18446744073709551616",
		b"null",
		b"//",
		b"'",
	),
	*(b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b"\0", b"\xef\xbb\xbf", b"\xff", b"\xc2\xa0", b"\x0b"),
	*(
		b'"name":1,',
		b'"n\\u0061me":{"a":1},',
		b'"doctype":"User",',
		b'"{\\"a\\":NaN}"',
		b'"[1]"',
		b'\\"',
		b"[" * 70,
	),
	*(bytes([sign]) for sign in b'[]{}",:\\eE+-.&=%;+ \n'),
)
INSERTED = inserted(ODD)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
KINDS = (FORM, JSON, JSON, "application/vnd.api+json", "text/plain", "", "multipart/form-data; boundary=b")


def changed(text: bytes, number: int) -> bytes:
	"""A text with changes; every tenth is as it was."""
	chance = random.Random(number)
	changes: tuple[Change, ...] = (INSERTED, INSERTED, INSERTED, chance.choice(CHANGES))
	return text if chance.random() < 0.1 else mutated(text, number, changes)


def form_of(values: dict[str, Any], number: int) -> bytes:
	"""A form in which each text was changed before it was written as a form."""
	fields = []
	for at, (name, value) in enumerate(values.items()):
		text = value if isinstance(value, str) else json.dumps(value)
		fields.append(f"{name}={quote_plus(changed(text.encode(), number * 10 + at))}")
	return "&".join(fields).encode()


def made(number: int) -> Request:
	chance = random.Random(number)
	values, path, kind = chance.choice(GOOD), chance.choice(PATHS), chance.choice(KINDS)
	if kind in (JSON, "application/vnd.api+json") and chance.random() < 0.5:
		values = {  # each argument as JSON in a text, as the Desk sends it
			name: value
			if isinstance(value, str)
			else changed(json.dumps(value).encode(), number).decode("utf-8", "replace")
			for name, value in values.items()
		}
	body = form_of(values, number) if kind == FORM else changed(json.dumps(values).encode(), number)
	query = form_of(values, number + 1).decode() if chance.random() < 0.3 else ""
	builder = EnvironBuilder(path=path, method="POST", query_string=query, input_stream=None, data=body)
	environ = builder.get_environ()
	environ["CONTENT_TYPE"] = kind
	return Request(environ)


def received(request: Request) -> bool:
	"""Whether a request passes what the framework and the project do with it before anything else."""
	frappe.local.request = request
	frappe.local.form_dict = frappe._dict()
	try:
		make_form_dict(request)
	except Exception:  # the framework's own refusal
		return False
	try:
		arguments.parse_arguments()
	except (EsaylovError, frappe.PermissionError):
		return False
	return True


def views(value: Any) -> Iterator[Any]:
	"""What each parser makes of a value; a text that it does not take stays as it is, as in the framework."""
	for parser in PARSERS:
		try:
			yield parser(value) if isinstance(value, str) else value
		except (ValueError, RecursionError):
			yield value


def is_container(value: Any) -> bool:
	return isinstance(value, dict | list)


def differences(name: str, value: Any) -> list[Any]:
	"""The values of an argument where parsers differ in an object or a list, or find one only when they parse twice."""
	found = list(views(value))
	if any(is_container(one) for one in found):
		return [] if all(one == found[0] for one in found) else found
	twice = [again for one in found for again in views(one)]
	return [again for again in twice if is_container(again)]


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
	bound_forms()
	request, form = getattr(frappe.local, "request", None), frappe.local.form_dict
	yield
	frappe.local.request, frappe.local.form_dict = request, form


def test_guards_and_framework_hold_the_same_value_of_each_malformed_body():
	passed = 0
	for number in numbers(REQUESTS):
		request = made(number)
		if not received(request):
			continue
		passed += 1
		is_own = "esaylov.api.appeals" in request.path
		texts = arguments.WORDS | ({"appeal_type", "election", "body"} if is_own else set())
		for name, value in frappe.local.form_dict.items():
			assert name in texts or not differences(name, value), (number, name, value)
			assert (
				not is_own or name != "answers" or not (isinstance(value, str) and begins_like_json(value))
			), number
		_compare_with_bytes(number)
	assert passed > REQUESTS / 10


def _compare_with_bytes(number: int) -> None:
	"""The framework's REST reads the bytes of the body again: it must find what the guards found, or no fields at all."""
	form = frappe.local.form_dict
	try:
		fields = get_request_form_data()
	except ValueError:
		return
	if not isinstance(fields, dict) or form.get("data") is not None:
		return
	for name, value in fields.items():
		if name == "_":  # the framework takes it away
			continue
		assert name in form, (number, name)
		assert next(views(form[name])) == next(views(value)), (number, name, value)


@pytest.mark.parametrize("text", ["[abc", "{", '["x"', '"[1]"', "[NaN]"])
def test_what_an_endpoint_declares_as_text_is_not_touched(text):
	for form in (
		f"body={quote_plus(text)}&answers=%7B%7D",
		f"body={quote_plus(text)}&answers=%7B%22a%22:1%7D",
	):
		builder = EnvironBuilder(
			path="/api/method/esaylov.api.appeals.create", method="POST", data=form.encode()
		)
		environ = builder.get_environ()
		environ["CONTENT_TYPE"] = FORM
		assert received(Request(environ))
		assert frappe.local.form_dict["body"] == text
		assert isinstance(frappe.local.form_dict["answers"], dict)


def test_words_of_the_framework_are_not_touched_and_its_other_arguments_are_json():
	for name in sorted(arguments.WORDS):
		environ = EnvironBuilder(
			path="/api/method/frappe.desk.search.search_link", query_string={name: "[abc"}
		).get_environ()
		assert received(Request(environ)), name
		assert frappe.local.form_dict[name] == "[abc"
	environ = EnvironBuilder(
		path="/api/method/frappe.client.get_list", query_string={"filters": ' [ ["a" , "=",1.50 ] ] '}
	).get_environ()
	assert received(Request(environ))
	assert frappe.local.form_dict["filters"] == '[["a","=",1.5]]'


@pytest.mark.parametrize("sent", [{"usr": {"name": "x"}}, {"usr": ["x"], "pwd": "x"}, {"tmp_id": ["x"]}])
def test_a_login_by_a_filter_at_which_frappe_15_fails_is_refused(sent):
	"""Frappe 15 calls no hook before a login."""
	frappe.local.form_dict = frappe._dict(sent)
	request = Request(EnvironBuilder(path="/api/method/login", method="POST", json=sent).get_environ())
	frappe.local.request = request
	for kind in ("application/json", "text/html"):
		response = Response('{"exc_type":"TypeError"}', status=500, content_type=kind)
		login_answers.hide_locked_accounts(response, request)
		assert response.status_code == 401
		assert b"TypeError" not in response.data


def test_a_form_of_a_million_fields_is_refused_before_it_is_parsed():
	"""It took a web thread 11 s, for everybody and at every address."""
	fits = Request(
		EnvironBuilder(method="POST", data={f"a{at}": "1" for at in range(MOST_FIELDS)}).get_environ()
	)
	assert received(fits)
	body = "&".join(f"a{at}=1" for at in range(MOST_FIELDS + 1)).encode()
	builder = EnvironBuilder(method="POST", data=body)
	builder.content_type = FORM
	with pytest.raises(RequestEntityTooLarge):
		make_form_dict(Request(builder.get_environ()))


def test_an_object_of_too_many_arguments_is_refused():
	fields = {f"a{at}": 1 for at in range(MOST_FIELDS + 1)}
	assert not received(Request(EnvironBuilder(method="POST", json=fields).get_environ()))
	del fields["a0"]
	assert received(Request(EnvironBuilder(method="POST", json=fields).get_environ()))


@pytest.mark.parametrize("body", [b'\xef\xbb\xbf{"doctype":"Person"}', b"\xff", b"{"])
@pytest.mark.parametrize("status", [417, 500])
def test_a_body_at_which_the_framework_fails_is_malformed(body, status):
	builder = EnvironBuilder(path="/api/method/frappe.client.get_list", method="POST", data=body)
	builder.content_type = JSON
	request = Request(builder.get_environ())
	response = Response('{"exc_type":"JSONDecodeError"}', status=status, content_type=JSON)
	arguments.answer_malformed_body(response, request)
	assert response.status_code == 400
	assert response.json["error"]["code"] == "body_invalid"


def test_no_request_has_the_framework_write_its_statements_into_the_log(monkeypatch):
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(doctype="Appeal", debug="1"))
	arguments.forget_debugging()
	assert frappe.local.form_dict == {"doctype": "Appeal"}
