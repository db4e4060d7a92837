"""The desk of a commission in a browser: queue, appeal and rail, keys, one step after another, a table of many; wide and on a phone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from factories.desk import Desk
from factories.http import PASSWORD, file_appeal
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.web
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post(
		"/api/method/login", form={"usr": "chair@esaylov.example", "pwd": PASSWORD}
	)
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


def row(page: Page, appeal: str) -> Locator:
	return page.locator(f".esaylov-cd-rows [data-row='{appeal}']")


def step(page: Page, name: str) -> Locator:
	return page.locator(f".esaylov-cd-step[data-step='{name}']")


def find(page: Page, appeal: str) -> None:
	"""Search the appeal by its number, in all that is open."""
	number = page.request.get(f"/api/resource/Appeal/{appeal}").json()["data"]["number"]
	page.locator(".esaylov-cd-counts [data-queue='']").click()
	with page.expect_response(lambda answer: "inbox.page" in answer.url and number in answer.url):
		page.locator(".esaylov-cd-find input").fill(number)
	expect(page.locator(".esaylov-cd-rows > li")).to_have_count(1)
	expect(row(page, appeal)).to_be_visible()


def fits(page: Page) -> bool:
	"""Whether nothing makes the page wider than the window."""
	return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_a_chair_reads_takes_and_remarks_without_leaving_the_desk(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open("commission-desk")
	expect(page.locator(".esaylov-cd-counts [data-queue=new] b")).to_have_text(re.compile(r"^[1-9]\d*$"))
	find(page, appeal)
	page.keyboard.press("Escape")
	page.keyboard.press("j")
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_be_visible()
	expect(step(page, "decide")).to_be_visible()
	expect(step(page, "decide").locator("li")).not_to_have_count(0)
	expect(step(page, "return_for_correction")).to_have_count(0)
	step(page, "assign").locator("button").click()
	expect(step(page, "return_for_correction")).to_be_visible()
	expect(step(page, "return_for_correction").locator("button")).to_have_count(0)
	page.locator(".esaylov-cd-appeal [data-remark='persons[0].full_name']").click()
	page.locator(".modal.show textarea").fill("Familiya pasportdagidek yozilsin")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".esaylov-cd-appeal .esaylov-remark")).to_contain_text("Familiya pasportdagidek")
	back = step(page, "return_for_correction").locator("button")
	expect(back).to_be_disabled()
	step(page, "return_for_correction").locator("textarea").fill("Ism xato")
	expect(back).to_be_enabled()
	desk.settle()
	desk.picture("wide")
	assert fits(page)
	page.keyboard.press("Escape")
	page.keyboard.press("?")
	expect(page.locator(".esaylov-cd-help")).to_be_visible()
	page.keyboard.press("Escape")
	expect(page.locator(".esaylov-cd-help")).to_have_count(0)
	page.keyboard.press("x")
	expect(row(page, appeal).locator("input")).to_be_checked()
	assert desk.faults == []
