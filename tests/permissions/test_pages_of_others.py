"""Every page of the cabinet with an object of somebody else: the page is the one for an object that is not there."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pages
import pytest
import requests
from factories import cabinet
from factories.cabinet import Browser
from factories.http import Client, ready_appeal
from factories.profile import few
from factories.steps import SITE

from esaylov.portal import routes

MISSING = "0000000000"
SECRET = "Sinov-siri"
RIVAL_BODY = "MILLIY_TIKLANISH-1726277"
REFUSED = (401, 403, 404, 422, 429)
TO_LOGIN = 303
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
CASES = [(pattern, kind) for pattern, about in pages.OBJECTS.items() for kind in about.kinds]
Enter = Callable[[str], Browser]
Seen = list[tuple[int, str, str]]
"""Status, where to and page of each answer."""


@pytest.fixture(scope="module")
def enter(base_url: str, made: dict[str, Any]) -> Enter:
	"""`enter("party")`: the browser of a demonstration login, of the `guest` or of the `integrator`; one session each."""
	browsers: dict[str, Browser] = {}

	def as_user(local: str) -> Browser:
		if local not in browsers:
			if local in ("guest", "integrator"):
				browsers[local] = cabinet.guest(base_url)
			else:
				browsers[local] = cabinet.logged_in(base_url, f"{local}@esaylov.example")
			if local == "integrator":
				browsers[local].session.headers["Authorization"] = f"token {made['integrator']}"
			browsers[local].get("/cabinet")  # the token of the session
		return browsers[local]

	return as_user


def test_every_page_of_the_cabinet_stands_in_the_table():
	patterns = {route.pattern for route in routes.declared_routes() if route.pattern.startswith("cabinet")}
	assert patterns == set(pages.OBJECTS) | set(pages.NO_OBJECT)
	assert not set(pages.OBJECTS) & set(pages.NO_OBJECT)


def test_what_may_be_posted_is_posted():
	for route in routes.declared_routes():
		if about := pages.OBJECTS.get(route.pattern):
			assert (about.posted is not None) == ("POST" in route.methods), route.pattern


def opened(browser: Browser, about: pages.About, name: str) -> list[requests.Response]:
	"""The page read, and what is posted to it."""
	address = f"/{about.address.format(name=name)}"
	answers = [browser.get(address, allow_redirects=False)]
	if about.posted is not None:
		answers.append(browser.post(address, about.posted, allow_redirects=False))
	return answers


@pytest.fixture(scope="module")
def nothing(enter: Enter) -> Callable[[str, str], Seen]:
	"""`nothing("rival", pattern)`: what a login sees of an object that is not there, asked once."""
	known: dict[tuple[str, str], Seen] = {}

	def ask(local: str, pattern: str) -> Seen:
		if (local, pattern) not in known:
			answers = opened(enter(local), pages.OBJECTS[pattern], MISSING)
			known[local, pattern] = seen(answers, MISSING)
		return known[local, pattern]

	return ask


IN_EACH_RUN = [name for number, name in enumerate(pages.OBJECTS) if number % 3 == 0]
"""Every third page: one function of the cabinet asks whose it is, for each."""


def seen(answers: list[requests.Response], name: str) -> Seen:
	"""Answers without the name that was asked for and the token of the session.

	Who comes with an API key has another token in each answer.
	"""
	return [
		(
			one.status_code,
			one.headers.get("Location", "").replace(name, "NAME"),
			TOKEN.sub("", one.text.replace(name, "NAME")),
		)
		for one in answers
	]


@pytest.mark.parametrize(
	("pattern", "kind"),
	few(CASES, lambda case: case[0] in IN_EACH_RUN and case[1] == pages.OBJECTS[case[0]].kinds[0]),
	ids=lambda part: "-".join(part) if isinstance(part, tuple) else part,
)
def test_not_yours_is_as_not_there(enter, nothing, made, pattern, kind):
	doctype, scope = kind
	name, about, leaks = made["rows"][doctype][scope]["name"], pages.OBJECTS[pattern], []
	for stranger in about.logins(kind):
		theirs = seen(opened(enter(stranger), about, name), name)
		missing = nothing(stranger, pattern)
		allowed = (*REFUSED, TO_LOGIN) if stranger == "guest" else REFUSED
		if theirs != missing or any(one[0] not in allowed or SECRET in one[2] for one in theirs):
			leaks.append(f"{stranger}: {[one[:2] for one in theirs]} / {[one[:2] for one in missing]}")
	assert not leaks, "\n".join(leaks)


@pytest.mark.parametrize("pattern", [name for name, about in pages.OBJECTS.items() if about.is_told])
def test_whose_it_is_gets_another_page(enter, made, pattern):
	"""The comparison above could fail: for whom the object is there, the page is another one."""
	about = pages.OBJECTS[pattern]
	doctype, scope = about.kinds[0]
	name = made["rows"][doctype][scope]["name"]
	address = f"/{about.address}"
	browser = enter(about.knows)
	theirs = browser.get(address.format(name=name), allow_redirects=False)
	assert theirs.status_code in (200, TO_LOGIN), theirs.text[:500]
	assert browser.get(address.format(name=MISSING), allow_redirects=False).status_code == 404


@pytest.mark.parametrize("page", pages.LISTS)
@pytest.mark.parametrize("who", ["party", "candidate", "chair"])
def test_a_list_shows_no_body_of_another(enter, who, page):
	"""`?body=` chooses among one's own; another's is as one that is not there, which is as none."""
	browser = enter(who)
	shown = [
		without_address(browser.get(f"/{page}?body=Party%20Branch:{body}").text, body)
		for body in (RIVAL_BODY, MISSING)
	]
	assert shown[0] == shown[1]
	assert SECRET not in shown[0] or who == "party"


def without_address(text: str, body: str) -> str:
	"""A page without the address that was asked for, which stands in the links to its other languages."""
	return re.sub(rf"Party(\+|%20| )Branch(%3A|:){body}", "BODY", text)


@pytest.mark.parametrize("who", ["party", "candidate", "chair", "regional.chair"])
def test_nothing_is_begun_for_a_body_of_another(enter, who):
	browser = enter(who)
	answers = [
		browser.post("/cabinet/new/A56", {"body": body, "election": cabinet.ELECTION}, allow_redirects=False)
		for body in (RIVAL_BODY, MISSING)
	]
	assert seen(answers[:1], RIVAL_BODY) == seen(answers[1:], MISSING)
	assert answers[0].status_code in (*REFUSED, 200)
	assert "/cabinet/appeal/" not in answers[0].headers.get("Location", "")


def test_a_file_is_not_reached_through_an_appeal_of_ones_own(base_url, enter, sites):
	client = Client(base_url, SITE, cabinet.key_file("party"))
	client.login(cabinet.PARTY)
	theirs, number = ready_appeal(client, 611), sha256(cabinet.PDF).hexdigest()
	own = cabinet.new_draft(enter("rival"))
	party, rival = enter("party"), enter("rival")
	assert party.get(f"/cabinet/appeal/{theirs}/file/{number}").status_code == 200
	for address in (f"/cabinet/appeal/{theirs}", own):
		assert rival.get(f"{address}/file/{number}").status_code == 404
	rival.get("/cabinet")
	rival.post(f"{own}/discard")
	client.post("appeals.discard", appeal=theirs)


def test_the_count(capsys):
	pairs = sum(
		len(pages.OBJECTS[pattern].logins(kind)) * (1 + (pages.OBJECTS[pattern].posted is not None))
		for pattern, kind in CASES
	)
	with capsys.disabled():
		print(
			f"\ncabinet pages: {len(pages.OBJECTS)} with an object, {len(pages.NO_OBJECT)} without; "
			f"{pairs} pairs of not yours and not there"
		)
	assert pairs > 250
