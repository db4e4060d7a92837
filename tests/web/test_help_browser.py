"""Help from every screen: asked by a key or the button, answered by an administrator, read on a page of one's own; the tour of a first login."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from factories import cabinet, inside
from factories.accessibility import violations
from factories.desk import Desk, focused
from factories.http import PASSWORD
from factories.look import photograph, unfit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
ROWS = 'answer = frappe.get_all("Feedback", {"text": given["text"]}, ["name", "screen", "about_doctype", "asked_by"])'
DUE = """
from esaylov.identity.logins import first_login
if given["is_due"]:
	first_login.begin(given["user"])
else:
	first_login.finish(given["user"])
"""
CALM = """
from esaylov.framework.requests import limits
limits.clear("help-request", given["user"])
"""


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Iterator[Desk]:
	answer = page.context.request.post("/api/method/login", form={"usr": cabinet.CHAIR, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	inside.run(CALM, user=cabinet.CHAIR)
	opened = Desk(page, keep)
	yield opened
	assert opened.faults == []


def fits(page: Page) -> bool:
	return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def ask(page: Page, words: str) -> str:
	"""Type a question into the open dialog and send it; its number."""
	dialog = page.locator(".modal.show")
	expect(dialog).to_be_visible()
	focused(page)
	dialog.locator("textarea").fill(words)
	with page.expect_response(lambda answer: "support.ask" in answer.url) as said:
		dialog.locator(".btn-modal-primary").click()
	expect(dialog).to_be_hidden()
	return said.value.json()["message"]["number"]


@pytest.mark.full
def test_a_question_from_a_screen_is_answered_and_read(desk: Desk, login, serial: int) -> None:
	page, words = desk.open("commission-desk"), f"Qayerda imzolanadi? {serial}"
	expect(page.locator(".esaylov-cd-counts button").first).to_be_visible()
	page.keyboard.press("F1")
	expect(page.locator(".modal.show")).to_be_visible()
	desk.picture("dialog")
	number = ask(page, words)
	rows = inside.run(ROWS, text=words)
	assert [(row["name"], row["screen"], row["asked_by"]) for row in rows] == [
		(number, "commission-desk", cabinet.CHAIR)
	]
	administrator = login("administrator")
	assert administrator.post("support.take", number=number).status_code == 200
	sent = {"answer": "Oʻng tomonda, 2 & 3.", "status": "Answered"}
	for field, value in sent.items():  # as the form does: saved first, then sent
		address = f"{administrator.address}/api/resource/Feedback/{number}"
		assert administrator.session.put(address, json={field: value}, timeout=60).status_code == 200
	page.set_viewport_size(PHONE)
	page.goto("/cabinet/help")
	expect(page.locator(f"#{number} [data-answer]")).to_have_text("Oʻng tomonda, 2 & 3.")
	assert fits(page)
	photograph(page, desk.keep("answer-phone.png"), full_page=True)
	page.locator(f"#{number} button").click()
	expect(page.locator(f"#{number} button")).to_have_count(0)


@pytest.mark.full
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_button_stands_on_every_screen_of_the_desk(desk: Desk, size) -> None:
	for route in ("commission-desk", "appeal", "district-commission", "query-report/Candidate Statistics"):
		page = desk.open(route)
		page.set_viewport_size(size)
		expect(page.locator(".esaylov-help").first).to_be_attached()
		page.keyboard.press("F1")
		expect(page.locator(".modal.show textarea")).to_be_visible()
		focused(page)  # a key that comes while it still opens is lost
		assert fits(page)
		desk.picture(f"{route.partition('/')[0]}-{size['width']}")
		page.keyboard.press("Escape")
		expect(page.locator(".modal.show")).to_have_count(0)


FOLDED = """
() => {
	const sidebar = document.querySelector(".body-sidebar-container");
	sidebar.classList.remove("expanded");
	const bar = sidebar.querySelector(".body-sidebar").getBoundingClientRect();
	return [".esaylov-help", ".esaylov-language-line", ".esaylov-language"].filter((place) => {
		const { left, right, width, height } = sidebar.querySelector(place).getBoundingClientRect();
		return left < bar.left || right > bar.right || width < 24 || height < 22;
	});
}
"""


def test_every_page_of_the_desk_has_our_style(desk: Desk) -> None:
	"""Pages of ours asked for it alone: in the framework's own lists and forms what stands at the sidebar's foot lay over them."""
	assert re.search(r"<link[^>]*/esaylov_desk\.bundle\.\w+\.css", desk.page.request.get("/app").text())


@pytest.mark.full
@pytest.mark.parametrize("route", ["commission-desk", "sms-template"])
def test_a_folded_sidebar_has_room_for_help_and_the_language(desk: Desk, route: str) -> None:
	page = desk.page
	with closing(desk.views(route, cabinet.CHAIR, "uz", "ru")) as views:
		for language, size in views:
			if size == "phone":
				continue
			if not page.locator(".body-sidebar-container").count():
				pytest.skip("Frappe 15 has a bar in place of the sidebar")
			page.add_style_tag(content=".body-sidebar { transition: none !important }")
			assert page.evaluate(FOLDED) == [], language
			assert unfit(page, ".body-sidebar-bottom > :has(.esaylov-help)") == [], language
			line = page.locator(".body-sidebar .esaylov-language-line")
			expect(line).to_have_attribute("data-letters", {"uz": "Oʻ", "ru": "Ру"}[language])
			expect(line.locator("option:checked")).to_have_attribute("value", language)
			line.locator("select").focus()
			desk.settle()
			desk.picture(f"folded-{route}-{language}")
			assert violations(page, ".esaylov-language-line") == [], language


@pytest.mark.full
def test_the_tour_of_a_first_login_is_shown_once(desk: Desk) -> None:
	inside.run(DUE, user=cabinet.CHAIR, is_due=True)
	try:
		page = desk.open("commission-desk")
		dialog = page.locator(".modal.show")
		for place in range(1, 6):
			expect(dialog.locator("[aria-live]")).to_contain_text(f"{place}")
			desk.picture(f"step-{place}")
			if place < 5:
				dialog.locator(".btn-modal-primary").click()
		with page.expect_response(lambda answer: "finish_tour" in answer.url):
			dialog.locator(".btn-modal-primary").click()
		expect(dialog).to_have_count(0)
		page = desk.open("appeal")
		expect(page.locator(".frappe-list:visible").first).to_be_visible()
		expect(page.locator(".modal.show")).to_have_count(0)
	finally:
		inside.run(DUE, user=cabinet.CHAIR, is_due=False)


@pytest.mark.parametrize("language", ["uz", pytest.param("ru", marks=pytest.mark.full)])
def test_an_applicant_asks_at_the_foot_of_a_page(base_url: str, browser, keep, language: str) -> None:
	inside.run(CALM, user=cabinet.PARTY)
	with browser.new_context(java_script_enabled=False, base_url=base_url, viewport=PHONE) as context:
		page = context.new_page()
		answer = context.request.post("/api/method/login", form={"usr": cabinet.PARTY, "pwd": PASSWORD})
		assert answer.ok
		page.goto(f"/cabinet/appeals?lang={language}&body=all")
		page.locator("footer a[href^='/cabinet/help']").click()
		expect(page.locator("#text")).to_be_visible()  # between two pages there is none
		assert fits(page)
		page.locator("#text").fill(" ")
		page.locator("button[value='ask']").click()
		expect(page.locator("#text-problem")).to_be_visible()  # blanks, which the browser lets through
		page.locator("#text").fill(f"Savol {language}")
		page.locator("button[value='ask']").click()
		expect(page.get_by_role("status")).to_be_visible()
		photograph(page, keep(f"asked-{language}.png"), full_page=True)
	rows = inside.run(ROWS, text=f"Savol {language}")
	assert {row["screen"] for row in rows} == {"cabinet/appeals"}
