"""Tests on a site: one connection for the session, each test rolled back.

The site is FRAPPE_SITE (test.localhost without it), with the app and its demonstration data; its bench is SITES_PATH, the
repository's own `.bench`, or the bench that the repository is an app of.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

frappe = pytest.importorskip("frappe")

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
	frappe.connect()
	frappe.flags.mute_emails = True
	yield
	frappe.destroy()
	os.chdir(before)


@pytest.fixture(autouse=True)
def rolled_back(connected: None) -> Iterator[None]:
	"""A clean transaction as Administrator for each test, and nothing left of it."""
	fresh()
	yield
	frappe.db.rollback()
	fresh()


def fresh() -> None:
	"""What a new request would find: no cached documents or roles, no messages, no user but Administrator.

	The names of candidates are asked for again after a second: on a quick machine the test before was less than that ago.
	"""
	frappe.get_module("esaylov.registers.published.names").forget()
	frappe.set_user("Administrator")
	frappe.local.message_log = []
	frappe.local.lang = "en"
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()
	frappe.db.value_cache.clear()
	frappe.cache.delete_keys("document_cache::")
	frappe.cache.delete_value("roles")


@pytest.fixture
def as_user():
	"""Act as a user: `as_user("chair@esaylov.example")`."""
	return frappe.set_user


@pytest.fixture
def count_queries(monkeypatch):
	"""`count_queries(step)`: how many statements a step sends to the database."""

	def count(step) -> int:
		sent = []
		send = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(
				frappe.db, "sql", lambda *args, **kwargs: (sent.append(args), send(*args, **kwargs))[1]
			)
			step()
		return len(sent)

	return count
