"""Rounds of building: what a note names and nothing else, one moment for all, a change that comes meanwhile, the early answer."""

import json
import os
from itertools import count, pairwise
from types import SimpleNamespace

import frappe
import pytest
from factories.queries import counted
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.core.formats import language as languages
from esaylov.framework import queues
from esaylov.portal.built import invalidation, jobs, middleware, pages
from esaylov.registers.published import others, request_memo
from esaylov.setup.demo import ground

PAGE = "constituencies/1703"


@pytest.fixture(autouse=True)
def asked(tmp_path, monkeypatch):
	"""Pages and notes of this test alone; the jobs that are asked for, `True` for one that does the rest."""
	asked = []
	(tmp_path / "notes").mkdir()
	monkeypatch.setattr(pages, "root", lambda: tmp_path / "pages")
	monkeypatch.setattr(invalidation, "folder", lambda: tmp_path / "notes")
	monkeypatch.setattr(queues, "wake_now", lambda *_, **values: asked.append(values["rest"]) or True)
	return asked


@pytest.fixture
def guest():
	"""`guest("/uz", …)`: what the hook answers to a request, or None where it leaves the request alone."""

	def ask(address: str, user: str = "Guest", **options: object) -> object:
		frappe.set_user(user)
		path, _, query = address.partition("?")
		environment = EnvironBuilder(path=path, query_string=query, **options).get_environ()
		frappe.local.request = Request(environment)
		try:
			middleware.answer()
		except HTTPException as answered:
			return answered.get_response(environment)
		finally:
			# a request of None is not the same as none: Frappe's print view would ask it for its environment
			del frappe.local.request
		return None

	return ask


def store(*paths: str, language: str = "en") -> None:
	for path in paths:
		content = pages.built(language, path)
		pages.keep(pages.place(language, path), content, at=invalidation.moment())


def note(*patterns: str) -> None:
	"""A note as another process leaves it."""
	(invalidation.folder() / "moved").write_text(os.urandom(8).hex())
	(invalidation.folder() / f"{os.urandom(8).hex()}.json").write_text(json.dumps(patterns))


def test_a_note_makes_the_pages_stale_that_it_names_and_no_others(monkeypatch):
	store("", PAGE, "voters", "for/voters", "calendar")
	named = []
	monkeypatch.setattr(jobs, "_build", lambda language, path, at: named.append(path) or 1)
	note(PAGE, "for/*", "nothing/there")
	assert jobs.rebuild() == 2
	assert sorted(named) == [PAGE, "for/voters"]
	assert invalidation.notes() == []


def test_stored_pages_are_told_from_twins_and_parts_by_their_path():
	store("", PAGE, "voters")
	store("open-data/parties.csv", language=pages.ONLY)
	(pages.place("en", "voters").parent / ".index.html.part").write_text("unready")
	assert set(jobs.stored()) == {("en", ""), ("en", PAGE), ("en", "voters"), ("uz", "open-data/parties.csv")}
	assert list(jobs.stored("open-data/parties.*")) == [("uz", "open-data/parties.csv")]
	assert list(jobs.stored("constituencies")) == []


def test_a_change_that_comes_while_a_round_reads_makes_another_round(monkeypatch):
	"""The page is written after the note, but was read before it."""
	store(PAGE)
	note(PAGE)
	build, seen = pages.built, []

	def late(language: str, path: str) -> bytes | None:
		content = build(language, path)
		if not seen:
			note(PAGE)
		seen.append(path)
		return content

	monkeypatch.setattr(pages, "built", late)
	assert jobs.rebuild() == 2
	assert seen == [PAGE, PAGE]


def test_a_turn_that_is_over_leaves_the_rest_to_a_job_behind_the_others(monkeypatch, asked):
	"""Every turn builds a page that the turns before left, though a change in each makes all stale again."""
	monkeypatch.setattr(jobs, "TURN_SECONDS", 0)
	store("voters", "calendar", "for/voters")
	built = []
	build = jobs._build
	monkeypatch.setattr(jobs, "_build", lambda *page: built.append(page[1]) or build(*page))
	note("*")
	first = invalidation.notes()[0]
	for _ in range(3):
		assert jobs.rebuild(rest=True) == 0  # no time at all: it asks for its successor
	assert asked == [True] * 3
	assert built == []
	ticks = count()
	monkeypatch.setattr(jobs, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
	monkeypatch.setattr(jobs, "TURN_SECONDS", 2)  # one page: the clock ticks at each look
	for turn in range(3):
		assert first.file.exists(), turn
		jobs.rebuild(rest=True)
		note("*")
	assert sorted(built) == ["calendar", "for/voters", "voters"]
	assert not first.file.exists()


def test_a_job_is_asked_for_once_until_it_begins(asked):
	invalidation.ask_for_job()
	invalidation.ask_for_job()
	assert asked == [False]
	invalidation.ask_for_job(rest=True)
	assert asked == [False, True]
	jobs.rebuild()
	invalidation.ask_for_job()
	assert asked == [False, True, False]


def test_a_job_that_could_not_be_asked_for_is_asked_for_again(monkeypatch, asked):
	kept = queues.wake_now
	monkeypatch.setattr(queues, "wake_now", lambda *_, **__: False)
	invalidation.ask_for_job()
	monkeypatch.setattr(queues, "wake_now", kept)
	invalidation.ask_for_job()
	assert asked == [False]


def test_a_job_that_was_lost_with_its_queue_is_asked_for_again(asked):
	invalidation.ask_for_job()
	long_ago = invalidation.time.time() - 2 * invalidation.LOST_SECONDS
	os.utime(invalidation.folder() / "asked", (long_ago, long_ago))
	invalidation.ask_for_job()
	assert asked == [False, False]


def test_pages_of_one_round_read_what_they_share_once(monkeypatch):
	for language in languages.OLD:
		store("candidates", "constituencies", language=language)
	build, asked = pages.built, []

	def counting(language: str, path: str) -> bytes | None:
		with counted() as statements:
			content = build(language, path)
		asked.append((path, sum("tabCandidate`" in statement for statement in statements)))
		return content

	monkeypatch.setattr(pages, "built", counting)
	note("candidates", "constituencies")
	assert jobs.rebuild() == 2 * len(languages.OLD)
	first = {path: number for path, number in reversed(asked)}
	assert first["candidates"] > 0
	again = [number for (before, _), (path, number) in pairwise(asked) if before == path]
	assert set(again) == {0}


@pytest.mark.parametrize("path", ["", "candidates", "constituencies", PAGE, "candidates/LC_SMD"])
def test_a_page_of_a_round_says_what_it_says_alone(path):
	"""Views write into the rows they get: the second language must find them as they were read."""

	def words(language: str) -> list[str]:
		text = pages.built(language, path).decode()
		return [line for line in text.splitlines() if "<time" not in line and ":" not in line]

	alone = {language: words(language) for language in languages.OLD}
	with request_memo.read_once():
		assert {language: words(language) for language in languages.OLD} == alone


def test_what_is_shared_is_forgotten_after_the_round():
	with request_memo.read_once():
		others.voters(ground.ELECTION)
	with counted() as statements:
		others.voters(ground.ELECTION)
	assert len(statements) == 1


@pytest.mark.parametrize("path", ["", PAGE, "for/voters", "calendar", "calendar.ics", "station", "chain"])
def test_a_page_that_lies_ready_is_answered_early_with_all_that_belongs_to_it(guest, path):
	assert guest(f"/en/{path}") is None  # nothing lies there yet
	store(path)
	answer = guest(f"/en/{path}")
	assert answer.get_data() == pages.place("en", path).read_bytes()
	assert answer.headers["Set-Cookie"].startswith(f"{languages.COOKIE}=en;")
	assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
	again = guest(f"/en/{path}", headers={"If-None-Match": answer.headers["ETag"]})
	assert again.status_code == 304


def test_a_file_has_no_theme_and_the_language_of_its_words_alone(guest):
	dark = {"headers": {"Cookie": "esaylov_theme=dark"}}
	store("open-data/parties.csv", language=pages.ONLY)
	store("calendar.ics", language="en")
	assert guest("/ru/open-data/parties.csv", **dark) is not None
	assert guest("/en/calendar.ics", **dark) is not None
	assert guest("/ru/calendar.ics") is None


@pytest.mark.parametrize(
	("address", "options"),
	[
		("/en/voters?theme=dark", {}),
		("/en/voters?lang=ru", {}),
		("/en/decisions?outcome=Granted", {}),
		("/en/track?number=1&code=2", {}),
		("/en/track", {}),
		("/en/voters", {"method": "POST"}),
		("/en/voters", {"headers": {"Cookie": "esaylov_theme=dark"}}),
		("/en/voters", {"headers": {"Authorization": "token a:b"}}),
		("/en/voters", {"user": "Administrator"}),
		("/en/../voters", {}),
		("/cabinet", {}),
		("/api/method/ping", {}),
	],
)
def test_everything_else_goes_its_usual_way(guest, address, options):
	store("voters", "decisions")
	assert guest("/en/voters") is not None
	assert guest("/en/voters?page=2&utm_source=x&outcome=Granted") is not None
	assert guest("/en/decisions?outcome=&page=&x=1") is not None
	assert guest(address, **options) is None


def test_a_page_that_a_note_makes_stale_is_not_answered_early(guest):
	store("voters")
	note("voters")
	assert guest("/en/voters") is None


def test_a_page_that_cannot_be_noted_as_stale_is_served_no_more(tmp_path):
	"""A full disk: `/dev/full` takes no byte. Taking a file away needs no room."""
	store(PAGE, "")
	(tmp_path / "notes" / "moved").symlink_to("/dev/full")
	frappe.local.flags.stale_pages = {PAGE}
	invalidation._write()
	assert [path for _, path in jobs.stored()] == [""]
	assert invalidation.notes() == []
	assert frappe.local.flags.stale_pages == set()


def test_a_job_that_built_pages_has_no_request_afterwards(monkeypatch):
	"""The framework asks whether there is one, and then asks it: a paper drawn later in the same job would fail."""
	monkeypatch.delattr(frappe.local, "request", raising=False)
	with pages.as_guest("/uz"):
		assert frappe.local.request.path == "/uz"
	assert not hasattr(frappe.local, "request")
