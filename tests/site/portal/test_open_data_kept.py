"""Parts of open data that were read are not read again until their set changes: counts of whole registers, pages of a thousand rows."""

import json
from collections.abc import Iterator

import frappe
import pytest
from factories.queries import rows_read
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.api import open_data
from esaylov.portal.built import invalidation, jobs
from esaylov.setup.demo import ground

FEW = 20
"""Rows read for the election, and the versions of what a process keeps."""


@pytest.fixture
def ask(monkeypatch) -> Iterator[object]:
	"""`ask("parties", limit=5)`: what a guest gets, and how many rows the database read for it."""
	jobs.forget()
	frappe.cache.delete_keys("esaylov_answer")

	def answer(name: str, user: str = "Guest", **asked: object) -> tuple[bytes, int]:
		frappe.set_user(user)
		path = f"/api/method/esaylov.api.open_data.{name}"
		monkeypatch.setattr(
			frappe.local, "request", Request(EnvironBuilder(path=path).get_environ()), raising=False
		)
		monkeypatch.setattr(frappe.local, "request_ip", "198.51.100.7", raising=False)
		before = rows_read()
		body = getattr(open_data, name)(**asked).get_data()
		return body, rows_read() - before

	yield answer
	frappe.set_user("Administrator")
	for note in invalidation.notes():
		note.file.unlink()
	jobs.forget()


@pytest.mark.parametrize(
	("name", "asked"),
	[
		("parties", {}),
		("candidates", {"limit": 1000}),
		("constituencies", {"form": "geojson"}),
		("candidates", {"form": "csv", "party": "XDP", "election": ground.ELECTION}),
	],
)
def test_the_same_is_read_once(ask, name, asked):
	first, read_first = ask(name, **asked)
	again, read_again = ask(name, **asked)
	assert first == again
	assert read_again <= FEW < read_first
	assert ask(name, "chair@esaylov.example", **asked)[0] == first


def test_other_arguments_have_an_answer_of_their_own(ask):
	assert len(json.loads(ask("candidates", limit=5)[0])["message"]["rows"]) == 5
	assert len(json.loads(ask("candidates", limit=6)[0])["message"]["rows"]) == 6
	of_party = json.loads(ask("candidates", limit=6, party="XDP")[0])["message"]["rows"]
	assert {row["party"] for row in of_party} == {"XDP"}


def test_sums_of_a_register_are_counted_once_for_all_parts_of_a_set(ask):
	whole = json.loads(ask("observers", limit=1000)[0])["message"]["rows"]
	for start in range(len(whole)):
		part, read = ask("observers", start=start, limit=1)
		assert json.loads(part)["message"]["rows"] == whole[start : start + 1]
		assert read <= FEW
	kind = whole[0]["kind"]
	of_kind, read = ask("observers", kind=kind, limit=1000)
	assert json.loads(of_kind)["message"]["rows"] == [row for row in whole if row["kind"] == kind]
	assert read <= FEW


@pytest.mark.parametrize(
	("changed", "is_read"), [("open-data/parties.*", True), ("*", True), ("calendar", False)]
)
def test_a_change_of_the_set_is_answered_at_once(ask, changed, is_read):
	ask("parties")
	invalidation._store({changed})
	assert (ask("parties")[1] > FEW) is is_read


def test_a_login_has_nothing_kept(ask):
	ask("parties", "chair@esaylov.example")
	assert ask("parties", "chair@esaylov.example")[1] > FEW
