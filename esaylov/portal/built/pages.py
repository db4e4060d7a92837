"""Built pages: made once, kept as files with their compressed twin, served by nginx or from here.

A page is built as a guest without cookies asks for it, whoever asks first. What is personal (a login, a theme, an argument that the page reads)
is never built. A build that fails leaves the file that was there.
"""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import frappe
from frappe.utils.synchronization import filelock
from werkzeug.http import http_date
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import wrap_file

from esaylov.core.formats import language as languages
from esaylov.framework import clock, database_away, new_letters
from esaylov.framework.files import whole_files
from esaylov.portal import layout, routes, web
from esaylov.portal.built import invalidation
from esaylov.portal.web import THEME_COOKIE, PortalRequest

ONLY = languages.DEFAULT
"""The language under which files that have none are kept."""
THEMED = ("light", "dark")
CACHING = "no-cache"
"""Kept by browsers and proxies, asked about each time (304 costs nothing): a decision is seen at once. Not `public`: the
framework would then send no cookie, and the chosen language would be forgotten."""
LEVEL, QUICK_LEVEL, LARGE = 9, 6, 1_000_000
"""Compression: as small as it gets, but for files (bytes) where that takes four times as long for a few percent."""
BLOCK = 1 << 18
"""Bytes of a large file that are in memory at once."""
KINDS = {
	".csv": "text/csv; charset=utf-8",
	".json": "application/json",
	".geojson": "application/geo+json",
	".jpg": "image/jpeg",
	".ics": "text/calendar; charset=utf-8",
}
"""Kinds of files that are no pages, by their ending; nginx names the same."""
WRITTEN = (".ics",)
"""Those of them whose words are in the language of their address."""


def root() -> Path:
	"""The folder that nginx serves: one file for each page, `{language}/{path}/index.html`."""
	return Path(frappe.get_site_path("public", "portal"))


def is_file(path: str) -> bool:
	"""Whether an address is that of a file, which has no theme, and no page."""
	return "." in path.rpartition("/")[2]


def place(language: str, path: str) -> Path:
	"""File of a page; a path that has an ending is a file of its own, one for all languages where it has no words."""
	if is_file(path):
		return root() / (language if path.endswith(WRITTEN) else ONLY) / path
	return root() / language / f"{path}/index.html".lstrip("/")


def is_canonical(request: PortalRequest) -> bool:
	"""Whether the answer is the same for everybody who has this address."""
	is_themed = request.http.cookies.get(THEME_COOKIE) in THEMED and not is_file(request.path)
	return not request.args and not is_themed and is_for_guests(request) and routes.is_built(request.path)


def is_for_guests(request: PortalRequest) -> bool:
	"""Whether every guest who asks the same gets the same."""
	if request.method not in ("GET", "HEAD") or not (request.is_public and request.is_guest):
		return False
	# a day that other processes do not know
	return not request.choices and not clock.offset()


def ready(request: PortalRequest) -> Response | None:
	"""The built page as it lies there; None where it would have to be built first, or is not built at all."""
	if not is_canonical(request):
		return None
	file = place(request.language, request.path)
	return answer(request, file) if _is_fresh(file, request.path) else None


def served(request: PortalRequest) -> Response | None:
	"""The built page, built now where it is not there or a note makes it stale; None where the page is not built. Raises DoesNotExistError
	where the address names nothing.

	None also where data changed once more meanwhile, or the page cannot be stored: it is made for this reader alone then. A build
	that fails is logged, and the last good page is served.
	"""
	if not is_canonical(request):
		return None
	file = place(request.language, request.path)
	if not _is_fresh(file, request.path):
		before = invalidation.moved()
		frappe.db.rollback()  # what was read so far may be older than `before`; a GET has written nothing
		try:
			content = _built(request.language, request.path)
		except frappe.DoesNotExistError:
			raise
		except Exception as problem:
			if not database_away.is_away(problem):  # else there is nowhere to note it
				frappe.log_error(f"Portal page was not built: {request.path}", defer_insert=True)
			return answer(request, file) if file.is_file() else None
		if content is None or not _is_kept(file, content, before, request.path):
			return None
	return answer(request, file)


def stored(language: str, path: str) -> bool:
	"""Whether the page lies there, stale or not; built now where it does not."""
	file = place(language, path)
	if file.is_file():
		return True
	before = invalidation.moved()
	frappe.db.rollback()
	try:
		content = built(language, path)
	except Exception:  # whoever asks for the page itself has it logged
		return False
	return content is not None and _is_kept(file, content, before, path)


def _is_kept(file: Path, content: bytes, before: str, path: str) -> bool:
	try:
		return keep(file, content, before)
	except OSError:  # a full disk: readers get the page all the same
		frappe.log_error(f"Portal page was not stored: {path}", defer_insert=True)
		return False


def _is_fresh(file: Path, path: str) -> bool:
	if not file.is_file():
		return False
	built_at = file.stat().st_mtime_ns
	return not any(note.names(path, built_at) for note in invalidation.notes())


def built(language: str, path: str) -> bytes | None:
	"""The page as a guest gets it; None where there is none, or not yet in this language. Raises what the view raises."""
	if not new_letters.is_offered(language):
		return None
	try:
		return _built(language, path)
	except frappe.DoesNotExistError:
		return None


def _built(language: str, path: str) -> bytes | None:
	with as_guest(f"/{language}/{path}"):
		request = routes.requested(language, path)
		frappe.local.lang = languages.written_in(language)
		response = web.answer(request, routes.run(request), layout.values_for)
		return response.get_data() if response.status_code == 200 else None


@contextmanager
def as_guest(address: str) -> Iterator[None]:
	"""A request without cookies, in the place of the one that is answered, or of none in a job."""
	request, lang = getattr(frappe.local, "request", None), frappe.local.lang
	user = frappe.session.user
	frappe.local.request = Request(EnvironBuilder(path=address).get_environ())
	try:
		if user != "Guest":
			frappe.set_user("Guest")
		yield
	finally:
		if user != "Guest":
			frappe.set_user(user)
		frappe.local.lang = lang
		if request is None:  # the framework takes one that is there for one that can be asked
			del frappe.local.request
		else:
			frappe.local.request = request


def keep(file: Path, content: bytes, before: str | None = None, at: int | None = None) -> bool:
	"""Store a page and its twin; False, and nothing stored, where data were noted as changed since `before`.

	`at`: when its data were read (`invalidation.moment`); a note that came since makes the page stale, however late it was written.
	"""
	zipped = gzip.compress(content, LEVEL if len(content) < LARGE else QUICK_LEVEL, mtime=0)
	with filelock("portal-pages", timeout=30):
		if before is not None and invalidation.moved() != before:
			return False
		file.parent.mkdir(parents=True, exist_ok=True)
		whole_files.write(file, content, at)
		whole_files.write(file.with_name(f"{file.name}.gz"), zipped, at)
	return True


def answer(request: PortalRequest, file: Path) -> Response:
	"""The file over HTTP, with the tag that nginx would give it."""
	zipped = file.with_name(f"{file.name}.gz")
	compressed = "gzip" in request.http.accept_encodings and zipped.is_file()
	chosen = zipped if compressed else file
	opened = chosen.open("rb")  # one file from here on: another may take its place
	facts = os.fstat(opened.fileno())
	if facts.st_size < LARGE:
		with opened:
			response = Response(opened.read(), content_type=_kind(file))
	else:
		content = wrap_file(request.http.environ, opened, BLOCK)
		response = Response(content, content_type=_kind(file), direct_passthrough=True)
		response.content_length = facts.st_size
	response.headers.update(web.HEADERS)
	response.headers.update({"Cache-Control": CACHING, "Vary": "Accept-Encoding, Cookie"})
	if compressed:
		response.headers["Content-Encoding"] = "gzip"
	if file.suffix == ".html":
		response.headers["Content-Language"] = languages.tag(request.language)
	response.headers["Last-Modified"] = http_date(datetime.fromtimestamp(int(facts.st_mtime), UTC))
	response.set_etag(f"{int(facts.st_mtime):x}-{facts.st_size:x}")
	return response.make_conditional(request.http)


def _kind(file: Path) -> str:
	return KINDS.get(file.suffix, "text/html; charset=utf-8")
