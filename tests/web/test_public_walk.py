"""Every public page, reached by links: in each language, wide and on a phone, with axe-core; tasks without a script and by keyboard.

A page that is added to the routes is walked without a line here; one that no link leads to fails.
"""

import gzip
import re
from urllib.parse import urljoin

import pytest
import requests
from factories import cabinet, public
from factories.accessibility import violations
from factories.profile import few

pytestmark = pytest.mark.web
LANGUAGES = {"uz": "uz", "uz-Cyrl": "uz-Cyrl", "ru": "ru", "en": "en", "kaa": "uz"}
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
	.filter((part) => part.checkVisibility() && !part.closest('p, li .prose, .prose, td, th, dd, svg, .skip, .trap, .way, .table-wrap, .figure, caption, h3')
		&& part.getBoundingClientRect().height < 43.5 && part.getBoundingClientRect().width > 1)
	.map((part) => part.outerHTML.slice(0, 120))"""
"""What a finger must hit, but for links inside of sentences and tables (WCAG 2.5.8 exempts these)."""
WIDE, PHONE = 1366, 390
FIRST_VIEW = 100_000  # bytes over the wire
OTHERS = ("/verify", "/verify/nothing-here", "/cabinet/login", "/uz/nothing", "/uz/for/nobody")
"""Public pages without a language in their address, and pages that say what is wrong."""


@pytest.fixture(scope="module")
def places(base_url) -> dict[str, str]:
	"""Pattern of a route to an address that a link leads to."""
	public.counted()
	return public.walk(cabinet.guest(base_url))


PAGES = [route.pattern for route in public.PUBLIC if r"\." not in route.pattern]
"""Routes of pages; the others give files."""


SEAT = next(pattern for pattern in PAGES if pattern.startswith("results/") and "constituency" in pattern)


@pytest.fixture(params=few(PAGES, ("", "elections", "voters", "track", SEAT).__contains__))
def path(request, places) -> str:
	assert request.param in places, "no link leads to a page of this route"
	return f"/uz/{places[request.param]}".rstrip("/")


def check(page, widths: tuple[int, ...] = (PHONE, WIDE)) -> None:
	"""axe-core finds nothing at these widths; at both, nothing is wider than the screen; a finger hits every control."""
	for width in (WIDE, PHONE):
		page.set_viewport_size({"width": width, "height": 844})
		assert page.evaluate("document.documentElement.scrollWidth") <= width
		if width in widths:
			assert violations(page) == []
	assert page.evaluate(SMALL) == []


def is_page(answer) -> bool:
	return answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("language", few(LANGUAGES, {"uz", "ru"}.__contains__))
@pytest.mark.full
def test_each_page_stands_in_each_language(base_url, places, language):
	guest = cabinet.guest(base_url)
	for path in places.values():
		answer = guest.get(f"/{language}/{path}".rstrip("/"))
		assert answer.status_code == 200, path
		if not is_page(answer):
			continue
		assert f'<html lang="{LANGUAGES[language]}"' in answer.text, path
		assert len(re.findall(r"<h1\b", answer.text)) == 1, path
		alternates = re.findall(r'<link rel="alternate" hreflang="([\w-]+)"', answer.text)
		assert alternates == [*LANGUAGES, "x-default"], path
		assert "unsafe" not in answer.headers["Content-Security-Policy"], path
		assert not re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", answer.text), path


@pytest.mark.full
def test_no_violations_on_any_page(page, base_url, path):
	page.goto(urljoin(base_url, path))
	check(page, (PHONE, WIDE) if path == "/uz" else (PHONE,))


@pytest.mark.parametrize("path", few(OTHERS, "/verify/nothing-here".__eq__))
def test_no_violations_on_the_pages_beside_them(page, base_url, path):
	page.goto(urljoin(base_url, path))
	check(page, (PHONE,))


def test_every_file_is_linked(places):
	assert [route.pattern for route in public.PUBLIC if route.pattern not in places] == []


@pytest.mark.full
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violations_in_any_language_and_theme(page, base_url, path, language, theme):
	page.context.add_cookies([{"name": "esaylov_theme", "value": theme, "url": base_url}])
	page.goto(urljoin(base_url, path.replace("/uz", f"/{language}", 1)))
	check(page)


def test_the_first_view_is_light_and_asks_nobody_else(page, base_url):
	"""Document, style, script, fonts and drawings of the front page; texts compressed as a stock bench's nginx does."""
	asked: list[str] = []
	page.on("request", lambda request: asked.append(request.url))
	page.goto(urljoin(base_url, "/uz"))
	page.wait_for_load_state("networkidle")
	sent = [url for url in dict.fromkeys(asked) if not url.startswith("data:")]
	assert all(url.startswith(base_url) for url in sent)
	assert len(sent) >= 4
	assert sum(weight(url) for url in sent) <= FIRST_VIEW


def weight(url: str) -> int:
	"""Bytes of a part of the page over the wire."""
	answer = requests.get(url, timeout=60)
	kind = answer.headers["Content-Type"]
	is_text = kind.startswith(("text/", "application/javascript", "image/svg"))
	return len(gzip.compress(answer.content, 6) if is_text else answer.content)
