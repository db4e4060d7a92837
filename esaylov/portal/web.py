"""What a page gets and gives: the request, and HTML, a redirect or a file. Rendering, headers, cookies."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import frappe
from frappe.sessions import get_csrf_token
from frappe.utils.jinja_globals import bundled_asset
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

from esaylov.core.formats import language as languages
from esaylov.framework import new_letters
from esaylov.portal.texts import Texts

WWW = Path(__file__).parent.parent / "www"
SHARED = Path(__file__).parent.parent / "templates" / "portal"
"""Templates that are no page: what pages extend, include and import, and pages that no address has."""
THEMES = ("auto", "light", "dark")
THEME_COOKIE = "esaylov_theme"
YEAR = 365 * 24 * 3600  # seconds

IN_ELECTION = re.compile(r"election/(?P<code>[\w-]+)(?:/(?P<rest>.+))?")
"""A page of one election: its code, then what the page is called where no election is named."""

POLICY = "Content-Security-Policy"
EIMZO = "wss://127.0.0.1:64443 ws://127.0.0.1:64646"
HEADERS = {
	# no inline script or style anywhere: what is not ours does not run
	POLICY: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
	"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Referrer-Policy": "same-origin",
	"Permissions-Policy": "camera=(), geolocation=(), microphone=()",
	"Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Page:
	"""A page made from a template of `www/` (or of `SHARED`); `title` stands in the browser's tab and in the history."""

	template: str
	title: str
	values: dict[str, Any] = field(default_factory=dict)
	status: int = 200
	signs: bool = False
	"""A page that may talk to the E-IMZO program on the reader's own machine."""
	has_camera: bool = False
	"""A page that may ask for the camera."""


@dataclass(frozen=True)
class Redirect:
	"""Go on elsewhere by GET (303): a page that was posted can be loaded again without posting twice."""

	address: str


@dataclass(frozen=True)
class Data:
	"""An answer to the small script of a page, as JSON."""

	values: dict[str, Any]
	status: int = 200


@dataclass(frozen=True)
class Download:
	"""A file. `is_inline`: shown in the page, else kept by the browser under its name."""

	content: bytes
	name: str
	kind: str
	is_inline: bool = False
	headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
	"""Public bytes of a kind that are the same for everybody: a whole set of open data."""

	content: bytes
	kind: str


Reply = Page | Redirect | Data | Download | Content
View = Callable[..., Reply]
"""`get_context(request, **parts)` of a page: gets the parts of its address by their names."""


@dataclass
class PortalRequest:
	"""One request; `path` has no language in front. `is_public`: the language stands in the address.

	`known`: the arguments that the page reads; None for all. Made by `routes.requested` for what the public asks. `election`: whose pages
	the page links to; that of the address, else of the record that it shows; "" for the one of the settings.
	"""

	language: str
	path: str
	method: str = "GET"
	is_public: bool = False
	known: frozenset[str] | None = None
	election: str = ""
	is_practice: bool = False
	"""Whether the page is about an appeal of a practice election."""

	@property
	def http(self) -> Any:
		return frappe.local.request

	@property
	def form(self) -> Any:
		"""Posted fields, several values of a name kept (Frappe's form_dict keeps one)."""
		return self.http.form

	@property
	def files(self) -> Any:
		return self.http.files

	@cached_property
	def args(self) -> Any:
		"""What the query says to the page, each name once. An empty field of a form says nothing to a public page."""
		if self.known is None:
			return self.http.args
		return {name: value for name, value in self.http.args.items() if value and name in self.known}

	@property
	def choices(self) -> dict[str, str]:
		"""Theme and language that the query chooses for all pages, whatever else it says."""
		if self.method == "POST":
			return {}
		theme, language = self.http.args.get("theme"), languages.known(self.http.args.get("lang"))
		is_offered = bool(language) and new_letters.is_offered(str(language))
		chosen = {"theme": theme if theme in THEMES else None, "lang": language if is_offered else None}
		return {name: value for name, value in chosen.items() if value}

	@property
	def user(self) -> str:
		return frappe.session.user

	@property
	def is_guest(self) -> bool:
		return self.user == "Guest"

	@property
	def wants_data(self) -> bool:
		"""The page's own script asks; it gets JSON instead of a redirect."""
		return bool(self.http.headers.get("X-Requested-With") == "XMLHttpRequest")

	@cached_property
	def t(self) -> Texts:
		return Texts(self.language)

	def public(self, path: str = "") -> str:
		"""Address of a public page in the language of this request."""
		return f"/{self.language}/{path}".rstrip("/")

	def within(self, path: str = "") -> str:
		"""Address of a page of the election that this page is about."""
		return self.public(f"election/{self.election}/{path}".rstrip("/") if self.election else path)

	@property
	def place(self) -> str:
		"""The path as it is where no election is named."""
		return parted(self.path)[1]

	def is_from_us(self) -> bool:
		"""False for a form that another site posts here (for guests, who have no token to check)."""
		origin = self.http.headers.get("Origin")
		# "null" is what a page without an origin says: a frame in a sandbox, a local file; ours all have one
		return origin is None or urlsplit(origin).netloc == self.http.host


def parted(path: str) -> tuple[str, str]:
	"""The election that a path names, or "", and the path within it."""
	found = IN_ELECTION.fullmatch(path)
	return (found["code"], found["rest"] or "") if found else ("", path)


def portal_page(view: View) -> View:
	"""Decorator of every `get_context` of `www/`: a context that is no request of ours comes from the framework's renderer.

	That one would show the template at the bare address of its file, with nothing escaped and nobody asked who looks: it is
	told that there is no such page (with PageDoesNotExistError it would say so with status 200).
	"""

	@wraps(view)
	def guarded(request: Any, **parts: str) -> Reply:
		if not isinstance(request, PortalRequest):
			raise frappe.DoesNotExistError
		return view(request, **parts)

	return guarded


@cache
def environment() -> Environment:
	"""Our own Jinja: everything is escaped, an unknown name is a fault (Frappe's escapes nothing)."""
	env = Environment(
		loader=FileSystemLoader([WWW, SHARED]),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
	)
	env.filters["amount"] = languages.number
	return env


def html(request: PortalRequest, page: Page, frame: dict[str, Any]) -> str:
	"""The page as text. `frame` holds what stands on every page (see `layout.values_for`)."""
	language = request.language
	return (
		environment()
		.get_template(page.template)
		.render(
			request=request,
			t=request.t,
			language=language,
			html_language=languages.tag(language),
			title=page.title,
			asset=bundled_asset,
			csrf_token="" if request.is_guest else get_csrf_token(),
			day=lambda value: languages.day(value, language),
			moment=lambda value: languages.moment(value, language),
			column=lambda row, name: languages.column(row, name, language),
			**frame,
			**page.values,
		)
	)


def answer(
	request: PortalRequest, reply: Reply, frame: Callable[[PortalRequest], dict[str, Any]] | None = None
) -> Response:
	"""The HTTP response of a reply. frame: reads what stands on every page, for a page alone."""
	if isinstance(reply, Redirect):
		response = Response(status=303, headers={"Location": reply.address})
	elif isinstance(reply, Data):
		response = Response(frappe.as_json(reply.values), status=reply.status, mimetype="application/json")
	elif isinstance(reply, Content):
		response = Response(reply.content, content_type=reply.kind)
	elif isinstance(reply, Download):
		response = Response(reply.content, mimetype=reply.kind)
		place = "inline" if reply.is_inline else "attachment"
		response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(reply.name)}"
		response.headers["Cache-Control"] = "private, no-store"
	else:
		response = Response(
			html(request, reply, frame(request) if frame else {}), status=reply.status, mimetype="text/html"
		)
		response.headers["Content-Language"] = languages.tag(request.language)
	response.headers.update(HEADERS)
	if isinstance(reply, Download):
		response.headers.update(reply.headers)
	if isinstance(reply, Page) and reply.has_camera:
		response.headers["Permissions-Policy"] = HEADERS["Permissions-Policy"].replace(
			"camera=()", "camera=(self)"
		)
	if isinstance(reply, Page) and reply.signs:
		policy = HEADERS[POLICY].replace("connect-src 'self'", f"connect-src 'self' {EIMZO}")
		response.headers[POLICY] = policy
	response.headers["Vary"] = "Cookie, Accept-Language"
	return response


def remember(name: str, value: str) -> None:
	"""Keep a choice of the reader in a cookie for a year; it says nothing about the person."""
	frappe.local.cookie_manager.set_cookie(name, value, max_age=YEAR, samesite="Lax")
