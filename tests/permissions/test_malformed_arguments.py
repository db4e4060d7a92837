"""Arguments of a wrong kind are answered with a refusal: no function of the framework that is open over HTTP fails at them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from factories.http import Client
from factories.profile import IS_FULL
from factories.steps import site_step
from test_every_method import ENDS_THE_SESSION, KNOWN, STAFF, is_of_document

REPORT = "frappe.desk.reportview"
OF_FORM: dict[str, tuple[str, ...]] = {
	**{
		f"{REPORT}.{name}": ("doctype", "fields", "filters", "or_filters", "group_by", "order_by", "start")
		for name in ("get", "get_list", "get_count")
	},
	f"{REPORT}.export_query": ("doctype", "fields", "filters", "or_filters", "file_format_type", "title"),
	f"{REPORT}.delete_items": ("doctype", "items"),
}
"""Functions that read the form instead of declaring arguments, with what they read."""
GOOD: dict[str, Any] = {
	**dict.fromkeys(("doctype", "dt", "reference_doctype", "document_type", "parent_doctype"), "ToDo"),
	**dict.fromkeys(("fields", "or_filters", "filters"), "[]"),
	"file_format_type": "CSV",
}
"""Arguments that are as they should be, so that a function reads the others."""
MALFORMED: dict[str, Any] = {
	"a list": ["x"],
	"lists in a list": [[["x"]]],
	"an object": {"a": 1},
	"a text": "x",
	"a sign": "'",
	"a number": 10**12,
}
UNKNOWN = {"begona": "x"}
PEOPLE = {"chair": STAFF | {"commission"}, "administrator": STAFF | {"election"}}
THREADS = 4


def requests_of(parameters: list[str]) -> Iterator[dict[str, Any]]:
	"""Arguments of a function: one that it does not have, and each of its own in each malformed kind."""
	good = {name: GOOD[name] for name in parameters if name in GOOD}
	yield {**good, **UNKNOWN}
	for value in MALFORMED.values():
		yield dict.fromkeys(parameters, value)
		yield {**dict.fromkeys(parameters, value), **good}
		if IS_FULL:
			yield from ({**good, name: value} for name in parameters)


def failures(client: Client, name: str, parameters: list[str]) -> Iterator[str]:
	for values in requests_of(parameters):
		url = f"{client.address}/api/method/{name}"
		answer = client.session.post(url, json=values, timeout=600)
		if answer.status_code >= 500:
			yield f"{name} {json.dumps(values)}: {answer.status_code} {answer.text[:200]}"


@pytest.mark.parametrize("who", PEOPLE)
def test_no_open_function_fails_at_arguments_of_a_wrong_kind(sites, login, who):
	parameters = json.loads(site_step(sites, "parameters", module="framework_methods")) | OF_FORM
	opened = [
		name
		for name, row in KNOWN.items()
		if name in parameters
		and PEOPLE[who] & set(row["roles"].split())
		and "POST" in row["verbs"].split()
		and name not in ENDS_THE_SESSION
		and not is_of_document(name)
	]
	clients = [login(who).twin() for _ in range(THREADS)]

	def ask(numbered: tuple[int, str]) -> list[str]:
		number, name = numbered
		return list(failures(clients[number % THREADS], name, list(parameters[name])))

	with ThreadPoolExecutor(THREADS) as pool:
		failed = [line for lines in pool.map(ask, enumerate(opened)) for line in lines]
	assert len(opened) > 100
	assert not failed, f"{len(failed)}:\n" + "\n".join(failed)
