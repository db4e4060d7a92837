"""`/openapi.json`: the contracts as OpenAPI 3.1, and `/openapi`: the same for people. Hook `page_renderer`.

It is the same for everybody: endpoints are no secret, and of the appeal types only published ones stand in it.
"""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import frappe
from werkzeug.wrappers import Response

import esaylov
from esaylov.api.contract import APP, error_codes, operations, resources
from esaylov.api.deprecations import ENDING
from esaylov.appeals.types import contracts
from esaylov.core.formats.language import tag
from esaylov.core.openapi import About, FormSchema, document, kind_of
from esaylov.framework import new_letters
from esaylov.framework.persistence import table_cache

DOCUMENT, PAGE = "openapi.json", "openapi"
KEPT_SECONDS = 24 * 60 * 60
MAX_AGE = "public, max-age=60"
LANGUAGE = "uz"


class OpenApiRenderer:
	"""What Frappe asks: `can_render`, then `render`."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		http = getattr(frappe.local, "request", None)
		self.path = (http.path if http else path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Whether the address is ours; also for a POST, or the framework would keep the address as not found."""
		return self.path in (DOCUMENT, PAGE)

	def render(self) -> Response:
		"""The document, or the page that draws it."""
		if frappe.local.request.method not in ("GET", "HEAD"):
			return Response(status=405, headers={"Allow": "GET, HEAD"})
		language = asked_language()
		if self.path == PAGE:
			return answer(page(language), "text/html; charset=utf-8", "en")
		return answer(content(language), "application/json", language)


def asked_language() -> str:
	"""The language of the titles: `?_lang=`, else Uzbek, in which the forms are law."""
	asked = frappe.local.request.args.get("_lang")
	return asked if asked and new_letters.is_offered(asked) else LANGUAGE


def answer(body: bytes, content_type: str, language: str) -> Response:
	"""The body with an ETag; 304 for who has it."""
	response = Response(body, content_type=content_type)
	response.headers["Cache-Control"] = MAX_AGE
	response.headers["Content-Language"] = tag(language)
	response.headers["Access-Control-Allow-Origin"] = "*"  # public, and asked for without cookies
	response.set_etag(hashlib.sha256(body).hexdigest()[:32])
	return response.make_conditional(frappe.local.request)


def content(language: str) -> bytes:
	"""The document as JSON; built again when an appeal type was published or the code is another."""
	return _kept(f"{DOCUMENT}|{language}", lambda: json.dumps(built(language), ensure_ascii=False).encode())


def built(language: str) -> dict[str, Any]:
	"""The document in a language."""
	about = About(esaylov.__version__, server_url(), language, resources())
	forms = [FormSchema(*form) for form in contracts.published_schemas(language)]
	ending = {name: end.instead for name, end in ENDING.items()}
	return document(about, operations(), forms, error_codes(), ending)


def server_url() -> str:
	"""The site's configured address, else "/": never the `Host` of the request, of which there are as many as callers like."""
	portal = table_cache.settings("E-saylov Settings").portal_url
	return str(frappe.conf.get("host_name") or portal or "/")


def page(language: str) -> bytes:
	"""The document as a page."""
	return _kept(
		f"{PAGE}|{language}",
		lambda: frappe.render_template(
			"esaylov/templates/openapi.html", {"document": built(language), "kind_of": kind_of}
		).encode(),
	)


def _kept(name: str, make: Callable[[], bytes]) -> bytes:
	key = f"esaylov_openapi|{name}|{server_url()}|{_code()}|{contracts.published_versions()}"
	found: bytes | None = frappe.cache.get_value(key, expires=True)
	if found is None:
		found = make()
		frappe.cache.set_value(key, found, expires_in_sec=KEPT_SECONDS)
	return found


@cache
def _code() -> str:
	"""What tells two states of the code apart: reading all of it takes seconds, so only a new one is read."""
	seen = sorted((str(path), path.stat().st_mtime_ns) for path in APP.rglob("*.py"))
	return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
