"""The sections in a browser: each language, wide and on a phone, light and dark, keyboard, no script; axe finds nothing."""

import gzip
import re
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from factories import inside
from factories.look import photograph
from factories.profile import few
from test_cabinet_axe import check

pytestmark = pytest.mark.web
LANGUAGES = ("uz", "uz-Cyrl", "ru", "en", "kaa")
PAGES = (
	"candidates",
	"candidates/LC_SMD",
	"candidates/LC_PL/EKOPARTIYA",
	"candidates?q=Karimov&party=XDP",
	"candidates?q=zzzz",
	"{candidate}",
	"constituencies",
	"constituencies/1718401",
	"{constituency}",
	"voters",
	"decisions",
	"open-data",
)
FIRST_VIEW = 100_000  # bytes, compressed, with styles, script and one font


@pytest.fixture(scope="module")
def places(base_url) -> dict[str, str]:
	"""A candidate and a constituency of the demonstration, found as a reader finds them."""
	lists = {"candidate": "candidates/LC_SMD", "constituency": "constituencies/1718"}
	found = {}
	for kind, path in lists.items():
		html = requests.get(urljoin(base_url, f"/uz/{path}"), timeout=60).text
		found[kind] = re.search(rf'href="/uz/({kind}/\w+)"', html)[1]
	return found


@pytest.mark.parametrize(
	("language", "width", "theme"),
	few([("uz", 1366, "light"), ("ru", 390, "dark")], lambda case: case[1] == 390),
)
@pytest.mark.parametrize("path", few(PAGES, ("candidates", "{constituency}").__contains__))
def test_no_violations(browser, base_url, places, keep, path, language, width, theme):
	context = browser.new_context(
		viewport={"width": width, "height": 844}, color_scheme=theme, bypass_csp=True
	)
	page = context.new_page()
	page.goto(urljoin(base_url, f"/{language}/{path.format(**places)}"))
	check(page, width)
	photograph(page, keep(f"{re.sub(r'[^a-zA-Z]+', '-', path)}-{width}.png"), full_page=True)
	context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_language_has_the_page(base_url, places, path, language):
	answer = requests.get(urljoin(base_url, f"/{language}/{path.format(**places)}"), timeout=60)
	assert answer.status_code == 200
	assert len(re.findall(r"<h1\b", answer.text)) == 1
	ours = "|".join(
		re.escape(name) for name in (urlsplit(base_url).netloc, inside.SITE, "test.localhost", "www.w3.org")
	)
	assert not re.search(rf"<style\b|\sstyle=|\son[a-z]+=|https?://(?!(?:{ours})\b)", answer.text)


def test_from_kind_to_party_to_person_by_keyboard_without_a_script(browser, base_url):
	context = browser.new_context(java_script_enabled=False)
	page = context.new_page()
	page.goto(urljoin(base_url, "/en/candidates"))
	for address in ("/en/candidates/LC_PL", "/en/candidates/LC_PL/EKOPARTIYA"):
		page.locator(f'main a[href="{address}"]').first.focus()
		page.keyboard.press("Enter")
		page.wait_for_url(f"**{address}")
	page.locator('main a[href^="/en/candidate/"]').first.focus()
	page.keyboard.press("Enter")
	page.wait_for_url("**/en/candidate/*")
	assert "Registered" in page.inner_text("#status")
	context.close()


def test_a_search_with_a_typing_error_by_keyboard_without_a_script(browser, base_url):
	context = browser.new_context(java_script_enabled=False)
	page = context.new_page()
	page.goto(urljoin(base_url, "/uz/candidates"))
	page.locator("#q").focus()
	page.keyboard.type("Воҳдов Воҳид")
	page.keyboard.press("Enter")
	page.wait_for_url("**q=*")
	assert "Vohidov Vohid" in page.inner_text("main")
	context.close()


def test_the_first_view_with_the_map_is_light_and_all_ours(page, base_url):
	answers = []
	page.on("response", lambda answer: answers.append(answer))
	page.goto(urljoin(base_url, "/uz/constituencies"))
	page.wait_for_load_state("networkidle")
	assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(base_url).netloc}
	assert sum(len(gzip.compress(answer.body())) for answer in answers) <= FIRST_VIEW
