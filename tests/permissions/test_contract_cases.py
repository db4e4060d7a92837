"""Made-up calls of every operation of `/openapi.json`: no server error, and no answer that the document does not promise.

schemathesis makes the cases from the document, good and bad ones. In a full run there are 60 for an operation, and half of
them name real records; otherwise a few, the same ones each time.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import endpoints
import pytest
import redis
import schemathesis
from factories.http import Client
from factories.profile import IS_FULL, IS_LONG
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as some
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
	content_type_conformance,
	response_headers_conformance,
	response_schema_conformance,
	status_code_conformance,
)
from test_idor import object_of

pytestmark = pytest.mark.full  # each run: tests/web/test_bad_input.py, test_openapi_http.py
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
CHANGES_ROWS = True
"""Whoever may call an operation calls it: see conftest.py."""
GOOD, BAD = (45, 15) if IS_LONG else (6, 2)
CALLERS = ("party", "chair", "administrator", "candidate", "integrator", "guest")
CHECKS = [
	schemathesis.checks.not_a_server_error,
	status_code_conformance,
	content_type_conformance,
	response_headers_conformance,
	response_schema_conformance,
]
LINE = 4094
"""Bytes of the first line of a request that the web server takes; it answers a longer one itself, as plain HTML, and no operation hears of it."""
LEFT_ALONE = {
	"preparing.start": "an election would stand, and later tests see it",
	"sms.refuse_reminders": "a caller's wish would stand, and later tests wait for their messages",
}


@pytest.fixture(scope="module")
def contract(base_url: str) -> dict[str, Any]:
	answer = Client(base_url, SITE).session.get(f"{base_url}/openapi.json", timeout=60)
	assert answer.status_code == 200, answer.text[:500]
	return answer.json()


@pytest.fixture(scope="module")
def fresh(sites: Path) -> Iterator["Limits"]:
	"""Forgets how often somebody called: before, so that calls arrive; afterwards, so that the next tests' do."""
	limits = Limits(sites)
	limits.forget()
	yield limits
	limits.forget()


class Limits:
	"""The counters of the framework's rate limit on the site for tests."""

	def __init__(self, sites: Path) -> None:
		self.redis = redis.Redis.from_url(
			json.loads((sites / "common_site_config.json").read_text())["redis_cache"]
		)
		self.site = json.loads((sites / SITE / "site_config.json").read_text())["db_name"]

	def forget(self) -> None:
		for key in self.redis.scan_iter(f"{self.site}|rl:*", count=1000):
			self.redis.delete(key)


def names_for(operation: str, rows: dict[str, Any]) -> tuple[str, list[str]]:
	"""The argument of an operation that names a record, and real records for it."""
	about = endpoints.OBJECTS.get(operation)
	if about is None or not IS_FULL:
		return "", []
	return about.argument, [object_of(kind, rows) for kind in about.kinds]


def strategies(operation: Any) -> list[tuple[GenerationMode, int]]:
	body, query = operation.body, operation.query
	has_arguments = bool(list(body) or list(query))
	return [(GenerationMode.POSITIVE, GOOD), *([(GenerationMode.NEGATIVE, BAD)] if has_arguments else [])]


def put_name(case: Any, argument: str, name: str) -> None:
	"""A real record in the place of a made-up one."""
	if case.method == "GET":
		case.query = {**(case.query or {}), argument: name}
	elif isinstance(case.body, dict):
		case.body = {**case.body, argument: name}


class Calls:
	"""Calls of cases by the callers in turn; what deviates is kept, once for each operation and kind of deviation."""

	def __init__(self, login: Any, rows: dict[str, Any]) -> None:
		self.login, self.rows = login, rows
		self.made = 0
		self.deviations: dict[str, str] = {}
		self.statuses: dict[int, int] = {}

	def run(self, operation: Any, name: str) -> None:
		argument, known = names_for(name, self.rows)
		callers = random.Random(name)
		for mode, count in strategies(operation):

			@settings(
				max_examples=count,
				database=None,
				deadline=None,
				derandomize=True,
				suppress_health_check=list(HealthCheck),
				phases=[Phase.generate],
				verbosity=Verbosity.quiet,
			)
			@given(case=operation.as_strategy(mode), record=some.sampled_from(["", *known]))
			def call(case: Any, record: str) -> None:
				if record:
					put_name(case, argument, record)
				self.call(case, name, callers.choice(CALLERS))

			call()

	def call(self, case: Any, name: str, caller: str) -> None:
		client = self.login(caller)
		self.made += 1
		case.headers, case.cookies = {}, {}  # made-up keys and sessions would take the caller's place
		response = case.call(base_url=client.address, session=client.session, timeout=60)
		if len(f"{case.method} {response.request.path_url} HTTP/1.1") > LINE:
			assert response.status_code == 400, response.text[:300]
			return
		self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
		try:
			case.validate_response(response, checks=CHECKS)
		except FailureGroup as group:
			for failure in group.exceptions:
				kind = f"{name}: {failure.title} ({response.status_code})"
				told = f"{kind} as {caller}\n  {case.query} {str(case.body)[:400]}\n  {failure.message[:300]}\n  {response.text[:1500]}"
				self.deviations.setdefault(kind, told)


def test_no_operation_answers_otherwise_than_the_document_says(contract, login, made, fresh, capsys):
	calls = Calls(login, made["rows"])
	operations = [found.ok() for found in schemathesis.openapi.from_dict(contract).get_all_operations()]
	for operation in operations:
		name = operation.definition.raw["operationId"]
		if name in LEFT_ALONE:
			continue
		fresh.forget()
		calls.run(operation, name)
	with capsys.disabled():
		print(
			f"\ncontract: {len(operations)} operations, {calls.made} cases, "
			f"{len(calls.deviations)} deviations; answers by status {dict(sorted(calls.statuses.items()))}"
		)
	assert not calls.deviations, "\n".join(calls.deviations.values())
	assert calls.made >= len(operations) * GOOD // 2


def test_text_that_is_no_json_is_refused_where_json_may_come_as_text(contract, login, fresh):
	fresh.forget()
	takers = list(taken_as_text(contract))
	refused = {name: call_with_text(login("administrator"), path, given) for name, path, given in takers}
	assert "decisions.sample_text" in refused
	assert {name: status for name, status in refused.items() if status not in (403, 404, 422)} == {}


def taken_as_text(contract: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
	"""Operations with an argument that is JSON or JSON as text: name, path, a body of words that are no JSON."""
	for path, methods in contract["paths"].items():
		for operation in methods.values():
			content = operation.get("requestBody", {}).get("content", {})
			fields = content.get("application/json", {}).get("schema", {}).get("properties", {})
			kinds = [{kind.get("type") for kind in field.get("anyOf", ())} for field in fields.values()]
			if any("string" in kind and kind & {"object", "array"} for kind in kinds):
				yield operation["operationId"], path, dict.fromkeys(fields, "so'z")


def call_with_text(client: Client, path: str, body: dict[str, str]) -> int:
	return client.session.post(f"{client.address}{path}", json=body, timeout=60).status_code


FAR = ("9" * 31, "-" + "9" * 31)
"""Numbers that neither the database nor a list's index can hold."""


def test_a_number_of_any_size_is_answered(contract, login, fresh):
	fresh.forget()
	calls = [
		(name, caller, call_with_number(login(caller), method, path, dict.fromkeys(numbers, far)))
		for name, method, path, numbers in taken_as_numbers(contract)
		for caller in ("guest", "party", "chair", "administrator")
		for far in FAR
	]
	assert {name for name, *_ in calls} >= {"open_data.parties", "chain.heads", "people.looks"}
	assert [call for call in calls if call[2] >= 500] == []


def taken_as_numbers(contract: dict[str, Any]) -> Iterator[tuple[str, str, str, list[str]]]:
	"""Operations with whole numbers among their arguments: name, method, path, those arguments."""
	for path, methods in contract["paths"].items():
		for method, operation in methods.items():
			content = operation.get("requestBody", {}).get("content", {})
			fields = dict(content.get("application/json", {}).get("schema", {}).get("properties", {}))
			fields |= {field["name"]: field["schema"] for field in operation.get("parameters", ())}
			if numbers := [name for name, field in fields.items() if "'integer'" in str(field)]:
				yield operation["operationId"], method, path, numbers


def call_with_number(client: Client, method: str, path: str, numbers: dict[str, str]) -> int:
	place = {"params" if method == "get" else "json": numbers}
	return client.session.request(method, f"{client.address}{path}", timeout=60, **place).status_code
