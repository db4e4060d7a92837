"""A person's browser in the hall of a session, which counts what they do; and the other members, who act on the server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from factories import inside
from factories.desk import focused
from factories.http import PASSWORD
from factories.look import photograph, unfit

SLOW = 120_000
OTHERS = ("deputy", "secretary", "member", "member2")


class Hall:
	"""The hall of one session in a browser. `interactions`: clicks, keys and filled fields until now, none of them a macro."""

	def __init__(self, page: Page, local: str, key: Path, keep: Callable[[str], Path]) -> None:
		self.page, self.local, self.key, self.keep = page, local, key, keep
		self.interactions = 0
		self.faults: list[str] = []
		page.on("pageerror", lambda error: self.faults.append(str(error)))
		page.set_default_timeout(SLOW)

	def enter(self, session: str) -> None:
		"""Log in and open the hall."""
		form = {"usr": f"{self.local}@esaylov.example", "pwd": PASSWORD}
		answer = self.page.request.post("/api/method/login", form=form)
		assert answer.ok, answer.text()
		self.open(session)

	def open(self, session: str) -> None:
		"""Load the hall's address."""
		self.page.goto(f"/app/session-hall/{session}")
		self.page.wait_for_selector(".esaylov-hall-head")

	def find(self, selector: str) -> Locator:
		"""Something in the hall."""
		return self.page.locator(f".esaylov-hall {selector}")

	def click(self, selector: str) -> None:
		"""One click, once it can be made."""
		self.find(selector).first.click()
		self.interactions += 1

	def key_press(self, key: str) -> None:
		"""One key."""
		self.page.keyboard.press(key)
		self.interactions += 1

	def step(self, step: str) -> None:
		"""Press the button of a step of the session."""
		self.click(f"[data-step={step}]")

	def main(self, step: str, more: str = "") -> None:
		"""Press a button of the open item, or of the next."""
		self.click(f"[data-main={step}]{more}")

	def give_key(self) -> None:
		"""Answer the question for the key: file, password, button."""
		dialog = self.page.locator(".modal.show").last
		dialog.locator("[data-key]").set_input_files(self.key)
		focused(self.page)
		dialog.locator("[data-password]").fill(PASSWORD)
		dialog.locator(".btn-modal-primary").click()
		self.interactions += 3

	def answer(self, field: str, value: str) -> None:
		"""Fill in the dialogue that is open and send it."""
		dialog = self.page.locator(".modal.show").last
		focused(self.page)
		dialog.locator(f"[data-fieldname={field}] textarea, [data-fieldname={field}] input").first.fill(value)
		dialog.locator(".btn-modal-primary").click()
		self.interactions += 2

	def agree(self) -> None:
		"""Say yes to the question that is asked."""
		self.page.locator(".modal.show .btn-modal-primary").last.click()
		self.interactions += 1

	def sees(self, selector: str, count: int = 1) -> None:
		"""Wait until the hall shows so many of something, without a reload."""
		expect(self.find(selector)).to_have_count(count, timeout=SLOW)

	def settle(self) -> None:
		"""Wait until no request is under way."""
		self.page.wait_for_load_state("networkidle")

	def picture(self, name: str) -> None:
		"""Keep a picture for a person to look at."""
		photograph(self.page, self.keep(f"{name}.png"))

	def unfit(self) -> list[str]:
		"""What is cut off or outside the view."""
		return unfit(self.page, ".esaylov-hall")


def planned(count: int) -> dict[str, Any]:
	"""A session of today with items on its agenda, which all but the chair attend: names of the session and its items."""
	return inside.run(
		"from factories import appeals as filing, sessions as make\n"
		"filing.start_anew()\n"
		"appeals = [make.votable() for _ in range(given['count'])]\n"
		"session = make.planned()\n"
		"make.item(session, *appeals)\n"
		"make.attend(session, *[f'{one}@esaylov.example' for one in given['others']])\n"
		"items = frappe.get_all('Agenda Item', {'session': session}, pluck='name', order_by='position asc')\n"
		"answer = {'session': session, 'items': items, 'appeals': appeals}\n",
		count=count,
		others=OTHERS,
	)


def others_vote(session: str, item: str, choices: dict[str, str]) -> None:
	"""Members vote on the open item, each with their own key."""
	inside.run(
		"from factories import appeals as filing, sessions as make\n"
		"for one, choice in given['choices'].items():\n"
		"	make.vote(f'{one}@esaylov.example', given['session'], {given['item']: choice})\n",
		session=session,
		item=item,
		choices=choices,
	)


def other(user: str, program: str, **given: Any) -> Any:
	"""Somebody else does something on the server; the modules of sessions and `make` are at hand."""
	return inside.run(
		"from factories import appeals as filing, sessions as make\n"
		"from esaylov.decisions.sessions.steps import attending\n"
		"from esaylov.decisions.sessions.steps import counting\n"
		"from esaylov.decisions.sessions.papers import display as sessions_display\n"
		"from esaylov.decisions.sessions.steps import holding\n"
		"from esaylov.decisions.sessions.records import interests\n"
		"from esaylov.decisions.sessions.papers import protocol\n"
		"from esaylov.decisions.sessions.steps import speaking\n"
		"frappe.set_user(given['user'] + '@esaylov.example')\n" + program,
		user=user,
		**given,
	)
