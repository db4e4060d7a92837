"""The one page renderer of the app: hook `page_renderer`.

It claims every address of the portal and answers also the unknown ones among them: Frappe keeps a list of addresses
that were once not found, asks it before any renderer, and would go on saying so. It claims `/{DocType}/{name}` too, where
nothing is found: the framework would print the document there, past the door of its print view. And it claims what nobody
else has a page for: the framework would make its own page of that, in English, anew for each question with an argument.
"""

from collections.abc import Callable
from urllib.parse import quote

import frappe
from frappe.website.path_resolver import PathResolver
from werkzeug.wrappers import Response

from esaylov.core.formats import language as languages
from esaylov.framework import database_away, new_letters
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import EsaylovError, TooMany
from esaylov.portal import away as without_database
from esaylov.portal import layout, routes
from esaylov.portal.built import answers, pages
from esaylov.portal.web import THEME_COOKIE, Page, PortalRequest, Redirect, Reply, answer, remember

OURS = ("verify", "cabinet", "hall", "login")
PUBLIC_PAGES = "portal/"
"""The folder of `www/` whose pages have a language in their address: at its bare name nothing is found."""
ERROR_PAGE, NOT_FOUND = "message", 404
COOKIES = {"theme": THEME_COOKIE, "lang": languages.COOKIE}
KNOWN = {
	frappe.RateLimitExceededError: ("too_many", 429),
	frappe.PermissionError: ("forbidden", 403),
	frappe.DoesNotExistError: ("not_found", 404),
}


def is_page_of_portal(path: str) -> bool:
	"""Whether an address without its first slash leads to a page of the portal or the cabinet, or to none."""
	return path.partition("/")[0] in (*languages.LANGUAGES, *OURS) or path.startswith(PUBLIC_PAGES)


class PortalRenderer:
	"""What Frappe asks: `can_render`, then `render`."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		self.asked = (path or "").strip("/ ")
		http = getattr(frappe.local, "request", None)
		self.path = http.path.strip("/ ") if http else self.asked
		self.is_nobodys = False

	def can_render(self) -> bool:
		"""Whether the address is ours, and it is this address that is asked for.

		v15 answers a refused request (a wrong CSRF token too) by rendering `message` in its place: were that taken
		for the request's own address, the refused step would run after all. `/` is asked for as some home page.
		"""
		if not self.path:
			return self.asked != ERROR_PAGE
		is_asked = self.asked in (self.path, self.path.removesuffix(".html"))
		first, _, rest = self.path.partition("/")
		is_ours = is_page_of_portal(self.path) or bool(
			rest and frappe.db.exists("DocType", first, cache=True)
		)
		self.is_nobodys = is_asked and not is_ours and self._others_have_none()
		return is_asked and (is_ours or self.is_nobodys)

	def _others_have_none(self) -> bool:
		"""Whether somebody asks for this address, at which neither the framework nor another app has a page."""
		flags = frappe.local.flags
		if flags.asks_other_renderers or not getattr(frappe.local, "request", None):
			return False
		flags.asks_other_renderers = True
		try:
			return not PathResolver(self.path).is_valid_path()
		finally:
			flags.asks_other_renderers = False

	def render(self) -> Response:
		request = request_of(self.path)
		frappe.local.lang = languages.written_in(request.language)
		if redirect := in_old_letters(request) or choice_made(request):
			return answer(request, redirect)
		if self.is_nobodys:
			bare = answers.bare(request)
			return answers.missing(bare, not_found) or not_found(bare)
		return _told(
			request, lambda: pages.served(request) or answers.made(request, respond) or respond(request)
		)


def request_of(path: str) -> PortalRequest:
	"""The request with its language: that of the address, else the remembered one, else the browser's.

	The address of a language that is not offered is one of no page (but see `in_old_letters`).
	"""
	http = frappe.local.request
	first, _, rest = path.partition("/")
	if new_letters.is_offered(first):
		remember(languages.COOKIE, first)
		return routes.requested(first, rest, http.method)
	language = languages.choose(
		http.cookies.get(languages.COOKIE), http.accept_languages.values(), new_letters.offered()
	)
	return PortalRequest(language, path, http.method)


def in_old_letters(request: PortalRequest) -> Redirect | None:
	"""While the letters of 2026 are not offered, an address in them leads to the page in Uzbek: a code on a receipt outlives a day
	that was taken back.
	"""
	first, _, rest = request.path.partition("/")
	if request.is_public or first != languages.NEW_LETTERS or request.method not in routes.READ:
		return None
	query = request.http.query_string.decode()
	address = f"/{languages.DEFAULT}/{quote(rest)}".rstrip("/") + (f"?{query}" if query else "")
	return Redirect(address) if routes.stands(rest) else None


def choice_made(request: PortalRequest) -> Redirect | None:
	"""`?theme=` and `?lang=` set a cookie (nothing else is written) and lead back to the same page."""
	chosen = request.choices
	if not chosen:
		return None
	for name, value in chosen.items():
		remember(COOKIES[name], value)
	return Redirect(layout.same_page(request, without=("theme", "lang")))


def respond(request: PortalRequest) -> Response:
	"""Run the view; what it refuses is told by a page."""
	return _told(request, lambda: answer(request, routes.run(request), layout.values_for))


def _told(request: PortalRequest, step: Callable[[], Response]) -> Response:
	"""What a step answers. A refusal undoes what was written and becomes a page that says why."""
	try:
		return step()
	except EsaylovError as refusal:
		frappe.db.rollback()
		reply = refused(request, refusal)
	except Exception as fault:
		if database_away.is_away(fault):
			return without_database.answer(request.http)
		frappe.db.rollback()
		if isinstance(fault, AWAY):  # a page with a count, which is not made without one
			return database_away.marked(without_database.page(request.http, "away"))
		kind, status = next(
			(known for cause, known in KNOWN.items() if isinstance(fault, cause)), ("fault", 500)
		)
		if kind == "fault":
			frappe.log_error("Portal page failed", defer_insert=True)  # deferred: a GET is rolled back
		reply = problem(request, kind, status)
	if (
		isinstance(reply, Page)
		and reply.status == NOT_FOUND
		and (kept := answers.missing(request, not_found))
	):
		return kept
	return answer(request, reply, layout.values_for)


def not_found(request: PortalRequest) -> Response:
	"""The page that there is nothing at an address."""
	return answer(request, problem(request, "not_found", NOT_FOUND), layout.values_for)


def refused(request: PortalRequest, refusal: EsaylovError) -> Reply:
	text = layout.tell_refusal(request, refusal)
	if refusal.http_status_code == 404:
		return problem(request, "not_found", 404)
	if refusal.code == TooMany.code:
		return problem(request, "too_many", 429)
	return problem(request, "refused", refusal.http_status_code, text)


def problem(request: PortalRequest, kind: str, status: int, message: str = "") -> Page:
	"""A page for `not_found`, `forbidden`, `refused` or `fault`, with what to do next."""
	title = request.t(f"problem.{kind}.title")
	return Page(
		"problem.html", title, {"kind": kind, "message": message or request.t(f"problem.{kind}.text")}, status
	)
