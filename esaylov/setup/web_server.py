"""The web server's configuration: what it answers while the database is away, shares of its threads, its log of requests and its traces. For gunicorn.

The framework connects before any hook of an app can run, and where that fails it notes the error in the database, which
fails too: the server then answers a bare page of its own, and its log gets a traceback for each request. An app cannot
reach that place; the server's configuration can. `gunicorn --config python:esaylov.setup.web_server`, or a file
`gunicorn.conf.py` in the folder it starts in (bench: `sites`) that imports `post_worker_init`, `threads` and `worker_class` from here.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from esaylov.framework.cache_away import treat_read_only_as_absent
from esaylov.framework.log_records import redact_log_records
from esaylov.framework.requests.form_fields import bound_forms
from esaylov.setup import request_log, thread_shares, tracing

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

worker_class, threads = "gthread", thread_shares.THREADS
"""Settings of gunicorn, by its own names. A command line with other values overrides them."""
SHORTEST_SECONDS, LONGEST_SECONDS = 2.0, 30.0
"""So long nobody asks a database for a connection after it gave none: the shorter, the sooner it refused …"""
TIMES = 3
"""… for an address that does not answer holds each request up for ten seconds, and the server has few hands."""
TRYING_SECONDS = 30.0
"""So long at most one request tries for a connection, and the others do not wait for it."""
FAILED = ("500", "503")
"""Answers behind which the database may be away: the framework's own, and those of our endpoints where Frappe 15 came as far as them
with a guest's session out of the cache."""

log = logging.getLogger("gunicorn.error")
LINES = logging.Formatter("%(asctime)s [%(process)d] [%(levelname)s] %(message)s", "%Y-%m-%dT%H:%M:%S%z")


def on_starting(server: Any) -> None:
	"""Hook of gunicorn: its first process begins, of which the workers are made."""
	_write_iso_times()


def post_worker_init(worker: Any) -> None:
	"""Hook of gunicorn: the worker is ready and answers nobody yet."""
	_write_iso_times()
	redact_log_records()
	treat_read_only_as_absent()
	bound_forms()
	sites = Path(os.environ.get("SITES_PATH") or ".")
	shared = thread_shares.wrapped(WithoutDatabase(worker.wsgi), worker.cfg.threads, refuse_crowded)
	worker.wsgi = tracing.wrapped(request_log.wrapped(shared, sites), sites)


def _write_iso_times() -> None:
	"""Begin each line of the server's log with its ISO time, also those of loggers without a handler and of warnings."""
	logging.captureWarnings(True)
	for handler in (*log.handlers, logging.lastResort):
		if handler:
			handler.setFormatter(LINES)


@dataclass
class Site:
	"""A site whose database was away: what `frappe.init` takes, and when it is tried again."""

	name: str
	sites_path: str
	again_at: float = 0

	def rest(self, seconds: float = 0) -> None:
		"""Leave the database alone for a while; seconds: how long the last try for a connection took."""
		self.again_at = time.monotonic() + min(max(SHORTEST_SECONDS, TIMES * seconds), LONGEST_SECONDS)


class Held:
	"""`start_response` that keeps a failure back until it is known whether the database was away."""

	def __init__(self, start_response: Callable[..., Any]) -> None:
		self.start_response = start_response
		self.kept: tuple[Any, ...] | None = None
		self.is_holding = True

	def __call__(
		self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
	) -> Callable[..., Any]:
		if self.is_holding and status[:3] in FAILED:
			self.kept = (status, headers)
			return _write_nothing
		write: Callable[..., Any] = self.start_response(status, headers, exc_info)
		return write

	def release(self) -> None:
		"""Let the failure go out: it has another cause."""
		self.is_holding = False
		if self.kept:
			self.start_response(*self.kept)


def _write_nothing(_: bytes) -> None:
	"""The way of old applications to answer; none of ours takes it."""


class WithoutDatabase:
	"""The application, and what is said in its place while the database of a site is away."""

	def __init__(self, application: Application) -> None:
		self.application = application
		self.away: dict[str, Site] = {}

	def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
		asked = environ.get("HTTP_X_FRAPPE_SITE_NAME") or environ.get("HTTP_HOST", "")
		site = self.away.get(asked)
		if site and not self._is_back(asked, site):
			return _answer(environ, start_response, site)
		held = Held(start_response)
		try:
			body = self.application(environ, held)
			number = _lost() if held.kept else None
		except Exception as problem:
			if (number := _number(problem)) is None:
				raise
			body = ()
		if number is None:
			held.release()
			return body
		_end(body)
		return _answer(environ, start_response, self._note(asked, number))

	def _is_back(self, asked: str, site: Site) -> bool:
		"""Whether the database of a site that was away gives a connection again; asked by one request, after a while."""
		begun = time.monotonic()
		if begun < site.again_at:
			return False
		site.again_at = begun + TRYING_SECONDS
		if _refusal_of(site) is not None:
			site.rest(time.monotonic() - begun)
			return False
		if self.away.pop(asked, None):
			log.error("%s: the database answers again", site.name)
		return True

	def _note(self, asked: str, number: int) -> Site:
		"""The site; left alone for a while where nobody gets a connection, and with a line in the log when that begins."""
		import frappe

		from esaylov.framework.database_away import REFUSED, UNREACHED

		site = Site(str(frappe.local.site), str(frappe.local.sites_path))
		if number in REFUSED | UNREACHED:
			if asked not in self.away:
				log.error("%s: the database is away (%s)", site.name, number)
			if number in UNREACHED:
				site.rest()
			self.away[asked] = site
		return site


def _refusal_of(site: Site) -> int | None:
	"""The number of the error with which a site's database gives no connection; None where it gives one."""
	import frappe

	try:
		frappe.init(site.name, sites_path=site.sites_path, force=True)
		frappe.connect(set_admin_as_user=False)
		return _lost()
	except Exception as problem:
		return _number(problem)
	finally:
		frappe.destroy()


def _number(problem: BaseException | None) -> int | None:
	"""The number of an error of a database that is away, on a site with our pages; another site of the bench is left as it is."""
	import frappe

	from esaylov.framework.database_away import number

	is_ours = Path(getattr(frappe.local, "site_path", None) or "", "private", "portal").is_dir()
	return number(problem) if is_ours else None


def _lost() -> int | None:
	"""The number of the error with which this request's own connection fails, or would at its first write; None where it lives, or there is none."""
	import frappe

	from esaylov.framework.database_away import READ_ONLY

	if not (db := getattr(frappe.local, "db", None)):
		return None
	try:
		is_read_only = db.sql("select @@global.read_only")[0][0]
	except Exception as problem:
		return _number(problem)
	# a word from MariaDB 12 on
	return min(READ_ONLY) if str(is_read_only) not in ("0", "OFF") else None


def _end(body: Iterable[bytes]) -> None:
	"""Let the framework tidy up after an answer that is not sent; what it writes then has nowhere to go."""
	import frappe

	site, sites_path = frappe.local.site, frappe.local.sites_path
	with suppress(Exception):
		getattr(body, "close", bool)()
	frappe.local.site, frappe.local.sites_path = site, sites_path


def refuse_crowded(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
	"""The answer to a request whose class has no room: 503, a page or the envelope of refusals, when to try again. It asks no database."""
	site = Site(_site_of(environ), os.environ.get("SITES_PATH") or ".")
	return _answer(environ, start_response, site, kind="crowded", code="busy")


def _site_of(environ: Environ) -> str:
	"""The site that a request names, else the default one: the framework has not looked yet."""
	sites = Path(os.environ.get("SITES_PATH") or ".")
	host = environ.get("HTTP_HOST", "").partition(":")[0]
	named = environ.get("HTTP_X_FRAPPE_SITE_NAME") or host
	if named == Path(named).name and (sites / named / "site_config.json").is_file():
		return str(named)
	with suppress(OSError, ValueError):
		return os.environ.get("FRAPPE_SITE") or request_log.setting(sites, "default_site")
	return ""


def _answer(
	environ: Environ,
	start_response: Callable[..., Any],
	site: Site,
	kind: str = "away",
	code: str = "unavailable",
) -> Iterable[bytes]:
	"""The built page, the page that says so, or the refusal of an endpoint; never a failure.

	kind: words of the page; code: of the refusal.
	"""
	import frappe
	from werkzeug.wrappers import Request

	from esaylov.framework import database_away
	from esaylov.framework.requests import headers
	from esaylov.portal.away import answer as answer_away

	# the framework's own, where it has come so far: what was posted is read once
	http = environ.get("werkzeug.request") or Request(environ)
	try:
		frappe.local.db = None
		frappe.init(site.name, sites_path=site.sites_path, force=True)
		response = database_away.refusal(http, code) if wants_data(http) else answer_away(http, kind)
		headers.harden(response, http)
	except Exception:
		log.exception("%s: the page without a database failed", site.name)
		response = database_away.refusal(http, code)
	finally:
		with suppress(Exception):
			frappe.destroy()
	return response(environ, start_response)


def wants_data(http: Any) -> bool:
	"""Whether a program asks: an endpoint, the contracts, a balancer, the script of a page."""
	return (
		http.path.startswith("/api/")
		or http.path in ("/openapi.json", "/health")
		or "cmd" in http.args
		or http.headers.get("X-Requested-With") == "XMLHttpRequest"
	)
