"""What stands around every page: election, menu, languages, theme, notes."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import frappe

from esaylov.core.formats import language as languages
from esaylov.framework import clock, errors, new_letters
from esaylov.framework.persistence import table_cache
from esaylov.framework.requests import refusal_counts
from esaylov.portal import elections, menu
from esaylov.portal.web import THEME_COOKIE, THEMES, PortalRequest


def values_for(request: PortalRequest) -> dict[str, Any]:
	"""The values that `base.html` needs."""
	election = elections.of(request)
	theme, settings = request.http.cookies.get(THEME_COOKIE), table_cache.settings("E-saylov Settings")
	return {
		"election": election,
		"days_left": (election.election_day - clock.today()).days if election else None,
		"root": request.within(),
		"is_other_election": bool(request.election) and request.election != elections.current_name(),
		"is_practice": request.is_practice,
		"menu": menu.entries(request),
		"language_choice": language_choice(request),
		"is_language_stored": not request.is_guest and request.path.startswith("cabinet"),
		"here": same_page(request, without=("theme", "lang")),
		"alternates": alternates(request),
		"theme": theme if theme in THEMES else "auto",
		"theme_choice": [(name, query(request, theme=name)) for name in THEMES],
		"is_demo": bool(frappe.conf.get("esaylov_demo")),
		"help_phone": settings.help_phone,
	}


def language_choice(request: PortalRequest) -> list[dict[str, Any]]:
	return [
		{
			"code": code,
			"name": languages.LANGUAGES[code],
			"tag": _tag(code),
			"address": in_language(request, code),
			"is_here": code == request.language,
		}
		for code in new_letters.offered()
	]


def alternates(request: PortalRequest) -> list[tuple[str, str]]:
	"""The same public page in the other languages, for search engines and for readers' tools: whole addresses."""
	if not request.is_public:
		return []
	site = (table_cache.settings("E-saylov Settings").portal_url or request.http.host_url).rstrip("/")
	codes = [*((_tag(code), code) for code in new_letters.offered()), ("x-default", languages.DEFAULT)]
	return [(name, site + in_language(request, code)) for name, code in codes]


def _tag(code: str) -> str:
	"""How a link says in which language its page is: Karakalpak by its own name, though the page shows Uzbek still."""
	return languages.tag(code) if code == languages.NEW_LETTERS else code


def in_language(request: PortalRequest, code: str) -> str:
	if not request.is_public:
		return query(request, lang=code)
	address = f"/{code}/{request.path}".rstrip("/")
	return f"{address}?{urlencode(list(request.args.items()))}" if request.args else address


def query(request: PortalRequest, **added: str) -> str:
	"""This page's address with something added to its query."""
	return address(request, {**dict(request.args.items()), **added})


def same_page(request: PortalRequest, without: tuple[str, ...]) -> str:
	return address(request, {key: value for key, value in request.args.items() if key not in without})


def address(request: PortalRequest, arguments: Mapping[str, str]) -> str:
	"""This page's address with these arguments in its query."""
	return with_query(here(request), **arguments)


def with_query(path: str, /, **arguments: str) -> str:
	"""An address of a path and its query."""
	return f"{path}?{urlencode(arguments)}" if arguments else path


def on_this_site(address: str) -> str:
	"""A whole address as a path, on whichever name of the site the reader stands."""
	parts = urlsplit(address)
	return f"{parts.path}?{parts.query}" if parts.query else parts.path


def here(request: PortalRequest) -> str:
	"""The address of this page without its query."""
	return request.public(request.path) if request.is_public else f"/{request.path}"


def tell_refusal(request: PortalRequest, refusal: errors.EsaylovError) -> str:
	"""What a refusal says, in the reader's language; it counts as answered."""
	refusal_counts.count_refusal(type(refusal).__name__)
	return errors.in_words(refusal, request.t.written)
