"""What a reader gets while the database is away: the built page where one lies, else a small page that says so (503).

The small page asks nothing of the database. What a form of ours had posted stands on it and can be sent once more, so
that nothing typed is lost, with or without script.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import frappe
from frappe.utils.jinja_globals import bundled_asset
from werkzeug.wrappers import Request, Response

from esaylov.core.formats import language as languages
from esaylov.framework import database_away
from esaylov.portal import routes, web
from esaylov.portal.built import pages
from esaylov.portal.texts import Texts
from esaylov.portal.web import THEME_COOKIE, THEMES

SECRET = ("pwd", "password")
"""Fields that are not written into a page: a form with one is opened anew."""
LARGEST = 2_000_000
"""Characters of a form that are given back [ours] …"""
LARGEST_BODY = 30_000_000
"""… and bytes, with its files, that are read for them: a little more than the framework takes."""


def answer(http: Request, kind: str = "away") -> Response:
	"""The built page, as a guest sees it, or the page that says the database is away; `kind` as in `page`."""
	language = database_away.language_of(http)
	frappe.local.request, frappe.local.lang = http, languages.written_in(language)
	return _built(http, language) or database_away.marked(page(http, kind))


def _built(http: Request, language: str) -> Response | None:
	"""A page of another query would say what was not asked for; a stale one is better than none."""
	first, _, rest = http.path.strip("/ ").partition("/")
	if http.method not in ("GET", "HEAD") or first not in ("", *languages.LANGUAGES):
		return None
	request = routes.requested(language, rest, http.method)
	if request.args or not routes.is_built(rest) or not (file := pages.place(language, rest)).is_file():
		return None
	return pages.answer(request, file)


def page(http: Request, kind: str) -> Response:
	"""A page that asks nothing of the database; `kind`: `away`, `busy` or `crowded`, whose words it says."""
	language = database_away.language_of(http)
	theme, fields = http.cookies.get(THEME_COOKIE), list(_typed(http))
	values = {
		"kind": kind,
		"t": Texts(language),
		"language": language,
		"html_language": languages.tag(language),
		"theme": theme if theme in THEMES else "auto",
		"address": _address(http),
		"fields": fields,
		"had_files": bool(fields) and any(file.filename for file in http.files.values()),
		"asset": bundled_asset,
	}
	response = Response(web.environment().get_template("away.html").render(values), mimetype="text/html")
	response.headers["Content-Language"] = languages.tag(language)
	response.headers.update(web.HEADERS)
	return response


def _address(http: Request) -> str:
	"""The address that was asked for, on this site: a second slash would lead to another, also after a tab, which browsers skip."""
	query = http.query_string.decode("latin-1")
	return "/" + quote(http.path.lstrip("/\\")) + (f"?{query}" if query else "")


def _typed(http: Request) -> Iterator[tuple[str, str]]:
	"""Name and text of what a form of this site posted; nothing of one with a secret, nor of one that came from elsewhere."""
	if (
		http.method != "POST"
		or not _is_from_us(http)
		or (http.content_length or LARGEST_BODY) >= LARGEST_BODY
	):
		return
	sent = list(http.form.items(multi=True))
	if any(name in SECRET for name, _ in sent) or sum(len(text) for _, text in sent) > LARGEST:
		return
	yield from sent


def _is_from_us(http: Request) -> bool:
	"""A form that another site posts here must not become one of ours by a press of a button."""
	origin = http.headers.get("Origin")
	return bool(origin) and urlsplit(origin).netloc == http.host
