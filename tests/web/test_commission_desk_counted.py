"""What a chair does to review and decide fifty observer appeals, from the queue to the last signature, counted in the browser.

A click, a key and a filled field are one interaction each, a page of the table that is turned too. Issue 20, done when 1.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from factories import inside, waiting
from factories.desk import WIDE, Desk, focused
from factories.http import PASSWORD
from factories.steps import SITE
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
APPEALS, MOST = 50, 60
BY_HAND, DOUBTED = 3, 7
"""Places of the two that are refused: one that the chair takes out of the table, one that a register speaks against."""
FILE = (
	"from factories import appeals as make\n"
	"from esaylov.identity import answers\n"
	"make.start_anew()\n"
	"names = [make.filed() for _ in range(given['count'])]\n"
	"pinfl = json.loads(make.stored(names[given['doubted']]).answers)['persons'][1]['pinfl']\n"
	"checked = answers.Check.PERSONAL_DATA, answers.Result.NOT_FOUND\n"
	"answers.keep([answers.NewAnswer(pinfl, *checked, 'test', appeal=names[given['doubted']])])\n"
	"frappe.db.set_value('Appeal', {'name': ['in', names]}, {'checks_due_at': None, 'due_on': '2020-01-01'})\n"
	"answer = {'appeals': sorted(names), 'doubted': names[given['doubted']]}\n"
)
"""The most urgent of the queue; the registers, which know none of these people, are asked no more."""
STATES = (
	"found = frappe.get_all('Appeal', {'name': ['in', given['names']]}, ['name', 'status'], limit=0)\n"
	"answer = {row.name: row.status for row in found}\n"
)
STILL = """(table) => new Promise((ended) => {
	let before, frames = 0;
	const look = () => {
		const now = table.querySelector("tbody").getBoundingClientRect().top;
		frames = now === before ? frames + 1 : 0;
		before = now;
		if (frames === 10) ended(); else requestAnimationFrame(look);
	};
	look();
})"""
"""A page of the table is turned smoothly: a key that is pressed on the way turns less than a page."""


class Hands:
	"""Somebody at the desk. interactions: clicks, keys and filled fields until now, none of them a macro."""

	def __init__(self, page: Page) -> None:
		self.page = page
		self.interactions = 0

	def click(self, where: Locator) -> None:
		"""One click, once it can be made."""
		where.click()
		self.interactions += 1

	def choose(self, where: Locator, option: dict) -> None:
		"""One option of a list."""
		where.select_option(**option)
		self.interactions += 1

	def fill(self, where: Locator, text: str) -> None:
		"""One field."""
		where.fill(text)
		self.interactions += 1

	def press(self, key: str) -> None:
		"""One key."""
		self.page.keyboard.press(key)
		self.interactions += 1

	def sign(self, dialog: Locator, key: Path) -> None:
		"""The key file, its password, the button."""
		focused(self.page)
		dialog.locator("[data-key]").set_input_files(key)
		self.interactions += 1
		self.fill(dialog.locator("[data-password]"), PASSWORD)
		self.click(dialog.locator(".btn-modal-primary"))


def test_fifty_observer_appeals_take_the_chair_no_more_than_sixty_steps(
	page: Page, keep: Callable[[str], Path], sites: Path, capsys
) -> None:
	made = inside.run(FILE, count=APPEALS, doubted=DOUBTED)
	appeals, doubted = made["appeals"], made["doubted"]
	by_hand = next(name for name in appeals[BY_HAND:] if name != doubted)
	form = {"usr": "chair@esaylov.example", "pwd": PASSWORD}
	assert page.context.request.post("/api/method/login", form=form).ok
	page.set_viewport_size(WIDE)
	desk, hands, key = Desk(page, keep), Hands(page), sites / SITE / "private" / "demo" / "chair.p12"
	desk.open("commission-desk")
	hands.click(page.locator(".esaylov-cd-counts [data-queue=to_decide]"))
	for name in appeals:
		expect(page.locator(f".esaylov-cd-rows [data-row='{name}']")).to_have_count(1)
	hands.click(page.locator(".esaylov-cd-chosen .btn-default"))
	hands.click(page.locator(".esaylov-cd-chosen .btn-primary"))
	table = page.locator(".esaylov-cd-review")
	expect(table.locator("tbody tr")).to_have_count(APPEALS)
	read_all(hands, table)
	hands.click(table.locator("[data-all]"))
	expect(table.locator(f"[data-appeal='{doubted}'] input")).not_to_be_checked()
	hands.click(table.locator(f"[data-appeal='{by_hand}'] input"))
	hands.click(table.locator("[data-take]"))
	hands.sign(page.locator(".modal.show"), key)
	expect(table.locator(".esaylov-leaf[role=status]")).to_have_count(APPEALS - 2, timeout=600_000)
	desk.picture("granted")
	hands.click(table.locator(f"[data-appeal='{by_hand}'] .btn-link"))
	refuse(hands, key)
	hands.click(page.locator(f".esaylov-cd-rows [data-row='{doubted}'] .esaylov-cd-row"))
	refuse(hands, key)
	wanted = {name: "Refused" if name in (by_hand, doubted) else "Granted" for name in appeals}
	waiting.until(lambda: inside.run(STATES, names=appeals) == wanted)
	with capsys.disabled():
		print(f"\nchair: {hands.interactions} for {APPEALS} appeals")
	assert hands.interactions <= MOST
	assert desk.faults == []


def read_all(hands: Hands, table: Locator) -> None:
	"""Page by page until each row was on the screen: before that not all can be included at once."""
	everything = table.locator("[data-all]")
	expect(everything).to_be_disabled()
	expect(table.locator(".esaylov-table")).to_be_focused()
	told = table.locator(".esaylov-cd-take")
	while everything.is_disabled():
		before = told.inner_text()
		hands.press("PageDown")
		waiting.until(lambda: everything.is_enabled() or told.inner_text() != before)  # noqa: B023 # asked before it changes
		table.evaluate(STILL)


def refuse(hands: Hands, key: Path) -> None:
	"""The open appeal, each of its rows with a ground."""
	page = hands.page
	hands.click(page.locator(".esaylov-cd-step[data-step=decide] .btn"))
	dialog = page.locator(".modal.show")
	focused(page)
	rows = dialog.locator("[data-fieldname^=outcome_] select")
	hands.click(dialog.locator(".custom-actions button").nth(1))
	for place in range(rows.count()):
		expect(rows.nth(place)).to_have_value("Refused")
		hands.choose(dialog.locator(f"[data-fieldname=ground_{place}] select"), {"index": 1})
		hands.fill(dialog.locator(f"[data-fieldname=reason_{place}] input"), "Hujjatlar toʻliq emas")
	hands.click(dialog.locator(".btn-modal-primary"))
	expect(page.locator(".modal.show [data-key]")).to_be_visible()
	hands.sign(page.locator(".modal.show").last, key)
	said = page.locator(".modal.show .msgprint")
	expect(said).to_be_visible()
	focused(page)  # a message that is still coming hears no key
	hands.press("Escape")
	expect(said).to_have_count(0)
