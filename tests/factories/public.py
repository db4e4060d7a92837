"""The public pages of the portal as a reader reaches them: an address for each route, found by following links."""

import re
from html import unescape
from urllib.parse import urlsplit

from esaylov.portal import routes
from esaylov.portal.routes import Route
from esaylov.portal.web import parted
from factories import inside
from factories.cabinet import Browser

PUBLIC = tuple(
	route for route in routes.declared_routes() if route.is_public and not route.pattern.endswith(".jpg")
)
"""Pictures are no pages: nobody follows a link to them, and not every site has any."""
UNLINKED = {"for/voters/sent"}
"""Addresses that only a redirect leads to."""


def links(html: str, language: str) -> list[str]:
	"""Paths of the public pages that a page links to, without language, query and place."""
	found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"', html)
	paths = [urlsplit(unescape(address)).path for address in found]
	start = f"/{language}"
	return [path[len(start) :].strip("/") for path in paths if f"{path}/".startswith(f"{start}/")]


def counted() -> None:
	"""The demonstration's by-election that is over stands on the site: nothing leads to pages of results without it."""
	inside.run("from esaylov.setup.demo import loading\nloading.load('en', counted=True)\n")


def route_of(path: str) -> Route | None:
	"""The route of a page, whichever election its address names."""
	place = parted(path)[1]
	return next((route for route in PUBLIC if re.fullmatch(route.pattern, place)), None)


def walk(browser: Browser, language: str = "uz") -> dict[str, str]:
	"""Pattern of a route to the first address of it that is reached from the front page."""
	places: dict[str, str] = {}
	waiting, seen = ["", *sorted(UNLINKED)], {"", *UNLINKED}
	while waiting:
		path = waiting.pop(0)
		route = route_of(path)
		# the home of another election leads to what the one of the settings has not yet
		is_home = path != parted(path)[1] == ""
		if route is None or (route.pattern in places and not is_home):
			continue
		answer = browser.get(f"/{language}/{path}".rstrip("/"))
		if answer.status_code != 200:
			continue
		places.setdefault(route.pattern, path)
		for link in links(answer.text, language):
			if link not in seen:
				seen.add(link)
				waiting.append(link)
	return places
