"""The portal in the letters of 2026: no address before their day; then chosen in the header, built, searched, drawn in our font."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from factories.look import photograph
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


@pytest.mark.full
def test_before_their_day_no_page_speaks_of_them(base_url):
	page = get(base_url, "/uz")
	assert "uz-2026" not in page.text
	assert "uz-Latn" not in page.text
	assert get(base_url, "/uz-2026/no-such-page").status_code == 404
	assert get(base_url, "/openapi.json?_lang=uz-2026").headers["Content-Language"] == "uz"
	remembered = requests.get(
		base_url, cookies={"preferred_language": "uz-2026"}, timeout=60, allow_redirects=False
	)
	assert remembered.headers["Location"].endswith("/uz")


@pytest.mark.parametrize(
	("path", "led_to"),
	[
		("/uz-2026", "/uz"),
		("/uz-2026/calendar", "/uz/calendar"),
		("/uz-2026/calendar?theme=dark", "/uz/calendar?theme=dark"),
		("/uz-2026/track?number=A56%2F1&code=x%26y", "/uz/track?number=A56%2F1&code=x%26y"),
	],
)
def test_while_they_are_not_offered_an_address_in_them_leads_to_uzbek(base_url, path, led_to):
	"""A code on a receipt outlives a day that was taken back."""
	for _ in range(2):  # the framework remembers what was not found
		page = get(base_url, path)
		assert (
			page.status_code,
			urlsplit(page.headers["Location"])._replace(scheme="", netloc="").geturl(),
		) == (
			303,
			led_to,
		)
	# 15 says nothing of it; a 303 is not kept
	assert "no-store" in page.headers.get("Cache-Control", "no-store")
	assert get(base_url, led_to.partition("?")[0]).status_code == 200


@pytest.mark.full
def test_the_contract_declares_the_letters_as_pages_do(base_url, offered):
	for asked, declared in (("uz-2026", "uz-Latn"), ("uz-Cyrl", "uz-Cyrl"), ("kaa", "uz"), ("ru", "ru")):
		assert get(base_url, f"/openapi.json?_lang={asked}").headers["Content-Language"] == declared
	schemas = get(base_url, "/openapi.json?_lang=uz-2026").json()["components"]["schemas"]
	assert "ç" in schemas["Answers_A56"]["properties"]["persons"]["title"]


@pytest.mark.full
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
			photograph(tab, keep(f"new-letters{path.replace('/', '-')}-{width}.png"))
	tab.close()


def test_candidates_are_found_in_either_alphabet(base_url, offered):
	asked = {
		word: get(base_url, f"/uz-2026/candidates?q={word}").text for word in ("Sherzod", "Şerzod", "Шерзод")
	}
	found = {word: re.findall(r'href="/uz-2026/candidate/(\w+)"', text) for word, text in asked.items()}
	assert found["Sherzod"]
	assert found["Sherzod"] == found["Şerzod"] == found["Шерзод"]
	assert "Şerzod" in asked["Sherzod"]
