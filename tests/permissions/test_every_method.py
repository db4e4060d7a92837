"""Every method that the framework offers to the web, as it runs here: a verdict on each, and what the door says to four people.

`framework/methods.csv` holds the names of the genuine versions 15.55.1 and 16 (of February 2025), read by `framework/read_methods.py`, and those
that this framework has besides (`later`). Verdicts: refused (`esaylov.api.doors`), checked (it asks for a right in every version, or
`doors.py` and `shut.py` try it), undecided. Undecided is what nobody has read yet: the number only goes down.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import doors
import pytest
from factories.http import Client
from factories.steps import site_step
from test_doors import SECRET, opened

from esaylov.api import access
from esaylov.api import doors as shut_by

METHODS = Path(__file__).with_name("framework") / "methods.csv"
PEOPLE = {who: f"{who}@esaylov.example" for who in ("secretary", "sibling.chair", "rival", "candidate")} | {
	"guest": "Guest"
}
"""A plain member of staff, a sibling's chair, two applicants, nobody."""
STAFF, APPLICANTS = ("secretary", "sibling.chair"), ("rival", "candidate")
UNDECIDED = 273
"""How many methods are still undecided. A lower number is written here when it is reached; a higher one never."""
ASKED = {*shut_by.BY_DOCUMENT, *shut_by.BY_REPORT, *shut_by.STORED}
"""Refused to staff too when they are called with nothing."""
ENDS_THE_SESSION = {
	"frappe.handler.logout",
	"frappe.handler.web_logout",
	"frappe.sessions.clear",
	"frappe.core.doctype.user.user.clear_session",
}
FOREIGN: dict[str, Any] = {
	**dict.fromkeys(("doctype", "dt", "reference_doctype", "document_type", "share_doctype"), "Appeal"),
	**dict.fromkeys(("name", "docname", "dn", "doc_name", "reference_name", "value"), "$N"),
	**dict.fromkeys(("names", "docs", "docnames"), '["$N"]'),
	**dict.fromkeys(("fields", "fieldname"), '["name","subject","answers"]'),
	"doc": '{"doctype":"Appeal","name":"$N"}',
	"txt": "Sinov",
	"text": "Sinov",
	"filters": "[]",
	"page_length": 50,
}
"""Arguments that would lead to an appeal of the other commission."""


def read() -> dict[str, dict[str, str]]:
	with METHODS.open() as lines:
		return {row["method"]: row for row in csv.DictReader(lines)}


KNOWN = read()


@pytest.fixture(scope="module")
def running(sites) -> list[str]:
	"""The methods of the framework that runs here."""
	return json.loads(site_step(sites, "list", module="framework_methods"))


@pytest.fixture(scope="module")
def open_to(sites) -> dict[str, set[str]]:
	"""Person -> the methods that the door and the framework let them through to."""
	given = json.dumps(list(PEOPLE.values()))
	answer = json.loads(site_step(sites, "walk", module="framework_methods", given=given))
	return {who: set(answer[user]) for who, user in PEOPLE.items()}


def test_no_method_is_without_a_verdict(running):
	"""A method that a new version of the framework brings is read, and gets a line, before it goes anywhere."""
	assert [name for name in running if name not in KNOWN] == []
	assert len(running) > 400


def test_every_verdict_is_one_of_three_and_agrees_with_the_door():
	assert {row["verdict"] for row in KNOWN.values()} == {"refused", "checked", "undecided"}
	shut = {name for name in KNOWN if shut_by.why_shut(name)}
	assert {name for name, row in KNOWN.items() if row["verdict"] == "refused"} == shut


def test_undecided_only_shrinks():
	undecided = [name for name, row in KNOWN.items() if row["verdict"] == "undecided"]
	assert len(undecided) == UNDECIDED


def test_every_entry_of_the_door_shuts_something():
	idle = [
		entry for entry in shut_by.NOBODY if not any(f"{name}.".startswith(f"{entry}.") for name in KNOWN)
	]
	assert idle == []
	assert ASKED | set(shut_by.CALLS_NAMED) <= set(KNOWN)


def test_what_is_refused_is_refused_to_everybody(running, open_to):
	shut = {name for name in running if KNOWN[name]["verdict"] == "refused"}
	assert len(shut) > 70
	assert {who: shut & names for who, names in open_to.items() if shut & names} == {}


def test_staff_get_to_the_rest_and_not_without_a_question(running, open_to):
	rest = {name for name in running if KNOWN[name]["verdict"] != "refused"} - ASKED
	documents = {name for name in rest if is_of_document(name)}
	for who in STAFF:
		assert open_to[who] - documents == rest - documents, who


def test_applicants_get_to_nothing_but_their_own_login(open_to):
	allowed = {full(name) for name in access.STOCK_METHODS} | access.STOCK_METHODS
	for who in APPLICANTS:
		assert open_to[who] <= allowed, who


def test_guests_get_to_what_is_open_to_guests(open_to):
	assert open_to["guest"] == {
		name
		for name, row in KNOWN.items()
		if row["guest"] and row["verdict"] != "refused" and name in open_to["sibling.chair"]
	}


def is_of_document(name: str) -> bool:
	return name.rpartition(".")[0].rpartition(".")[2][:1].isupper()


def full(name: str) -> str:
	return name if "." in name else f"frappe.handler.{name}"


@pytest.mark.full
@pytest.mark.parametrize("who", ["sibling.chair", "guest", "rival"])
def test_no_method_tells_of_another_commission(running, login, names, who):
	"""Called, over HTTP, by GET, which the framework takes back, with what would lead to the other's appeal."""
	told = [name for name, text in answers(running, login(who), names) if SECRET in text]
	assert told == []


def answers(running: list[str], client: Client, names: dict[str, str]) -> Iterator[tuple[str, str]]:
	for name in running:
		if name not in ENDS_THE_SESSION and not is_of_document(name):
			door = doors.method(name, "GET", **FOREIGN)
			yield name, opened(client, door, names).text
