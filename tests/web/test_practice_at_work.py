"""Each screen that staff work on says in words that an election is one of practice, where the server says so (site/test_practice.py).

The server's answers are made to say it: what is done in a real practice election stays on the site for good.
"""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from factories import halls, inside
from factories.accessibility import violations
from factories.desk import PHONE, WIDE, Desk
from factories.http import PASSWORD
from factories.look import unfit
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
SAID = {"uz": "Mashq saylovi", "ru": "Учебные выборы"}
NOTE = ".esaylov-practice-note"


def of_practice(page: Page, *methods: str) -> None:
	"""Whatever these methods tell of belongs to a practice election."""

	def flagged(value: Any) -> Any:
		if isinstance(value, list):
			return [flagged(each) for each in value]
		if isinstance(value, dict):
			return {key: True if key == "is_practice" else flagged(each) for key, each in value.items()}
		return value

	def answer(route: Route) -> None:
		told = route.fetch()
		route.fulfill(response=told, body=json.dumps(flagged(told.json())))

	for method in methods:
		page.route(f"**/esaylov.api.{method}*", answer)


def entered(page: Page, keep: Callable[[str], Path], who: str) -> Desk:
	form = {"usr": f"{who}@esaylov.example", "pwd": PASSWORD}
	assert page.context.request.post("/api/method/login", form=form).ok
	return Desk(page, keep)


def is_said(desk: Desk, where: str, root: str, language: str, name: str) -> None:
	"""The words stand there, and nothing is cut off or hard to read by them."""
	note = desk.page.locator(where).first
	expect(note).to_be_visible()
	expect(note).to_contain_text(SAID[language])
	desk.settle()
	desk.picture(name)
	assert unfit(desk.page, root) == [], name
	for theme in ("dark", "light"):
		desk.page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		assert violations(desk.page, f"{root} {where}") == [], (name, theme)


def test_the_desk_of_a_commission_says_it_at_the_row_the_appeal_and_in_the_table(page: Page, keep) -> None:
	appeal = halls.planned(1)["appeals"][0]
	desk = entered(page, keep, "chair")
	of_practice(page, "inbox.page", "desk.appeal", "desk.review")
	root = ".esaylov-cd"
	with closing(desk.views("commission-desk", "chair@esaylov.example", *SAID)) as views:
		for language, size in views:
			name = f"desk-{language}-{size}"
			page.locator(f"{root} [data-queue=agenda]").click()
			is_said(desk, "[data-row] [data-practice]", root, language, f"{name}-row")
			page.locator(f"{root} [data-row] input").first.check()
			page.locator(".esaylov-cd-chosen .btn-primary").click()
			is_said(desk, "[data-appeal] [data-practice]", root, language, f"{name}-table")
			desk.open(f"commission-desk/{appeal}")
			is_said(desk, NOTE, root, language, f"{name}-appeal")
	assert desk.faults == []


@pytest.mark.parametrize("who", ["chair", "secretary", "member"])
def test_the_hall_says_it_to_the_chair_the_secretary_and_a_member(page: Page, keep, who: str) -> None:
	session = halls.planned(1)["session"]
	desk = entered(page, keep, who)
	of_practice(page, "hall.state")
	with closing(desk.views(f"session-hall/{session}", f"{who}@esaylov.example", *SAID)) as views:
		for language, size in views:
			is_said(desk, NOTE, ".esaylov-hall", language, f"hall-{who}-{language}-{size}")
	assert desk.faults == []


def test_the_cockpit_says_it(page: Page, keep) -> None:
	desk = entered(page, keep, "cec.chair")
	of_practice(page, "cockpit.figures")
	with closing(desk.views("cockpit", "cec.chair@esaylov.example", *SAID)) as views:
		for language, size in views:
			is_said(desk, NOTE, ".esaylov-cp", language, f"cockpit-{language}-{size}")
	assert desk.faults == []


DISPLAYED = """
from unittest import mock
from esaylov.framework import practice
from esaylov.portal import web
from esaylov.portal.web import PortalRequest
from esaylov.www.hall import display
request = PortalRequest(given["language"], "hall/" + given["token"])
with mock.patch.object(practice, "is_of", return_value=True):
	answer = web.environment().get_template(display.PART).render(**display._values(request, given["token"]))
"""


def test_the_display_in_the_hall_shows_it_before_anything_else(page: Page, keep) -> None:
	session = halls.planned(1)["session"]
	token = halls.other("chair", "answer = sessions_display.show(given['session'])\n", session=session)
	page.add_init_script("window.fetch = () => new Promise(() => {})")  # its own script asks no more
	for language, words in SAID.items():
		part = inside.run(DISPLAYED, token=token, language=language)
		for size in (WIDE, PHONE):
			page.set_viewport_size(size)
			page.goto(f"/hall/{token}?lang={language}")
			page.locator("[data-hall]").evaluate("(place, part) => { place.innerHTML = part }", part)
			expect(page.locator(".hall-practice")).to_contain_text(words)
			Desk(page, keep).picture(f"display-{language}-{size['width']}")
			assert page.locator(".hall p").first.get_attribute("class") == "hall-practice"
			assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
			assert violations(page, ".hall") == []
