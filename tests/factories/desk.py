"""A person's page of the Desk, for tests in a browser."""

import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from factories.look import photograph

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# Frappe's own: a form without a footer (Data Import) is told that a file was attached to it.
# socket.io's: a server that heard nothing of a page for half a minute forgets it, and the page connects anew.
KNOWN = re.compile(r"reading 'refresh_comments_count'|^400: [^?]*/socket\.io/\?.*&sid=")


class Desk:
	"""A signed-in administrator's browser page, with what the tests do often."""

	def __init__(self, page: Page, keep: Callable[[str], Path]) -> None:
		self.page = page
		self.keep = keep
		self.created: list[tuple[str, str]] = []
		self.faults: list[str] = []
		page.on("pageerror", lambda error: self._note(f"script: {error}"))
		page.on("response", self._note_refusal)
		page.on("console", self._note_policy)

	def _note_refusal(self, answer: Response) -> None:
		if answer.status >= 400:
			self._note(f"{answer.status}: {answer.url}")

	def _note_policy(self, said: ConsoleMessage) -> None:
		"""The headers' policy, which the Desk must be able to live with."""
		if "Content Security Policy" in said.text:
			self._note(f"policy: {said.text}")

	def _note(self, fault: str) -> None:
		if not KNOWN.search(fault):
			self.faults.append(fault)

	def open(self, route: str) -> Page:
		"""Load a Desk page; `/app` leads to the Desk on v15 and v16 alike."""
		self.page.goto(f"/app/{route}")
		self.page.wait_for_function("window.frappe?.router?.current_route?.length")
		self.page.wait_for_function("!frappe.request.ajax_count")
		return self.page

	def call(self, method: str, **parameters: Any) -> Any:
		"""The answer of a whitelisted method, called as the Desk calls it."""
		return self.page.evaluate("([method, args]) => frappe.xcall(method, args)", [method, parameters])

	def insert(self, doctype: str, **values: Any) -> str:
		"""Name of a new document, which goes away after the test."""
		name = self.call("frappe.client.insert", doc={"doctype": doctype, **values})["name"]
		return self.remove_later(doctype, name)

	def remove_later(self, doctype: str, name: str) -> str:
		"""Delete the document after the test."""
		self.created.append((doctype, name))
		return name

	def value(self, doctype: str, name: str, field: str) -> Any:
		"""What the database holds."""
		method = "frappe.client.get_value"
		return self.call(method, doctype=doctype, filters={"name": name}, fieldname=field)[field]

	def field(self, name: str) -> Locator:
		"""The control of a field on the visible form."""
		return self.page.locator(f".page-container:visible [data-fieldname='{name}']").first

	def primary(self) -> None:
		"""Press the page's main button and wait for the server."""
		self.page.locator(".page-container:visible .primary-action:visible").first.click()
		self.settle()

	def settle(self) -> None:
		"""Wait until no request is under way."""
		self.page.wait_for_load_state("networkidle")

	def fits(self) -> bool:
		"""Whether nothing makes the page wider than the window."""
		return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"))

	def views(self, route: str, user: str, *languages: str) -> Generator[tuple[str, str], None, None]:
		"""Open a page in each language of its reader, wide and on a phone: (language, size). Closing puts the reader's language back."""
		self.open(route)
		reader = {"doctype": "User", "name": user, "fieldname": "language"}
		before = self.value("User", user, "language")
		try:
			for language in languages:
				self.call("frappe.client.set_value", **reader, value=language)
				for size, screen in (("wide", WIDE), ("phone", PHONE)):
					# a chart that is made narrower while it moves throws, in its library
					self.page.goto("about:blank")
					self.page.set_viewport_size(screen)
					self.open(route)
					yield language, size
		finally:
			self.page.unroute_all(behavior="ignoreErrors")  # as of an answer that is still being made longer
			self.call("frappe.client.set_value", **reader, value=before or "en")

	def picture(self, name: str) -> None:
		"""Keep a picture for a person to look at."""
		photograph(self.page, self.keep(f"{name}.png"))

	def tidy(self) -> None:
		"""Delete what the test made."""
		for doctype, name in reversed(self.created):
			self.call("frappe.client.delete", doctype=doctype, name=name)


def focused(page: Page) -> None:
	"""Wait until the open dialogue has put the cursor into its first field: what is typed before that may land there."""
	page.wait_for_function(
		"""() => {
			const shown = [...document.querySelectorAll(".modal.show")].pop();
			return shown && window.cur_dialog?.display && cur_dialog.$wrapper[0] === shown;
		}"""
	)
