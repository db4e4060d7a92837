"""A walk through the Desk of a role: screens are shown one after another, and what was refused or stands in no language file is noted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Response
from playwright.sync_api import TimeoutError as TooLong

from factories import desk_calls, inside
from factories.desk import Desk
from factories.desk_words import HEAR, untranslated
from factories.http import PASSWORD

LANGUAGES = ("uz", "uz-Cyrl", "ru")
"""In which the Desk is read; kaa shows Uzbek, and uz-2026 is of the portal."""
PATIENCE = 60_000
"""Milliseconds for one screen, on a machine that does other work too."""
FRESH = 20
"""Screens after which the Desk is loaded anew: it keeps every one that it showed, and each costs the next ones more."""
STANDS = {
	"List": "([name]) => cur_list?.doctype === name && ['List', 'File'].includes(cur_list.view_name)",  # files have their own
	"Report": "([name]) => cur_list?.doctype === name && cur_list.view_name === 'Report'",
	"Form": "([name]) => cur_frm?.doctype === name && cur_frm.$wrapper.is(':visible')",
	"print": "() => document.querySelector('.print-preview-wrapper, .print-format-container')",
	"query-report": "([name]) => frappe.query_report?.report_name === name && frappe.query_report.page",
	"Workspaces": "() => document.querySelector('.layout-main .codex-editor, .layout-main .widget')",
}
"""Kind of screen -> what says that it stands."""
QUIET = "() => !frappe.request.ajax_count"
SPEAK = """
answer = frappe.db.get_value("User", given["user"], "language")
frappe.db.set_value("User", given["user"], "language", given["language"])
frappe.clear_cache(user=given["user"])
frappe.db.commit()
"""
"""Let a login read another language; which it was."""
KNOWN = """
from frappe.translate import get_all_translations
answer = {language: sorted(get_all_translations(language)) for language in given["languages"]}
"""


class Walk:
	"""The Desk of one role, and what it called. `english`: words -> the screen; with ` (uz)` behind them where the reader's language
	has them and that one has not.
	"""

	def __init__(self, desk: Desk, role: str, known: dict[str, set[str]]) -> None:
		self.desk, self.page, self.role, self.known = desk, desk.page, role, known
		self.calls = desk_calls.listen(desk.page)
		self.refused: list[str] = []
		self.stuck: list[str] = []
		self.english: dict[str, str] = {}
		self.screens = self.fresh = 0
		self.at = ""
		desk.page.on("response", self._note)

	def _note(self, answer: Response) -> None:
		path = unquote(urlsplit(answer.url).path)
		if desk_calls.CALLED.match(path) and answer.status in (401, 403, 405, 417):
			self.refused.append(
				f"{self.at}: {answer.status} {answer.request.method} {path} {answer.request.post_data or ''}"[
					:300
				]
			)

	def show(self, kind: str, *route: str) -> None:
		"""Lead the Desk to a screen and wait until it stands."""
		self._freshen()
		self.at = " / ".join((kind, *route))
		shown = ["List", route[0], kind] if kind in ("List", "Report") else [kind, *route]
		self.page.evaluate("route => { frappe.set_route(route) }", shown)
		self._wait(STANDS[kind], list(route))

	def _freshen(self) -> None:
		if self.screens - self.fresh >= FRESH:
			self.fresh = self.screens
			self.desk.open("")

	def _wait(self, what: str, given: list[str]) -> None:
		try:
			self.page.wait_for_function(what, arg=given, timeout=PATIENCE)
			self.page.wait_for_function(QUIET, timeout=PATIENCE)
		except TooLong:
			self.stuck.append(self.at)
			return
		self.read()

	def create(self, doctype: str) -> None:
		"""The empty form of a new document."""
		self._freshen()
		self.at = f"new / {doctype}"
		self.page.evaluate(
			"name => { frappe.model.with_doctype(name, () => frappe.set_route('Form', name, frappe.model.make_new_doc_and_get_name(name))) }",
			doctype,
		)
		self._wait(STANDS["Form"], [doctype])

	def go(self, *route: str, awaited: str) -> None:
		"""Lead the Desk to a page of ours, and read it once what is awaited stands there."""
		self.at = " / ".join(route)
		self.page.evaluate("route => { frappe.set_route(route) }", list(route))
		self.look(awaited)

	def press(self, selector: str, awaited: str) -> None:
		"""Press something of the page, and read what stands there then."""
		self.at = f"{self.at.partition(' > ')[0]} > {selector}"
		self.page.locator(f"{selector}:visible").first.click()
		self.look(awaited)

	def key(self, key: str, awaited: str) -> None:
		"""Press a key, and read what stands there then."""
		self.at = f"{self.at.partition(' > ')[0]} > {key}"
		self.page.keyboard.press(key)
		self.look(awaited)

	def look(self, awaited: str) -> None:
		"""Read the screen once something stands on it and nothing is under way."""
		try:
			self.page.locator(f"{awaited}:visible").first.wait_for(timeout=PATIENCE)
			self.page.wait_for_load_state("networkidle")
			self.page.wait_for_function(QUIET, timeout=PATIENCE)
		except TooLong as problem:
			raise AssertionError(
				f"{self.role}: {self.at} does not show {awaited}; refused: {self.refused}"
			) from problem
		self.read()

	def read(self) -> None:
		"""Note the words of the screen that a language lacks."""
		for words in untranslated(self.page, self.known):
			self.english.setdefault(words, self.at)
		self.screens += 1


@contextmanager
def walking(page: Page, keep: Callable[[str], Path]) -> Iterator[Callable[[str, str], Walk]]:
	"""`walk("chair", "ru")`: the Desk of a demonstration login in a language, from its first screen on.

	With ESAYLOV_RECORD=yes what is called is added to the record of `desk_calls`.
	"""
	walks: list[Walk] = []
	spoken: list[tuple[str, str]] = []

	def as_role(local: str, language: str) -> Walk:
		user = f"{local}@esaylov.example"
		spoken.append((user, inside.run(SPEAK, user=user, language=language)))
		page.add_init_script(HEAR)
		answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
		assert answer.ok, answer.text()
		known: dict[str, Any] = inside.run(KNOWN, languages=LANGUAGES)
		desk = Desk(page, keep)
		walks.append(Walk(desk, local, {language: set(words) for language, words in known.items()}))
		desk.open("")
		return walks[-1]

	try:
		yield as_role
	finally:
		for user, language in spoken:
			inside.run(SPEAK, user=user, language=language)
	for walk in walks:
		desk_calls.note(walk.role, walk.calls)
