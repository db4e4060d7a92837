"""A message to many, in a browser: its receivers and values are chosen and typed in words, and it is seen before anybody gets it."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from factories import inside
from factories.accessibility import violations
from factories.desk import WIDE, Desk
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
USER = "administrator@esaylov.example"
RAW = re.compile(r"candidates_without_proxies|\bcandidates,|\{\"|\{d\}|\bS53\b|placeholder_values")
TITLE = "Sinov: saylov kuni"
SAID = {
	"uz": ("Ishonchli vakillar", "Hali toʻldirilmagan: sana"),
	"ru": ("Доверенные лица", "Ещё не заполнено: дата"),
}
MADE = """
from esaylov.setup.demo import ground
document = frappe.new_doc("SMS Campaign")
document.update({"title": given["title"], "template": "S53", "election": ground.ELECTION, "audience": "candidates"})
answer = document.insert().name
"""
FORGOTTEN = """
frappe.db.delete("SMS Campaign", {"title": given["title"]})  # none of them was started
"""


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


@pytest.fixture
def campaign() -> Iterator[str]:
	"""A draft that lacks its date."""
	yield inside.run(MADE, title=TITLE)
	inside.run(FORGOTTEN, title=TITLE)


def test_a_message_to_many_is_read_in_words(desk: Desk, campaign: str) -> None:
	"""Codes of receivers and JSON were to be typed, and nothing said whom it would reach."""
	page = desk.page
	with closing(desk.views(f"sms-campaign/{campaign}", USER, *SAID)) as views:
		for language, size in views:
			form = page.locator(".form-page:visible")
			expect(form.locator("[data-total]")).to_contain_text(SAID[language][1])
			expect(form.locator("[data-receivers]")).to_contain_text(SAID[language][0])
			expect(form.locator("[data-preview]")).to_have_count(4)
			assert RAW.search(form.inner_text()) is None, (language, size)
			desk.settle()
			desk.picture(f"campaign-{language}-{size}")
			assert desk.fits(), (language, size)
			assert violations(page, ".esaylov-pr") == [], (language, size)
	assert desk.faults == []


def test_what_is_chosen_and_typed_is_the_forms(desk: Desk, campaign: str) -> None:
	page = desk.page
	desk.open(f"sms-campaign/{campaign}")
	form = page.locator(".form-page:visible")
	day = form.locator("[data-place=d] input")
	expect(day).to_be_editable()
	page.get_by_role("button", name="Start", exact=True).click()
	question = page.locator(".modal.show", has_text="Propose to send this text")
	expect(question).to_contain_text("Receivers: ")
	question.locator(".btn-primary").click()
	expect(page.locator(".modal.show .msgprint")).to_contain_text("date")
	assert [fault for fault in desk.faults if not fault.startswith("422")] == []
	desk.faults.clear()
	desk.open(f"sms-campaign/{campaign}")
	day.fill("2024-10-27")
	form.locator("[data-receivers] input[value=proxies]").check()
	for language in ("uz", "ru", "en", "uz-Cyrl"):
		expect(form.locator(f"[data-preview={language}]")).to_contain_text("27.10.2024")
	desk.primary()
	page.wait_for_function("!cur_frm.is_dirty()")
	assert desk.value("SMS Campaign", campaign, "audience") == "candidates,proxies"
	assert desk.value("SMS Campaign", campaign, "placeholder_values") == '{"d":"27.10.2024"}'
	expect(day).to_have_value("2024-10-27")
	assert desk.faults == []


def test_one_that_is_begun_says_what_it_lacks(desk: Desk) -> None:
	page = desk.open("sms-campaign/new")
	form = page.locator(".form-page:visible")
	receivers = form.locator("[data-receivers] input")
	expect(receivers.first).to_be_enabled()
	expect(form.locator("[data-preview]")).to_have_count(0)
	assert "This field must be filled in" not in form.inner_text()
	page.evaluate("cur_frm.set_value('template', 'S53')")
	expect(form.locator("[data-preview]")).to_have_count(4)
	page.evaluate("cur_frm.set_value('election', 'demo')")
	expect(form.locator("[data-receivers] label").first).to_contain_text(re.compile(r": \d+"))
	assert desk.faults == []
