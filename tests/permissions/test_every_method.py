"""Every method that the framework offers to the web, as it runs here and on each version that we declare: decided, and the door says so.

What the genuine versions 15.92.0, 15.105.0, 16.9.0 and 16.10.7 offer stands in `framework/VERSION.csv`, read from their source.
`esaylov/api/manifest.csv` decides each of those, of the older 15.55.1 (`15`) and 16.4.1 (`16`), and those that this framework has
besides (`later`). What it does not name is refused to everybody: a method that a new version brings is read and gets a line before
it goes anywhere.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import doors
import frappe
import pytest
import stock_methods
from factories.http import Client
from factories.profile import IS_FULL
from factories.steps import site_step
from framework import read_methods
from stock_methods import VERBS
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
OLDER, LISTED, LATER = {"15", "16"}, set(stock_methods.VERSIONS.values()), {"later"}
"""Words for versions whose methods were read before lists were kept, that have a list, that the framework of `script/server` stands for."""
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


@pytest.mark.parametrize("version", stock_methods.VERSIONS)
def test_no_method_of_a_version_is_undecided(version):
	offered = stock_methods.offered(version)
	assert [name for name in offered if name not in KNOWN] == []
	assert len(offered) > 500
	said = {name for name, row in KNOWN.items() if stock_methods.VERSIONS[version] in row["versions"].split()}
	assert said - set(offered) == set(), "stale: the version has no such method"
	assert set(offered) - said == set(), "the version has it, and the line does not say so"


def test_no_line_is_stale(running):
	"""What neither a listed version nor the one that runs here has was read of an older one."""
	there = set(running).union(*map(stock_methods.offered, stock_methods.VERSIONS))
	left = {name: set(row["versions"].split()) for name, row in KNOWN.items() if name not in there}
	assert {name for name, versions in left.items() if not versions <= OLDER | LATER} == set()
	assert {name for name, versions in left.items() if LATER & versions and not is_listed()} == set()


def is_listed() -> bool:
	"""Whether the version that runs here has a list."""
	return frappe.__version__ in stock_methods.VERSIONS


UNMARKED = {"frappe.handler.run_doc_method"}
"""What the framework lets through without a mark, besides what its router ends in."""


def test_the_version_here_runs_as_it_is_read(running):
	"""Names and verbs, as `framework/read_methods.py` reads them from the source; and as its list has them, where it has one."""
	read = {one.name: set(one.verbs) for one in read_methods.methods(Path(frappe.__file__).parents[1])}
	marked = {name: verbs for name, verbs in read.items() if not name.startswith("frappe.api.v")}
	assert {name: set(verbs) for name, verbs in running.items()} == {
		name: verbs for name, verbs in marked.items() if name not in UNMARKED
	}
	if is_listed():
		listed = stock_methods.offered(frappe.__version__)
		assert read == {name: set(one.verbs) for name, one in listed.items()}


def test_no_line_opens_more_than_a_version_takes():
	"""No verb that no version takes, nothing to guests that no version opens to them."""
	for name, row in KNOWN.items():
		there = [
			offered[name] for offered in map(stock_methods.offered, stock_methods.VERSIONS) if name in offered
		]
		if there:
			assert set(row["verbs"].split()) <= set().union(*(one.verbs for one in there)), name
			assert "guest" not in row["roles"].split() or any(one.is_open_to_guests for one in there), name


@pytest.mark.parametrize("name", stock_methods.TABLES)
def test_the_readme_has_the_counts_of_today(name):
	assert stock_methods.held(name) == stock_methods.TABLES[name](), (
		"run: python tests/permissions/stock_methods.py"
	)


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
		and set(row["versions"].split()) <= OLDER | LISTED | LATER
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
	assert {row["verbs"] for row in others} == {"", "GET", "POST", "GET POST", "POST DELETE"}
	deleting = [row["method"] for row in others if "DELETE" in row["verbs"]]
	assert deleting == ["frappe.desk.form.utils.remove_attach"]


WRITES_BY_GET = {
	"esaylov.api.certificates.pdf": "bytes that differ from their hash are not sent; a job tells auditors",
	"esaylov.api.files.page": "the same; a picture is drawn into memory",
	"esaylov.api.files.pages": "the same as of certificates",
	"esaylov.api.hall.state": "what the screens of a session show alike, for seconds in the cache",
	"esaylov.api.sessions.session_state": "the same",
	"esaylov.api.inbox.page": "the secret name of a room of realtime, for an hour in the cache: what is told there is that something changed",
	"esaylov.api.intake.findings": "saves a workbook into memory",
	"esaylov.api.intake.template": "saves a workbook into memory",
	"esaylov.api.login.oneid_callback": "OneID sends the browser back here: a login, the person's name, what one represents",
	"esaylov.api.login.oneid_start": "the state of a login that begins at OneID, for minutes in the cache, bound to the browser",
	**{
		f"esaylov.api.open_data.{each}": "keeps an answer for guests as public pages are kept, for two minutes in the cache"
		for each in (
			*("candidates", "constituencies", "observers", "parties", "protocols"),
			*("stations", "turnout", "voters", "votes"),
		)
	},
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
	"""Role × method × verb: of each version by its list, of the framework that runs here as the door itself answered."""
	lines = list(stock_methods.counted())
	here = list(walked(running, open_to))
	with capsys.disabled():
		print("\n" + stock_methods.table() + "\n".join(map(str, here)))
	assert {(line.version, line.role) for line in lines} == {
		(version, role) for version in stock_methods.VERSIONS for role in stock_methods.people()
	}
	assert [line for line in (*lines, *here) if line.undecided] == []
	assert [
		line
		for line in lines
		if sum(line.allowed.values()) + line.refused != line.pairs or line.refused < 3000
	] == []
	by_person = {line.who: line.allowed for line in here}
	assert 0 < by_person["Guest"] <= by_person["candidate"] < by_person["secretary"]


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
