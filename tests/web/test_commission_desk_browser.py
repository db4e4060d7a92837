"""The desk of a commission in a browser: queue, appeal and rail, keys, one step after another, a table of many; wide and on a phone."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from factories.accessibility import violations
from factories.desk import PHONE, WIDE, Desk
from factories.http import PASSWORD, file_appeal
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.web


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


def without_doubts(route: Route) -> None:
	"""The answer of the server, with nothing that registers hold against anybody."""
	rows = route.fetch().json()["message"]
	for each in rows:
		for subject in each["subjects"]:
			subject["against"] = []
	route.fulfill(json={"message": rows})


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
	assert desk.fits()
	page.locator(".esaylov-cd-appeal [data-view]").first.click()
	shown = page.locator(".esaylov-cd-file iframe")
	expect(shown).to_have_attribute("src", re.compile(r"^blob:"))  # at its own address it is a download
	page.keyboard.press("?")
	expect(page.locator(".esaylov-keys")).to_be_visible()
	page.keyboard.press("Escape")
	expect(page.locator(".esaylov-keys")).to_have_count(0)
	page.keyboard.press("x")
	expect(row(page, appeal).locator("input")).to_be_checked()
	assert desk.faults == []


@pytest.mark.full
def test_similar_appeals_are_reviewed_in_a_table_and_granted_with_one_key(
	desk: Desk, login, serial: int
) -> None:
	"""What the registers say of the made-up people is taken off: the demonstration's register knows none of them."""
	appeals = [file_appeal(login("party"), serial + 3 * number) for number in range(3)]
	chair = login("chair")
	desk.page.route("**/esaylov.api.desk.review*", without_doubts)
	page = desk.open("commission-desk")
	with page.expect_response(lambda answer: "inbox.page" in answer.url and "queue=to_decide" in answer.url):
		page.locator(".esaylov-cd-counts [data-queue='to_decide']").click()
	while more := page.locator(".esaylov-cd-more:enabled").all():
		more[0].click()
		desk.settle()
	for appeal in appeals:
		row(page, appeal).locator("input").check()
	page.locator(".esaylov-cd-chosen .btn-primary").click()
	table = page.locator(".esaylov-cd-review")
	expect(table.locator("tbody tr")).to_have_count(3)
	take, every = table.locator("[data-take]"), table.locator("[data-all]")
	expect(take).to_be_disabled()
	for appeal in appeals:
		table.locator(f"[data-appeal='{appeal}']").scroll_into_view_if_needed()
	expect(every).to_be_enabled(timeout=20_000)
	every.click()
	table.locator(f"[data-appeal='{appeals[2]}'] input").uncheck()
	desk.settle()
	desk.picture("table")
	assert desk.fits()
	take.click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-key]").set_input_files(str(chair.key_file))
	dialog.locator("[data-password]").fill(PASSWORD)
	dialog.locator(".btn-modal-primary").click()
	for appeal in appeals[:2]:
		expect(table.locator(f"[data-appeal='{appeal}'] [role=status]")).to_have_class(
			"esaylov-leaf", timeout=60_000
		)
	desk.picture("granted")
	states = [page.request.get(f"/api/resource/Appeal/{name}").json()["data"]["status"] for name in appeals]
	assert states == ["Granted", "Granted", "Registered"]
	assert desk.faults == []


@pytest.mark.full
def test_a_phone_shows_one_pane_at_a_time_and_back_leads_to_the_queue(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.page
	page.set_viewport_size(PHONE)
	desk.open("commission-desk")
	find(page, appeal)
	desk.settle()
	desk.picture("queue")
	assert desk.fits()
	row(page, appeal).locator(".esaylov-cd-row").click()
	expect(page.locator(".esaylov-cd-queue")).to_be_hidden()
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_be_visible()
	desk.settle()
	desk.picture("appeal")
	assert desk.fits()
	step(page, "assign").scroll_into_view_if_needed()
	desk.picture("steps")
	page.go_back()
	expect(page.locator(".esaylov-cd-queue")).to_be_visible()
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_have_count(0)
	assert desk.faults == []


@pytest.mark.full
def test_what_was_typed_stays_when_a_step_is_refused(desk: Desk, login, serial: int) -> None:
	"""The network is away for a moment; then the same press goes through."""
	appeal, secretary = file_appeal(login("party"), serial), login("secretary")
	for method, values in (
		("appeals.assign", {"user": "chair@esaylov.example"}),
		("appeals.remark", {"field": "persons[0].full_name", "text": "Pasportdagidek yozilsin"}),
	):
		assert secretary.post(method, appeal=appeal, **values).status_code == 200
	page = desk.open(f"commission-desk/{appeal}")
	back = step(page, "return_for_correction")
	back.locator("textarea").fill("Uzun sabab")
	page.route("**/esaylov.api.appeals.return_for_correction", lambda route: route.abort())
	back.locator("button").click()
	expect(back.locator("[role=alert]")).to_be_visible()
	expect(back.locator("textarea")).to_have_value("Uzun sabab")
	page.unroute("**/esaylov.api.appeals.return_for_correction")
	back.locator("button").click()
	expect(back).to_have_count(0)
	found = page.request.get(f"/api/resource/Appeal/{appeal}").json()["data"]
	assert found["status"] == "Returned"


@pytest.mark.full
def test_the_desk_speaks_the_readers_language_and_fits(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page, words = desk.page, {"uz": "Keyingi qadamlar", "ru": "Следующие шаги"}
	with closing(desk.views(f"commission-desk/{appeal}", "chair@esaylov.example", *words)) as views:
		for language, size in views:
			expect(page.locator(".esaylov-cd-rail h3")).to_have_text(words[language])
			expect(page.locator(".esaylov-cd")).not_to_contain_text("Next steps")
			desk.settle()
			for theme in ("light", "dark"):
				page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
				desk.picture(f"{language}-{size}-{theme}")
				assert violations(page, ".esaylov-cd") == [], (language, size, theme)
			assert desk.fits()
	assert desk.faults == []


@pytest.mark.full
def test_what_a_colleague_does_is_seen_on_the_open_desk(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open(f"commission-desk/{appeal}")
	expect(step(page, "return_for_correction")).to_have_count(0)
	expect(step(page, "assign")).to_be_visible()
	page.wait_for_function("frappe.realtime.socket?.connected")
	desk.settle()
	taken = login("secretary").post("appeals.assign", appeal=appeal, user="secretary@esaylov.example")
	assert taken.status_code == 200
	expect(step(page, "return_for_correction")).to_be_visible()
	expect(page.locator(".esaylov-cd-appeal [role=status]")).to_be_visible()
	assert desk.faults == []
