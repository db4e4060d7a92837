"""Every endpoint with an object of somebody else: the answer is the one for an object that is not there."""

import re
from pathlib import Path
from typing import Any

import endpoints
import pytest
import requests
from factories.http import Client
from factories.profile import few

ROOT = Path(__file__).parents[2]
MISSING = "0000000000"
CHANGES_ROWS = True
"""Who may ask does what the endpoint is for: see conftest.py."""
SECRET = "Sinov-siri"
REFUSED = (401, 403, 404, 422, 429)
NUMBER = re.compile(r'__frappe_exc_id[\\": ]+[0-9a-f]+')
NO_CONTROL = (
	"appeals.withdraw",  # these four change what the others look at
	"appeals.discard",
	"appeal_types.publish",
	"appeal_types.unpublish",
	# a certificate that was made for the table has no paper:
	# tests/site/registers/certificates/issue/test_certificates.py
	"certificates.pdf",
	"people.lookup_all",  # the limit of tries is used up by then: tests/site/identity/test_people.py
)
CASES = [(name, kind) for name, about in endpoints.OBJECTS.items() for kind in about.kinds]


def test_every_endpoint_stands_in_the_table():
	assert set(endpoints.found()) == set(endpoints.OBJECTS) | set(endpoints.NO_OBJECT)
	assert not set(endpoints.OBJECTS) & set(endpoints.NO_OBJECT)


def test_nothing_else_of_ours_is_whitelisted():
	marked = [
		path.relative_to(ROOT).as_posix()
		for path in (ROOT / "esaylov").rglob("*.py")
		if re.search(r"frappe\.whitelist\(", path.read_text())
	]
	assert marked == ["esaylov/api/endpoint.py"]


def object_of(kind: tuple[str, str], rows: dict[str, Any]) -> str:
	doctype, scope = kind
	if doctype == "Body":
		return "MILLIY_TIKLANISH-1726277"
	if doctype == "Commission":
		return "DC-1726277"
	if doctype == "Number":
		return rows["Appeal"][scope]["like"]["number"]
	return rows[doctype][scope]["name"]


def called(client: Client, endpoint: str, name: str) -> requests.Response:
	about = endpoints.OBJECTS[endpoint]
	values = {**about.values, about.argument: name}
	return client.get(endpoint, **values) if about.verb == "GET" else client.post(endpoint, **values)


def seen(answer: requests.Response, name: str) -> tuple[int, str]:
	"""Status and body, without the name that was asked for and the framework's random number of a message."""
	return answer.status_code, NUMBER.sub("", answer.text.replace(name, "NAME"))


@pytest.mark.parametrize(
	("endpoint", "kind"),
	few(CASES, lambda case: case[1] == endpoints.OBJECTS[case[0]].kinds[0]),
	ids=lambda part: "-".join(part) if isinstance(part, tuple) else part,
)
def test_not_yours_is_as_not_there(login, made, endpoint, kind):
	name = object_of(kind, made["rows"])
	leaks = []
	for stranger in endpoints.OBJECTS[endpoint].logins(kind):
		client = login(stranger)
		theirs, missing = called(client, endpoint, name), called(client, endpoint, MISSING)
		same = seen(theirs, name) == seen(missing, MISSING)
		if not same or theirs.status_code not in REFUSED or SECRET in theirs.text:
			leaks.append(
				f"{stranger}: {theirs.status_code} {theirs.text[:300]} / {missing.status_code} {missing.text[:300]}"
			)
	assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize(
	"endpoint", [name for name, about in endpoints.OBJECTS.items() if about.knows and name not in NO_CONTROL]
)
def test_who_may_ask_gets_another_answer(login, made, endpoint):
	"""The comparison above could fail: for whom the object is there, the answer is another one."""
	about = endpoints.OBJECTS[endpoint]
	name = object_of(about.kinds[0], made["rows"])
	client = login(about.knows)
	theirs, missing = called(client, endpoint, name), called(client, endpoint, MISSING)
	assert seen(theirs, name) != seen(missing, MISSING), theirs.text[:500]


def test_the_count(capsys):
	calls = sum(len(endpoints.OBJECTS[name].logins(kind)) for name, kind in CASES)
	with capsys.disabled():
		print(
			f"\nendpoints: {len(endpoints.OBJECTS)} with an object, {len(endpoints.NO_OBJECT)} without; "
			f"{calls} pairs of not yours and not there"
		)
	assert calls > 300


@pytest.mark.parametrize(
	"stranger", ["rival", "candidate", "proxy", "integrator", "sibling.chair", "administrator"]
)
def test_titles_of_another_are_left_out_as_those_of_nothing(login, made, stranger):
	name = made["rows"]["Appeal"]["home"]["name"]
	theirs, missing = (login(stranger).get("inbox.titles", appeals=f'["{one}"]') for one in (name, MISSING))
	assert seen(theirs, name) == seen(missing, MISSING)
	chair = login("chair").get("inbox.titles", appeals=f'["{name}"]')
	assert name in chair.text
