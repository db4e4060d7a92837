"""Every method that the framework offers to the web, as it runs here: decided, and the door says what was decided, for each person and verb.

`esaylov/api/manifest.csv` names the methods of the genuine versions 15.55.1, 15.92.0 (`15.92`), 16 (of February 2025, and 16.4.1) and 16.9.0 (`16.9`), read by
`framework/read_methods.py`, and those that this framework has besides (`later`). What it does not name is refused to everybody: a method that a new version
brings is read and gets a line before it goes anywhere.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import doors
import pytest
from factories.http import Client
from factories.profile import IS_FULL
from factories.steps import site_step
from test_doors import SECRET, opened

MANIFEST = Path(__file__).parents[2] / "esaylov" / "api" / "manifest.csv"
STAFF = {"guest", "login", "desk"}
PEOPLE = {
	"Guest": {"guest"},
	"rival@esaylov.example": {"guest", "login"},
	"candidate@esaylov.example": {"guest", "login"},
	"secretary@esaylov.example": STAFF | {"commission"},
	"sibling.chair@esaylov.example": STAFF | {"commission"},
	"cec.chair@esaylov.example": STAFF | {"commission"},
	"auditor@esaylov.example": STAFF | {"auditor"},
	"administrator@esaylov.example": STAFF | {"election"},
	"Administrator": STAFF | {"commission", "auditor", "election", "system"},
}
"""A person -> what they are in the manifest's words."""
IN_EACH_RUN = ("Guest", "candidate@esaylov.example", "secretary@esaylov.example")
VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
VERSIONS = ("15", "15.92", "16", "16.9", "later")
WORDS = set().union(*PEOPLE.values())
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
	with MANIFEST.open(encoding="utf-8") as lines:
		rows = list(csv.DictReader(lines))
	assert len({row["method"] for row in rows}) == len(rows)
	return {row["method"]: row for row in rows}


KNOWN = read()


@pytest.fixture(scope="module")
def running(sites) -> dict[str, list[str]]:
	"""The methods of the framework that runs here, with the verbs that it takes itself."""
	return json.loads(site_step(sites, "list", module="framework_methods"))


@pytest.fixture(scope="module")
def open_to(sites) -> dict[str, dict[str, list[str]]]:
	"""Person -> verb -> the methods that the door and the framework let them through to."""
	asked = (list(PEOPLE), VERBS) if IS_FULL else (IN_EACH_RUN, VERBS[:2])
	return json.loads(site_step(sites, "walk", module="framework_methods", given=json.dumps(asked)))


def test_no_method_is_undecided(running):
	assert [name for name in running if name not in KNOWN] == []
	assert len(running) > 400


def test_every_line_of_the_manifest_is_whole():
	wrong = [name for name, row in KNOWN.items() if not is_whole(row)]
	assert wrong == []
	assert [name for name in KNOWN if not name.startswith("frappe.")] == []
	assert list(KNOWN) == sorted(KNOWN)


def is_whole(row: dict[str, str]) -> bool:
	verbs, roles = set(row["verbs"].split()), set(row["roles"].split())
	return (
		verbs <= set(VERBS)
		and roles <= WORDS
		and bool(verbs) == bool(roles)
		and set(row["versions"].split()) <= set(VERSIONS)
		and bool(row["versions"] and row["reason"])
	)


def test_the_door_says_what_was_decided(running, open_to):
	"""For every person, verb and method, by the method's own address."""
	for who, found in open_to.items():
		for verb, names in found.items():
			offered = [name for name, verbs in running.items() if verb in verbs]
			assert set(names) == {name for name in offered if is_allowed(name, PEOPLE[who], verb)}, (
				who,
				verb,
			)


def is_allowed(name: str, words: set[str], verb: str) -> bool:
	row = KNOWN[name]
	is_posted = verb == "POST" or not is_of_document(name)
	return bool(words & set(row["roles"].split())) and verb in row["verbs"].split() and is_posted


def test_what_is_written_is_written_by_post():
	"""No line opens a method to GET besides another writing verb; the documents' own verbs are those of the router.

	The Desk takes off a file by DELETE, the one method that its scripts ask so in either version.
	"""
	others = [row for row in KNOWN.values() if not row["method"].startswith("frappe.api.")]
	assert {row["verbs"] for row in others} == {"", "POST", "GET POST", "POST DELETE"}
	deleting = [row["method"] for row in others if "DELETE" in row["verbs"]]
	assert deleting == ["frappe.desk.form.utils.remove_attach"]


WRITES_BY_GET = {
	"esaylov.api.certificates.pdf": "bytes that differ from their hash are not sent; a job tells auditors",
	"esaylov.api.files.page": "the same; a picture is drawn into memory",
	"esaylov.api.files.pages": "the same as of certificates",
	"esaylov.api.inbox.page": "the secret name of a room of realtime, for an hour in the cache: what is told there is that something changed",
	"esaylov.api.intake.findings": "saves a workbook into memory",
	"esaylov.api.intake.template": "saves a workbook into memory",
	"esaylov.api.login.oneid_callback": "OneID sends the browser back here: a login, the person's name, what one represents",
	"esaylov.api.login.oneid_start": "the state of a login that begins at OneID, for minutes in the cache, bound to the browser",
	"frappe.translate.get_all_languages": "keeps the list of languages in a cache",
	"frappe.utils.print_format.download_multi_pdf": "stores a file and tells how far it is in the job of download_multi_pdf_async alone",
}
"""What answers to GET and has a line that looks like writing, in itself or in what it calls -> why it may."""


def test_nothing_that_answers_to_get_writes(sites):
	"""The methods of the framework that the manifest opens to GET, and every endpoint of ours that takes it."""
	found = json.loads(site_step(sites, "writing", module="framework_methods"))
	assert {name: lines for name, lines in found.items() if name not in WRITES_BY_GET} == {}
	ours = {name for name in WRITES_BY_GET if name.startswith("esaylov.")}
	assert ours <= set(found), "an exception that is none any more"


class Counted(NamedTuple):
	"""Pairs of method and verb for one person: how many the door lets through, how many not, of how many nobody said."""

	of: str
	who: str
	methods: int
	allowed: int
	refused: int
	undecided: int

	def __str__(self) -> str:
		return (
			f"{self.of}: {self.who}: {self.methods} methods, allowed {self.allowed}, "
			f"refused {self.refused}, undecided {self.undecided}"
		)


def test_the_table(running, open_to, capsys):
	"""Role × method × verb: of each version as its line says, of the framework that runs here as the door itself answered."""
	lines = [line for version in VERSIONS for line in counted(version)]
	lines += walked(running, open_to)
	with capsys.disabled():
		print("\n" + "\n".join(map(str, lines)))
	assert len(lines) == len(VERSIONS) * len(PEOPLE) + len(open_to)
	assert [str(line) for line in lines if line.undecided] == []
	assert min(line.refused for line in lines if line.who != "Administrator") > 100
	by_person = {line.who: line.allowed for line in lines if line.of == "runs here"}
	assert 0 < by_person["Guest"] <= by_person["candidate"] < by_person["secretary"]


def counted(version: str) -> Iterator[Counted]:
	rows = {name: row for name, row in KNOWN.items() if version in row["versions"].split()}
	decided = {name: row for name, row in rows.items() if is_whole(row)}
	for who, words in PEOPLE.items():
		allowed = sum(is_allowed(name, words, verb) for name in decided for verb in VERBS)
		refused = len(decided) * len(VERBS) - allowed
		undecided = (len(rows) - len(decided)) * len(VERBS)
		yield Counted(version, who.partition("@")[0], len(rows), allowed, refused, undecided)


def walked(running: dict[str, list[str]], open_to: dict[str, dict[str, list[str]]]) -> Iterator[Counted]:
	decided = [name for name in running if name in KNOWN]
	for who, found in open_to.items():
		allowed = sum(len(KNOWN.keys() & set(names)) for names in found.values())
		refused = len(decided) * len(found) - allowed
		undecided = (len(running) - len(decided)) * len(found)
		yield Counted("runs here", who.partition("@")[0], len(running), allowed, refused, undecided)


def is_of_document(name: str) -> bool:
	return name.rpartition(".")[0].rpartition(".")[2][:1].isupper()


@pytest.mark.full
@pytest.mark.parametrize("who", ["sibling.chair", "guest", "rival"])
def test_no_method_tells_of_another_commission(running, login, names, who):
	"""Called, over HTTP, by GET, which the framework takes back, with what would lead to the other's appeal."""
	told = [name for name, text in answers(running, login(who), names) if SECRET in text]
	assert told == []


def answers(
	running: dict[str, list[str]], client: Client, names: dict[str, str]
) -> Iterator[tuple[str, str]]:
	for name in running:
		if name not in ENDS_THE_SESSION and not is_of_document(name):
			door = doors.method(name, "GET", **FOREIGN)
			yield name, opened(client, door, names).text
