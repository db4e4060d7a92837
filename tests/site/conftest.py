"""Tests on a site: one connection for the session, each test rolled back.

The site is FRAPPE_SITE (test.localhost without it), with the app and its demonstration data; its bench is SITES_PATH, the
repository's own `.bench`, or the bench that the repository is an app of.
"""

import os
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

frappe = pytest.importorskip("frappe")

from factories.fresh import answers, fresh, note_writes, untold  # noqa: E402 # it asks for the framework, which may be missing

from esaylov.appeals.form_facts import checked_people  # noqa: E402 # as above

VALUE = re.compile(r"'(?:[^'\\]|\\.|'')*'|%\(\w+\)s|%s|\b(?:\d+|NULL)\b")
ROWS = re.compile(r"\?(?:[\s,()]*\?)+")
"""Values beside each other: a list, or the rows of an insert."""
ROOT = Path(__file__).resolve().parents[2]


def sites_path() -> Path:
	"""The `sites` folder of the bench."""
	candidates = [
		Path(os.environ.get("SITES_PATH", "")),
		ROOT / ".bench" / "sites",
		ROOT.parents[1] / "sites",
	]
	for folder in candidates:
		if (folder / "common_site_config.json").is_file():
			return folder
	pytest.skip("no bench: run script/test, or set SITES_PATH", allow_module_level=True)


@pytest.fixture(scope="session")
def connected() -> Iterator[None]:
	"""Connected as Administrator; outgoing mail is muted."""
	before = Path.cwd()
	os.chdir(sites_path())
	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	note_writes()
	frappe.connect()
	if not hasattr(frappe.local, "request_cache"):  # Frappe 15 makes it as it is first used
		frappe.local.request_cache = defaultdict(dict)
	frappe.flags.mute_emails = True
	yield
	frappe.destroy()
	os.chdir(before)


def witnessed() -> dict[Path, int]:
	"""The files outside the database that tell of committed events, and their sizes."""
	folder = Path(frappe.get_site_path("private", "chain-events"))
	return {path: path.stat().st_size for path in folder.glob("*.jsonl")}


@pytest.fixture(autouse=True)
def rolled_back(connected: None) -> Iterator[None]:
	"""A clean transaction as Administrator for each test, and nothing left of it.

	Of a day no persons were checked yet: the made-up ones of many tests have one name and a number each.
	"""
	checked_people.KIND = f"persons-checked-{secrets.token_hex(4)}"
	fresh()
	noted = witnessed()
	yield
	frappe.db.rollback()
	for path, size in witnessed().items():  # a step that a test runs as if it were committed is noted there
		if size > noted.get(path, 0):
			os.truncate(path, noted.get(path, 0))
	told, changed = [*untold], answers.changed()
	fresh()
	untold.clear()
	assert not told, "a kept table was written and nobody told (framework/persistence/table_cache.py)"
	assert not changed, "somebody wrote into what all share (framework/persistence/table_cache.py)"


@pytest.fixture
def as_user():
	"""Act as a user: `as_user("chair@esaylov.example")`."""
	return frappe.set_user


@pytest.fixture
def patient_programs(monkeypatch):
	"""Programs that read files have all the time that a busy machine needs, and go as early as others."""
	from esaylov.framework.files import file_processes

	monkeypatch.setattr(file_processes, "NICENESS", 0)
	monkeypatch.setattr(file_processes, "SECONDS", 300)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)


@pytest.fixture
def count_queries(monkeypatch):
	"""`count_queries(step)`: how many statements a step sends to the database."""

	def count(step) -> int:
		sent = []
		with _noting(monkeypatch, sent):
			step()
		return len(sent)

	return count


@pytest.fixture
def statement_kinds(monkeypatch):
	"""`statement_kinds(step)`: how often a step sends each statement, its values left out.

	What grows with the rows is repeated; a cache with a time limit that was filled anew asks once more.
	"""

	def count(step) -> Counter[str]:
		sent = []
		with _noting(monkeypatch, sent):
			step()
		return Counter(ROWS.sub("?", VALUE.sub("?", str(args[0]))) for args in sent)

	return count


@contextmanager
def _noting(monkeypatch, sent: list):
	send = frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(frappe.db, "sql", lambda *args, **kwargs: (sent.append(args), send(*args, **kwargs))[1])
		yield
