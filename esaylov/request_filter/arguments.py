"""JSON in the arguments of a request, parsed once and strictly, before a guard or the framework reads them.

The framework reads the same text with several parsers: a body at once, a text by `json.loads` or `orjson`, and in its REST
the bytes again. A text that one of them read differently from the guards passed every guard (`[…, NaN]`). So each JSON text
is either refused (400) or replaced by its canonical text, which all parsers read alike.

The function that receives a text decides whether it is JSON or a person's own words that begin with a bracket:

* Our endpoints declare types. An argument that may be an object or a list is JSON and becomes that value. An argument that is
  declared as text stays as it came: nothing of ours parses it. Arguments that no endpoint declares are treated as the
  framework's.
* Functions of the framework and of other apps, and the framework's pages, may parse any argument: each one that begins like
  JSON must be JSON, except `WORDS`, which none of them parses. A JSON text in a JSON text is refused too: some parse twice.
* The framework's REST writes the fields of a document from arguments. A field that no parser reads as JSON is a person's words.
* Pages of the portal parse no argument as JSON.
"""

import json
from collections.abc import Iterable
from functools import cache
from inspect import signature
from re import compile as pattern
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

import frappe
from werkzeug.wrappers import Request, Response

from esaylov.api import calls, endpoint
from esaylov.core.formats.strict_json import (
	JsonRefused,
	begins_like_json,
	parse_strict_json,
	serialise_json,
)
from esaylov.framework import database_away
from esaylov.framework.errors import RequestMalformed, shown
from esaylov.framework.requests.form_fields import MOST_FIELDS
from esaylov.portal import renderer

OWN: Final = "esaylov.api."
WORDS: Final = frozenset(
	{
		*("comment", "content", "description", "search_term", "subject", "txt"),
		*("new_password", "old_password", "otp", "password", "pwd", "usr"),
	}
)
"""Arguments of the framework that are words or secrets of a person; none of its functions parses them as JSON."""
FIELD_WRITERS: Final = frozenset(
	f"frappe.api.{version}.{verb}_doc" for version in ("v1", "v2") for verb in ("create", "update")
)
"""Functions whose arguments are fields of a document, except `data` and `run_method`."""
DOCUMENT: Final = frozenset({"data", "run_method"})
QUOTED: Final = ('"',)
STRUCTURED: Final = (dict, list, Any)
BODY: Final = "JSON"
"""What the message of a body that is too large calls it."""
UNDECLARED_JSON: Final = pattern(rb"[\s\x0b]*[\[{]")


def parse_arguments() -> None:
	"""Replace each JSON argument of the request by its canonical form.

	Raises RequestMalformed (400) for a body or an argument that is not strict JSON or exceeds the limits of `strict_json`.
	"""
	request, form = frappe.local.request, frappe.local.form_dict
	_parse_body(request, form)
	if len(form) > MOST_FIELDS:
		refuse_malformed(RequestMalformed({"argument": BODY}, code="json_too_large"))
	found = [name for name, value in form.items() if type(value) is str and _may_be_json(value)]
	if not found:
		return
	called = _called_functions()
	if not called and renderer.is_page_of_portal(request.path.strip("/ ")):
		return
	for name in found:
		_parse_argument(form, name, called)


def forget_debugging() -> None:
	"""Remove the argument by which a list of the framework writes its statement, with its values, into the log of the server."""
	frappe.local.form_dict.pop("debug", None)


def answer_malformed_body(response: Response | None, request: Request) -> None:
	"""Hook `after_request`: status 400 for a body that the framework could not parse; it answers with 417 or 500."""
	if response is None or response.status_code not in (417, 500) or not request.is_json:
		return
	try:
		parse_strict_json(request.get_data().decode())
	except (JsonRefused, UnicodeDecodeError):
		response.status_code = 400
		if response.is_json:
			endpoint.write_error(response, 400, "body_invalid")


def _may_be_json(value: str) -> bool:
	return begins_like_json(value) or begins_like_json(value, QUOTED)


def _parse_body(request: Request, form: dict[str, Any]) -> None:
	"""Check the bytes of the body, which functions of the framework read again, and put its values into the arguments."""
	content = request.get_data()
	if not content:
		return
	if not request.is_json:
		if UNDECLARED_JSON.match(content):  # the framework's REST parses it, whatever its type says
			refuse_malformed(RequestMalformed())
		return
	try:
		body = parse_strict_json(content.decode())
	except JsonRefused as problem:
		refuse_malformed(_as_refusal(problem, "body_invalid", BODY))
	except UnicodeDecodeError:
		refuse_malformed(RequestMalformed())
	if isinstance(body, dict):
		form.update({name: value for name, value in body.items() if name in form})
	elif isinstance(body, list):
		form["data"] = body


def _called_functions() -> list[str]:
	"""The functions that read the arguments: without those in whose place an override answers."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {})
	return [name for name in calls.called() if name not in overridden]


def _parse_argument(form: dict[str, Any], name: str, called: Iterable[str]) -> None:
	"""Put the canonical form of an argument in its place: a value for an endpoint of ours that takes one, else its text."""
	is_own, takes_value = _declaration(name, called)
	if name in WORDS or (is_own and not takes_value):
		return
	text = form[name]
	if not begins_like_json(text):
		if not is_own:
			_refuse_nested(name, text)
		return
	if _is_field_of_words(name, text, called):
		return
	try:
		value = parse_strict_json(text)
	except JsonRefused as problem:
		refuse_malformed(_as_refusal(problem, "json_invalid", name))
	form[name] = value if is_own else serialise_json(value)
	if not is_own:
		calls.remember_value(form[name], value)


def _is_field_of_words(name: str, text: str, called: Iterable[str]) -> bool:
	"""Whether an argument is a field of a document whose text no parser of the framework reads as JSON."""
	functions = set(called)
	if name in DOCUMENT or not functions or functions - FIELD_WRITERS:
		return False
	try:
		json.loads(text)
	except ValueError:
		return True
	except RecursionError:
		return False
	return False


def _declaration(name: str, called: Iterable[str]) -> tuple[bool, bool]:
	"""Whether all called functions are endpoints of ours that declare the argument, and whether one takes an object or a list."""
	declared = [_declared_arguments(function).get(name) for function in called]
	return bool(declared) and None not in declared, any(declared)


@cache
def _declared_arguments(function: str) -> dict[str, bool]:
	"""Arguments of an endpoint of ours, and whether each takes an object or a list; none of any other function."""
	if not function.startswith(OWN):
		return {}
	parameters = signature(frappe.get_attr(function)).parameters.values()
	return {
		each.name: any((get_origin(kind) or kind) in STRUCTURED for kind in _members(each.annotation))
		for each in parameters
		if each.kind is each.POSITIONAL_OR_KEYWORD
	}


def _members(annotation: Any) -> tuple[Any, ...]:
	return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _refuse_nested(name: str, text: str) -> None:
	"""Refuse a JSON text whose value begins like JSON again, or which parsers read differently; other quoted words are words."""
	try:
		value = json.loads(text)
	except ValueError:
		return
	if value != calls.parsed(text) or _may_be_json(value):
		refuse_malformed(RequestMalformed({"argument": shown_name(name)}, code="json_invalid"))


def _as_refusal(problem: JsonRefused, code: str, name: str) -> RequestMalformed:
	if problem.is_too_large:
		code = "json_too_large"
	return RequestMalformed({"argument": shown_name(name)}, code=code)


def shown_name(name: str) -> str:
	"""The name of an argument for a message: a name of any other form is not repeated to the reader."""
	return name if name.isidentifier() and name.isascii() else "?"


def refuse_malformed(problem: RequestMalformed) -> None:
	"""Raise the refusal, with its sentence for a program and for the Desk."""
	endpoint.refuse(problem)
	if frappe.local.request.path.startswith(database_away.OWN):
		raise problem
	with shown():
		raise problem
