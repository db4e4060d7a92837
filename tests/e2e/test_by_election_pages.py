"""A by-election in the browser, from its opening to the archive: what each page says at each stage.

What needs five members with their keys is done on the site between two pages by `factories.by_election`;
tests/site/elections/test_by_election.py walks the same without a browser, and how a member votes and a precinct counts is
driven in tests/web.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import cabinet, inside
from factories.desk import Desk
from factories.look import photograph
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
ROAD = "from factories import by_election as road\n"
ADMINISTRATOR = "administrator@esaylov.example"
FIRST, SECOND = "Birinchiyeva Nodira Bekovna", "Ikkinchiyev Bek Bekovich"
WIDTHS = ((1280, 900), (390, 844))
SLOW = 120_000  # a machine under load; what is waited for comes by itself


@pytest.fixture
def ground() -> Iterator[dict[str, Any]]:
	"""A by-election that is prepared up to its opening; positions and clock as before afterwards."""
	made = inside.run(f"{ROAD}answer = road.begun()\n")
	yield made
	inside.run(
		f"{ROAD}road.forgotten(given['election'], given['positions'])\n",
		election=made["election"],
		positions=made["positions"],
	)


@pytest.fixture
def person_at(browser, base_url: str) -> Iterator[Callable[[str], Page]]:
	"""`person_at(user)`: the page of somebody who has logged in, at a machine of their own."""
	opened: list[BrowserContext] = []

	def enter(user: str) -> Page:
		opened.append(browser.new_context(base_url=base_url, locale="uz-UZ"))
		opened[-1].set_default_timeout(SLOW)
		form = {"usr": user, "pwd": cabinet.PASSWORD}
		assert opened[-1].request.post("/api/method/login", form=form).ok
		return opened[-1].new_page()

	yield enter
	for context in opened:
		context.close()


def test_a_by_election_from_its_opening_to_the_archive(
	page: Page, ground: dict[str, Any], person_at: Callable[[str], Page], keep: Callable[[str], Path]
):
	page.set_default_timeout(SLOW)
	election, seat = ground["election"], ground["seat"]
	home = f"/uz/election/{election}"
	assert page.goto(home).status == 404  # nobody reads of what is prepared
	open_by_its_last_step(Desk(person_at(ADMINISTRATOR), keep), ground["preparation"])
	assert page.goto(home).status == 200
	pictures(page, keep, "called")

	on_site("admitted(given['election'])", ground)
	move(ground, 26)
	draft = on_site("drafted(given['election'], given['seat'])", ground)
	check = person_at(cabinet.RIVAL)
	check.goto(f"/cabinet/appeal/{draft}/check")
	expect(check.locator("main")).to_contain_text("Partiya bu saylovga qoʻyilmagan")
	pictures(check, keep, "not-admitted")

	session = on_site("contested(given['election'], given['seat'], given['first'], given['second'])", ground)
	the_second_is_not_put_to_the_vote(person_at(cabinet.CHAIR), session, keep)
	candidate = on_site("signed(given['decision'])", {**ground, "decision": session["decision"]})
	page.goto(f"{home}/candidates/DC")
	page.goto(f"/uz/candidate/{candidate}")
	expect(page.locator("main")).to_contain_text(FIRST.split()[0])
	pictures(page, keep, "candidate")

	move(ground, -1)
	deputy = on_site(
		"elected(given['election'], given['seat'], given['candidate'])", {**ground, "candidate": candidate}
	)
	page.goto(f"{home}/results/DC/{seat}")
	expect(page.locator("main")).to_contain_text(deputy.split()[0])
	expect(page.locator("[data-figure=counted]")).to_have_text("690")
	pictures(page, keep, "results")

	move(ground, -11)
	on_site("over(given['election'])", ground)
	page.goto("/uz/elections")
	expect(page.locator(f"a[href='{home}']")).not_to_have_count(0)
	assert page.goto(home).status == 200
	expect(page.locator(f"main a[href='{home}/results']").first).to_be_visible()
	pictures(page, keep, "archive")
	check.goto("/cabinet/new/A47")
	expect(check.locator("main")).not_to_contain_text(re.compile(f"Boʻsh oʻrin {election.partition('-')[2]}"))


def on_site(step: str, ground: dict[str, Any]) -> Any:
	return inside.run(f"{ROAD}answer = road.{step}\n", first=FIRST, second=SECOND, **ground)


def move(ground: dict[str, Any], days_before: int) -> None:
	inside.run(f"{ROAD}road.move(given['day'], given['days'])\n", day=ground["day"], days=days_before)


def open_by_its_last_step(desk: Desk, preparation: str) -> None:
	"""The wizard has all steps done but the last, which opens the election."""
	page = desk.open(f"preparation-wizard/{preparation}")
	row = page.locator(".page-container:visible [data-step-row='opening']")
	expect(row).to_have_attribute("data-state", "Ready")
	row.locator("button").click()
	page.locator(".page-container:visible .esaylov-prep-step [data-act='confirm']").click()
	yes = page.locator(".modal.show .btn-primary")
	expect(
		yes.or_(page.locator(".page-container:visible [data-step-row='opening'][data-state='Done']")).first
	).to_be_visible()
	if yes.count():
		yes.first.click()
	expect(row).to_have_attribute("data-state", "Done")
	desk.picture("opened")
	assert desk.faults == []


def the_second_is_not_put_to_the_vote(
	page: Page, session: dict[str, Any], keep: Callable[[str], Path]
) -> None:
	"""The chair presses the button of the second nomination, and reads which one stands against it."""
	page.goto(f"/app/commission-session/{session['session']}")
	second = session["items"][1]
	page.locator(f".esaylov-room [data-step=open_item][data-item='{second}']").click()
	told = page.locator(".modal.show .msgprint, .modal.show .modal-body, .desk-alert").filter(
		has_text=session["number"]
	)
	expect(told.first).to_be_visible()
	photograph(page, keep("conflict.png"))


def pictures(page: Page, keep: Callable[[str], Path], name: str) -> None:
	"""The page at both widths, never wider than its window."""
	for width, height in WIDTHS:
		page.set_viewport_size({"width": width, "height": height})
		assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
		photograph(page, keep(f"{name}-{width}.png"), full_page=True)
