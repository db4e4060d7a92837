"""A line of JSON for each request, without anything of a person: what was asked by its kind, how it ended, how long it took.

The framework's own log of requests (`monitor`) has addresses, names of documents and codes in its paths. Here an address is
taken down to what it leads to: the name of a method, or a part of the site. Nothing that a caller types is written.
"""

import json
import logging
import math
import re
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

SETTING = "esaylov_request_log"
"""Of common_site_config.json: the file, from the folder of the bench. Without it nothing is wrapped, and nothing is spent."""
METHOD = re.compile(r"/api/(?:v\d/)?method/(?P<name>[^/]+)/?")
NAME = re.compile(r"(?:esaylov|frappe)(?:\.[a-z_]+\d?){2,8}|login|logout|ping")
"""What a method of ours or of the framework may be called: no number of a person, phone or paper has that form."""
VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PARTS = {
	**dict.fromkeys(("uz", "uz-2026", "uz-Cyrl", "ru", "en", "kaa"), "portal"),
	**dict.fromkeys(("app", "desk"), "desk"),
	**dict.fromkeys(("files", "private"), "file"),
	**{
		name: name
		for name in ("cabinet", "verify", "login", "assets", "openapi", "openapi.json", "health", "api")
	},
}
"""First part of an address -> what is written of it."""
OTHER = "other"

log = logging.getLogger("gunicorn.error")


def wrapped(application: Application, sites: Path) -> Application:
	"""The application with its log, or as it is where the bench has none, or one that cannot be written."""
	try:
		name = setting(sites, SETTING)
		return WithLog(application, lines_of(sites.resolve().parent / name)) if name else application
	except (OSError, ValueError) as problem:
		log.error("requests are not written: %s", problem)
		return application


def setting(sites: Path, name: str) -> str:
	"""A text of the bench's own configuration; "" where it has none. Raises OSError, or ValueError for anything but a text."""
	value = json.loads((sites / "common_site_config.json").read_text()).get(name) or ""
	if not isinstance(value, str):
		raise ValueError(f"{name} is no text")
	return value


def lines_of(path: Path) -> Callable[[str], None]:
	"""What adds a line to a file, each process its own handle; a file that logrotate moved is made anew."""
	handler = WatchedFileHandler(path, encoding="utf-8")
	lines = logging.Logger("esaylov.requests", logging.INFO)
	lines.addHandler(handler)
	return lines.info


class WithLog:
	"""The application, and a line for each of its answers; the time is that until the answer is made, not until it is sent."""

	def __init__(self, application: Application, write: Callable[[str], None]) -> None:
		self.application = application
		self.write = write

	def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
		begun, said = time.perf_counter(), ["500"]

		def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
			said[0] = status
			write: Callable[..., Any] = start_response(status, headers, exc_info)
			return write

		try:
			return self.application(environ, start)
		finally:
			self.write(line(environ, said[0], time.perf_counter() - begun))


def line(environ: Mapping[str, Any], status: str, seconds: float) -> str:
	"""A request as JSON: `at` (UTC), `verb`, `what`, `status`, `ms`."""
	verb = environ.get("REQUEST_METHOD")
	row = {
		"at": datetime.now(UTC).isoformat(timespec="milliseconds"),
		"verb": verb if verb in VERBS else OTHER,
		"what": what(environ),
		"status": int(status[:3]),
		"ms": round(seconds * 1000),
	}
	return json.dumps(row)


def what(environ: Mapping[str, Any]) -> str:
	"""What an address leads to: a method by its name, else a part of the site."""
	path = str(environ.get("PATH_INFO", ""))
	query = str(environ.get("QUERY_STRING", ""))
	method = METHOD.fullmatch(path)
	name = method["name"] if method else (parse_qs(query).get("cmd", [""])[0] if "cmd=" in query else "")
	if name:
		return name if NAME.fullmatch(name) else OTHER
	first = path.strip("/").partition("/")[0]
	return PARTS.get(first, OTHER if first else "portal")


def summary(lines: Iterable[str]) -> list[dict[str, Any]]:
	"""Of each `what`, the most asked first: requests, those that ended in 5xx, and milliseconds that half, 95 and 99 of a hundred took at most."""
	times: dict[str, list[int]] = {}
	failed: dict[str, int] = {}
	for text in lines:
		row = json.loads(text)
		times.setdefault(row["what"], []).append(row["ms"])
		failed[row["what"]] = failed.get(row["what"], 0) + (row["status"] >= 500)
	return [
		{
			"what": name,
			"requests": len(found),
			"failed": failed[name],
			**{f"p{share}": _at_most(sorted(found), share) for share in (50, 95, 99)},
		}
		for name, found in sorted(times.items(), key=lambda one: (-len(one[1]), one[0]))
	]


def _at_most(ordered: list[int], share: int) -> int:
	"""The smallest of the values that so many of a hundred do not exceed."""
	return ordered[math.ceil(len(ordered) * share / 100) - 1]
