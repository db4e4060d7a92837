"""The outermost decorator of every endpoint: arguments in, JSON out, refusals with a stable code.

Errors are raised on after the answer is filled in: the framework then rolls the step back and gives the status. A
handler that swallowed them would commit half a step.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, wraps
from inspect import Signature, signature
from typing import Any, ParamSpec, TypeVar, cast

import frappe
from frappe.exceptions import FrappeTypeError
from frappe.utils.typing_validations import transform_parameter_types
from werkzeug.wrappers import Request, Response

from esaylov.api import deprecations, repeats
from esaylov.api.answers import FindingAnswer
from esaylov.core.findings import Finding
from esaylov.core.formats.places import pointer, steps
from esaylov.core.formats.strict_json import JsonRefused, parse_strict_json
from esaylov.core.rules.measures import measured
from esaylov.core.texts import finding_text
from esaylov.framework import database_away, new_letters
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import (
	EsaylovError,
	FileInWork,
	FormInvalid,
	InLine,
	SiteHeld,
	StorageFull,
	TooMany,
	text,
)
from esaylov.framework.persistence.repeating import repeated
from esaylov.framework.requests.refusal_counts import count_refusal

P = ParamSpec("P")
R = TypeVar("R")

SAVE = "/api/method/frappe.desk.form.save.savedocs"
FOREIGN: tuple[tuple[type[Exception], str, int], ...] = (
	(frappe.RateLimitExceededError, "too_many", 429),
	(frappe.QueryDeadlockError, "busy", 503),
	(frappe.QueryTimeoutError, "busy", 503),
	(frappe.InReadOnlyMode, "unavailable", 503),  # a held site, or one in maintenance
	(AWAY, "busy", 503),  # what cannot be done without the cache: codes, challenges, logins by OneID
	(frappe.DoesNotExistError, "not_found", 404),
	(frappe.PermissionError, "not_permitted", 403),
	(frappe.TimestampMismatchError, "wrong_state", 409),
	(frappe.DuplicateEntryError, "duplicate", 409),
	(frappe.UniqueValidationError, "duplicate", 409),
	(frappe.ValidationError, "refused", 417),
)
"""The framework's own errors as our codes, the narrower ones first; whatever is not here stays a 500 without details."""
ANSWERS = "answers"
OF_ANSWERS = frozenset({"appeals", "people"})
"""Groups of endpoints whose findings are about the answers of an appeal, also where a step takes none."""
ROOTS = {"appeals": (ANSWERS,), "appeal_types": ("document", "content")}
"""Group -> members of a body that hold what findings are about."""
TRACES = frozenset({"exc", "_exc_source", "_debug_messages"})
"""Keys of an answer with the inside of the server."""
LARGEST = 2**31 - 1
"""The largest whole number of a column (INT), either side of nothing."""
OUTSIDE = {400: "body_invalid", 401: "not_let_in", 403: "not_permitted", 404: "not_found", 429: "too_many"}
"""What the framework refuses before an endpoint of ours runs: status -> our code."""
BUSY = frozenset({"QueryDeadlockError", "QueryTimeoutError"})
"""Exceptions of a statement that waited for a lock, by their names in an answer."""
CSRF = "csrf_token"
"""Of these, a session that has been to a page and comes without the page's token: 400 too, whatever its body."""


def endpoint(methods: list[str], guest: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
	"""Make a function callable at `/api/method/<its dotted path>` by these HTTP methods; GET never writes.

	guest: also without a login; give the reason beside it, and a rate limit below it. Whether the step is run again when the database
	broke it off to end a deadlock stands in `repeats.csv`. Missing arguments and arguments of a wrong type are `form_invalid` (422). The answer is `{"message": …}`, or on a refusal
	`{"error": {"code", "message", "field", "pointer", "article", "edition", "required", "actual", "findings"}}` in the caller's
	language.
	"""

	def decorate(function: Callable[P, R]) -> Callable[P, R]:
		checked = cast("Callable[..., R]", function)
		method = f"{function.__module__}.{function.__name__}"
		body = Body.of(function)

		@wraps(function)
		def answering(*args: P.args, **kwargs: P.kwargs) -> R:
			_speak()
			frappe.local.flags.esaylov_body = body
			try:
				given = _checked(function, args, kwargs)
				if repeats.is_repeated(method):
					return repeated(lambda: checked(**deepcopy(given)))
				return checked(**given)
			except Exception as problem:
				_answer(problem)
				raise

		# The framework's own type check would raise outside of the envelope; it is made inside instead, by the same code.
		answering.__annotations__ = {}
		registered = frappe.whitelist(methods=methods, allow_guest=guest)(answering)
		registered.__annotations__ = function.__annotations__
		return registered

	return decorate


def _speak() -> None:
	"""Honour `_lang` for a logged-in caller too: the framework reads it, and then the session puts its own in place."""
	asked = frappe.local.form_dict.get("_lang")
	if isinstance(asked, str) and new_letters.is_offered(asked):
		frappe.local.lang = asked


def _checked(
	function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
	"""The arguments by name, each of the type that the function declares. Raises FormInvalid."""
	declared, required, texts = _declared(function)
	given = dict(declared.bind_partial(*args, **kwargs).arguments)
	missing = [name for name in required if name not in given]
	if missing:
		raise FormInvalid([Finding("required", name) for name in missing])
	wrong = []
	for name, value in given.items():
		if type(value) is str and name in texts:  # a text stays as it came
			continue
		try:
			given[name] = transform_parameter_types(function, (), {name: value})[1][name]
		except FrappeTypeError:
			wrong.append(Finding("wrong_type", name))
		else:
			wrong += _unheld(name, given[name])
	if wrong:
		raise FormInvalid(wrong)
	return given


@cache
def _declared(function: Callable[..., Any]) -> tuple[Signature, tuple[str, ...], frozenset[str]]:
	"""What a function declares, the arguments that it needs, and those that are texts: read once."""
	declared = signature(function)
	named = declared.parameters.items()
	required = tuple(name for name, parameter in named if parameter.default is parameter.empty)
	return declared, required, frozenset(name for name, parameter in named if parameter.annotation is str)


def _unheld(name: str, value: object) -> list[Finding]:
	"""The finding on a whole number that a column of the database cannot hold, and a place in a list cannot be."""
	if not isinstance(value, int) or abs(value) <= LARGEST:
		return []
	code, limit = ("too_large", LARGEST) if value > 0 else ("too_small", -LARGEST)
	return [Finding(code, name, params={"limit": limit})]


def _answer(problem: Exception) -> None:
	"""Fill the response for an error that will be raised on.

	The framework's own messages go: its words on a refused document name it, and so tell that it is there.
	"""
	if isinstance(problem, EsaylovError):
		refuse(problem)
		return
	found = next(((code, status) for kind, code, status in FOREIGN if isinstance(problem, kind)), None)
	if database_away.is_away(problem):
		found = (database_away.CODE, 503)
	if not found:
		_fill("unexpected")
		return
	code, status = found
	problem.http_status_code = status  # type: ignore[attr-defined]  # the framework reads it from any exception
	frappe.clear_messages()
	_fill(code)
	if status == 503:
		frappe.local.flags.esaylov_retry_after = database_away.RETRY_SECONDS
	frappe.local.flags.disable_traceback = True


def refuse(problem: EsaylovError) -> None:
	"""Fill the response for a refusal of ours that will be raised on, also before an endpoint runs."""
	frappe.clear_messages()
	count_refusal(type(problem).__name__)
	_fill(
		problem.code,
		problem.message_params,
		problem.field,
		problem.article,
		problem.findings,
		problem.edition,
	)
	frappe.local.flags.disable_traceback = True  # an expected answer; a traceback would tell of the inside
	if isinstance(problem, TooMany | InLine | FileInWork) and problem.retry_after:
		frappe.local.flags.esaylov_retry_after = problem.retry_after
	if isinstance(problem, StorageFull | SiteHeld):
		frappe.local.flags.esaylov_retry_after = database_away.RETRY_SECONDS


def complete(response: Response | None, request: Request) -> None:
	"""Hook `after_request`: our error where the framework refused before our endpoint ran, or says it in its own words.

	None: Frappe 15 hands no answer over where an exception of HTTP is the answer itself (health, a page that was built).
	"""
	if response is not None:
		_complete(response, request)


def _complete(response: Response, request: Request) -> None:
	"""No traceback leaves, of whatever address. A body that is no JSON object is 417 on one version and 500 on another, without a code."""
	_hide_traceback(response)
	if request.path == SAVE and response.status_code in (409, 422):
		# the form of the Desk takes no other refusal for one: it would go on as if the document had been saved
		response.status_code = 417
	_answer_busy(response, request)
	_say_when(response)
	response.headers.update(deprecations.of(request.path))
	if not request.path.startswith(database_away.OWN) or response.status_code < 400:
		return
	if response.is_json and isinstance(response.json, dict) and "error" in response.json:
		return
	status = response.status_code
	if status in (417, 500) and request.is_json and _is_endpoint(request.path):
		write_error(response, 400, "body_invalid")
	elif status in (403, 417, 500) and not _is_endpoint(request.path):
		write_error(response, 404, "not_found")
	elif status in OUTSIDE:
		write_error(response, status, CSRF if _lacks_token(response) else OUTSIDE[status])


def _answer_busy(response: Response, request: Request) -> None:
	"""A function of the framework that gave up on a lock is answered as an endpoint of ours is, not as a fault."""
	body = response.get_json(silent=True) if response.status_code >= 500 and response.is_json else None
	if not isinstance(body, dict) or "error" in body or not kinds_of(body) & BUSY:
		return
	refusal = database_away.refusal(request, "busy")
	response.status_code = refusal.status_code
	response.headers.update({name: refusal.headers[name] for name in ("Retry-After", "Cache-Control")})
	response.data = json.dumps({**body, **json.loads(refusal.data)})


def kinds_of(body: Mapping[str, Any]) -> set[object]:
	"""Names of the exceptions in an answer of the first or the second version of the framework's API."""
	errors = body.get("errors")
	of_second = errors if isinstance(errors, list) else []
	return {body.get("exc_type"), *(each.get("type") for each in of_second if isinstance(each, dict))}


def _lacks_token(response: Response) -> bool:
	body = response.get_json(silent=True) if response.is_json else None
	return isinstance(body, dict) and body.get("exc_type") == "CSRFTokenError"


def _say_when(response: Response) -> None:
	"""After how many seconds a refused caller asks again; of pages too."""
	seconds = frappe.local.flags.esaylov_retry_after
	if seconds and response.status_code >= 400:
		response.headers["Retry-After"] = str(seconds)


def hide_tracebacks() -> None:
	"""Hook `before_request`: the framework shows none, in JSON or in a page; they stand in Error Log."""
	frappe.local.flags.disable_traceback = True


def hide_error(context: dict[str, Any]) -> dict[str, str] | None:
	"""Hook `update_website_context`: the page of an error without its traceback, which Frappe 15 writes past the flag."""
	is_told = frappe.local.flags.disable_traceback and "Traceback" in str(context.get("error") or "")
	return {"error": ""} if is_told else None


def _hide_traceback(response: Response) -> None:
	"""Take out what was refused before the hook ran (a wrong password, an ended session)."""
	if response is None or response.status_code < 400 or not response.is_json:
		return
	body = response.get_json(silent=True)
	if isinstance(body, dict) and TRACES & body.keys():
		response.data = json.dumps({key: value for key, value in body.items() if key not in TRACES})


def _is_endpoint(path: str) -> bool:
	"""Whether there is such an endpoint; for one that is not there the framework says 417 too."""
	try:
		return frappe.get_attr(path.removeprefix("/api/method/")) in frappe.whitelisted
	except Exception:  # whatever the name leads to: it is none of ours
		return False


def write_error(response: Response, status: int, code: str) -> None:
	"""Replace an answer by one of our errors, in the language of the request."""
	language = getattr(frappe.local, "lang", None) or "uz"
	message = text(code, None, language)
	error = database_away.error_without_findings(code, message)
	response.data = json.dumps({"error": error})
	response.content_type = "application/json"
	response.status_code = status


def _fill(
	code: str,
	params: Mapping[str, str | int] | None = None,
	field: str | None = None,
	article: str | None = None,
	findings: tuple[Finding, ...] = (),
	edition: str = "",
) -> None:
	language = frappe.local.lang or "uz"
	required, actual = measured(code, params or {})
	frappe.local.response["error"] = {
		"code": code,
		"message": text(code, params, language, article, edition),
		"field": field or "",
		"pointer": _pointer_of_argument(field or ""),
		"article": article or "",
		"edition": edition,
		"required": required,
		"actual": actual,
		"findings": [as_dict(finding, language) for finding in findings],
	}


def as_dict(finding: Finding, language: str) -> FindingAnswer:
	"""A finding with its sentence in a language, and what it compares."""
	required, actual = measured(finding.code, finding.params)
	found = {
		**finding.as_dict(),
		"edition": finding.edition,
		"required": required,
		"actual": actual,
		"pointer": _pointer(finding.path),
		"message": finding_text(finding, language),
	}
	return cast("FindingAnswer", found)


@dataclass(frozen=True, slots=True)
class Body:
	"""The body of an endpoint: its members, and the one that holds what the places of findings are in."""

	members: frozenset[str] = frozenset()
	root: str = ""

	@classmethod
	def of(cls, function: Callable[..., Any]) -> "Body":
		members = frozenset(signature(function).parameters)
		group = function.__module__.rpartition(".")[2]
		root = next((name for name in ROOTS.get(group, ()) if name in members), "")
		return cls(members, root or (ANSWERS if group in OF_ANSWERS else ""))


def _pointer(place: str) -> str:
	"""A place as a JSON Pointer into the body that was sent; of a draft's answers as if they had been."""
	body = frappe.local.flags.esaylov_body or Body()
	first = next(iter(steps(place)), "")
	if not body.root or first in body.members:
		return pointer(place)
	return pointer(body.root) + pointer(place)


def _pointer_of_argument(field: str) -> str:
	body = frappe.local.flags.esaylov_body or Body()
	return pointer(field) if next(iter(steps(field)), "") in body.members else ""


def json_object(value: str | dict[str, Any], field: str) -> dict[str, Any]:
	"""A JSON object; a text is the default of an argument, as the request's own text is parsed before. Raises FormInvalid."""
	return _json(value, field, dict)


def json_list(value: str | list[Any], field: str) -> list[Any]:
	"""A JSON array; a text is the default of an argument, as the request's own text is parsed before. Raises FormInvalid."""
	return _json(value, field, list)


def _json(value: R | str, field: str, kind: type[R]) -> R:
	try:
		read = parse_strict_json(value) if isinstance(value, str) else value
	except JsonRefused:
		read = None
	if not isinstance(read, kind):
		raise FormInvalid([Finding("wrong_type", field)])
	return read


def decoded(content: str) -> bytes:
	"""The bytes of a Base64 argument. Raises FormInvalid (`wrong_type`)."""
	try:
		return base64.b64decode(content, validate=True)
	except (ValueError, binascii.Error):
		raise FormInvalid([Finding("wrong_type", "content")]) from None
