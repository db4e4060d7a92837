"""The portal in the letters of 2026: no address before their day; then chosen in the header, built, searched, drawn in our font."""

import re
from urllib.parse import urljoin

import pytest
import requests
from factories.steps import site_step

pytestmark = pytest.mark.web
OLD = re.compile("[oOgG][ʻʼ']|[sS][hH]|[cC][hH]")
ENGLISH = re.compile(r"(?i)english|sha-256|chrom|https?:\S*|\S*[./@_]\S*")
PAGES = ("", "/candidates/LC_SMD", "/calendar", "/for/voters")
WIDE, PHONE = 1280, 390


def get(base_url: str, path: str) -> requests.Response:
	return requests.get(urljoin(base_url, path), timeout=60, allow_redirects=False)


@pytest.fixture
def offered(sites):
	"""The new letters are offered, and no more afterwards."""
	site_step(sites, "offer", "2024-01-01", module="letters")
	yield
	site_step(sites, "offer", module="letters")


def test_before_their_day_no_page_speaks_of_them(base_url):
	page = get(base_url, "/uz")
	assert "uz-2026" not in page.text
	assert "uz-Latn" not in page.text
	assert get(base_url, "/uz-2026").status_code == 404
	assert get(base_url, "/uz-2026/calendar").status_code == 404
	assert get(base_url, "/openapi.json?_lang=uz-2026").headers["Content-Language"] == "uz"
	remembered = requests.get(
		base_url, cookies={"preferred_language": "uz-2026"}, timeout=60, allow_redirects=False
	)
	assert remembered.headers["Location"].endswith("/uz")


def test_once_offered_they_are_chosen_built_and_found(base_url, offered, browser, keep):
	page = get(base_url, "/uz-2026/calendar")
	assert page.status_code == 200
	assert page.headers["Content-Language"] == "uz-Latn"
	assert '<html lang="uz-Latn"' in page.text
	assert re.search(r'rel="alternate" hreflang="uz-Latn" href="[^"]*/uz-2026/calendar"', page.text)
	assert get(base_url, "/uz-2026/calendar").headers["ETag"] == page.headers["ETag"]
	tab = browser.new_page(viewport={"width": WIDE, "height": 900})
	tab.goto(urljoin(base_url, "/uz/calendar"))
	tab.get_by_role("link", name="Özbekça").click()
	assert tab.url.endswith("/uz-2026/calendar")
	words = tab.inner_text("main")
	assert set("öşç") <= set(words.lower())
	assert [word for word in words.split() if OLD.search(word) and not ENGLISH.search(word)] == []
	for width in (WIDE, PHONE):
		tab.set_viewport_size({"width": width, "height": 900})
		for path in (*(f"/uz-2026{page}" for page in PAGES), "/verify"):
			tab.goto(urljoin(base_url, path))
			assert tab.get_attribute("html", "lang") == "uz-Latn"
			assert tab.evaluate("document.documentElement.scrollWidth") <= width
			tab.evaluate("document.fonts.ready")
			assert tab.evaluate("document.fonts.check('16px Inter', 'öğşçÖĞŞÇ')")
			tab.screenshot(path=str(keep(f"new-letters{path.replace('/', '-')}-{width}.png")))
	tab.close()


def test_candidates_are_found_in_either_alphabet(base_url, offered):
	asked = {
		word: get(base_url, f"/uz-2026/candidates?q={word}").text for word in ("Sherzod", "Şerzod", "Шерзод")
	}
	found = {word: re.findall(r'href="/uz-2026/candidate/(\w+)"', text) for word, text in asked.items()}
	assert found["Sherzod"]
	assert found["Sherzod"] == found["Şerzod"] == found["Шерзод"]
	assert "Şerzod" in asked["Sherzod"]
