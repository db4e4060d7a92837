"""Answers of built pages to arguments and in a chosen theme, kept for a short time in the cache: lists, searches, pages of a list, parts of a set.

An answer is valid as long as its page is: the page's own file, built before it, lies there, and no note names the page since
(`invalidation`). So a change ends the answers of its pages at once, here as there, and after `SECONDS` they end by themselves.
What is counted (a number with its code) is not kept, nor a refusal, nor what is for a login.
"""

import gzip
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import frappe
from werkzeug.wrappers import Response

from esaylov.core.formats import language as languages
from esaylov.framework import clock
from esaylov.portal import elections, routes, web
from esaylov.portal.built import invalidation, pages
from esaylov.portal.web import THEME_COOKIE, PortalRequest

SECONDS = 120
LEVEL = 1
"""Of compression: the answer is read a few times, not thousands."""
TICKS = 20
"""Milliseconds that are waited for the clock of files to go on (it ticks every 4), no longer if it was put back."""


_NO_PAGE = gzip.compress(b"", LEVEL, mtime=0)


@dataclass(frozen=True, slots=True)
class Kept:
	"""A page as it is sent, compressed; `at`: when its data were read (`invalidation.moment`, ns)."""

	at: int
	content: bytes


def ready(request: PortalRequest) -> Response | None:
	"""The kept answer, None where there is none or its page has changed."""
	if not _is_keepable(request):
		return None
	if request.method == "HEAD" and pages.place(request.language, request.path).is_file():
		return _head(request)
	kept: tuple[int, bytes] | None = frappe.cache.get_value(_key(request), expires=True)
	if not kept or not _is_valid(request.language, request.path, kept[0]):
		return None
	return _answer(request, Kept(*kept))


def _head(request: PortalRequest) -> Response:
	"""The head of a page with arguments, without the page: where the page itself is there, each of its answers is found."""
	response = _answer(request, Kept(0, _NO_PAGE))
	del response.headers["Content-Length"]  # nobody knows it before the page is made
	return response


def made(request: PortalRequest, respond: Callable[[PortalRequest], Response]) -> Response | None:
	"""The answer of `respond`, kept where it is a page; None for a request whose answer is not to be kept."""
	if not _is_keepable(request):
		return None
	if not pages.stored(request.language, request.path):
		return None
	at = _moment_after(request.language, request.path)
	frappe.db.rollback()  # what was read so far may be older than `at`; a GET has written nothing
	response = respond(request)
	if response.status_code != 200 or not str(response.content_type).startswith("text/html"):
		return response
	kept = Kept(at, gzip.compress(response.get_data(), LEVEL, mtime=0))
	frappe.cache.set_value(_key(request), (kept.at, kept.content), expires_in_sec=SECONDS)
	return _answer(request, kept)


def of_data(election: str, path: str, asked: Sequence[object], make: Callable[[], bytes]) -> bytes:
	"""What `make` reads for a program, kept as an answer of a file for all languages is: the whole set that it is a part of.

	path: of the set within its election. asked: what tells this answer from others of the set. A login is told what is kept, and keeps nothing.
	"""
	if election != elections.current_name():
		path = f"election/{election}/{path}"
	key = f"esaylov_answer|{hashlib.sha256(repr((path, *asked)).encode()).hexdigest()}"
	if clock.offset():  # a day that other processes do not know
		return make()
	kept: tuple[int, bytes] | None = frappe.cache.get_value(key, expires=True)
	if kept and _is_valid(pages.ONLY, path, kept[0]):
		return gzip.decompress(kept[1])
	if frappe.session.user != "Guest" or not pages.stored(pages.ONLY, path):
		return make()
	at = _moment_after(pages.ONLY, path)
	frappe.db.rollback()  # as above
	content = make()
	frappe.cache.set_value(key, (at, gzip.compress(content, LEVEL, mtime=0)), expires_in_sec=SECONDS)
	return content


def nothing(request: PortalRequest) -> Response | None:
	"""The kept page for an address at which there is no page; None where there is one, or nothing is kept."""
	if routes.stands(request.path) or not pages.is_for_guests(request):
		return None
	kept: bytes | None = frappe.cache.get_value(_key_of_nothing(bare(request)), expires=True)
	return _not_found(bare(request), kept) if kept else None


def missing(request: PortalRequest, respond: Callable[[PortalRequest], Response]) -> Response | None:
	"""The page that says that there is nothing, the same whatever was asked for, kept for guests; None for others.

	respond: makes it, for a request that names no page: its links to other languages lead to their front pages.
	"""
	asked = bare(request)
	if not (request.is_guest and pages.is_for_guests(asked)):
		return None
	kept: bytes | None = frappe.cache.get_value(_key_of_nothing(asked), expires=True)
	if not kept:
		kept = gzip.compress(respond(asked).get_data(), LEVEL, mtime=0)
		frappe.cache.set_value(_key_of_nothing(asked), kept, expires_in_sec=SECONDS)
	return _not_found(asked, kept)


class GuestRequest(PortalRequest):
	"""A request that is answered as a guest's, whoever asks: its page has no token, and makes none for a session without one."""

	@property
	def is_guest(self) -> bool:
		return True


def bare(request: PortalRequest) -> PortalRequest:
	"""A guest's request for no page in particular, in the same language."""
	return GuestRequest(request.language, "", request.method, is_public=True, known=frozenset())


def _key_of_nothing(asked: PortalRequest) -> str:
	return f"{_key(asked)}|404"


def _not_found(asked: PortalRequest, content: bytes) -> Response:
	response = _answer(asked, Kept(0, content))
	response.status_code = 404
	return response


def _moment_after(language: str, path: str) -> int:
	"""A moment later than the page's file: one of the same tick could not be told from a page that was built after the answer."""
	file, at = pages.place(language, path), invalidation.moment()
	for _ in range(TICKS):
		if invalidation.is_older(file, at - 1):
			break
		time.sleep(0.001)
		at = invalidation.moment()
	return at


def _is_keepable(request: PortalRequest) -> bool:
	is_a_page_with_more = routes.is_built(request.path) and not pages.is_canonical(request)
	return pages.is_for_guests(request) and is_a_page_with_more and routes.keeps(request)


def _is_valid(language: str, path: str, at: int) -> bool:
	return invalidation.is_older(pages.place(language, path), at - 1) and not any(
		note.names(path, at) for note in invalidation.notes()
	)


def _key(request: PortalRequest) -> str:
	theme = request.http.cookies.get(THEME_COOKIE)
	asked = [
		request.http.host_url,  # stands in the page, where the site does not say its own address
		request.language,
		request.path,
		theme if theme in pages.THEMED else "",
		urlencode(sorted(request.args.items())),
	]
	return f"esaylov_answer|{hashlib.sha256(repr(asked).encode()).hexdigest()}"


def _answer(request: PortalRequest, kept: Kept) -> Response:
	if "gzip" in request.http.accept_encodings:
		response = Response(kept.content, mimetype="text/html")
		response.headers["Content-Encoding"] = "gzip"
	else:
		response = Response(gzip.decompress(kept.content), mimetype="text/html")
	response.headers.update(web.HEADERS)
	response.headers.update({"Cache-Control": pages.CACHING, "Vary": "Accept-Encoding, Cookie"})
	response.headers["Content-Language"] = languages.tag(request.language)
	return response
