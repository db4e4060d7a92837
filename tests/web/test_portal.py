"""Public pages: language, words, content policy, figures, map, no dead end; over HTTP and in a browser."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from factories import cabinet
from playwright.sync_api import expect

from esaylov.core.formats import language
from esaylov.portal import map as maps
from esaylov.portal import texts

pytestmark = pytest.mark.web

LANGUAGES = {"uz": "uz", "uz-Cyrl": "uz-Cyrl", "ru": "ru", "en": "en", "kaa": "uz"}
TEXTS = Path(__file__).parents[2] / "esaylov" / "portal" / "texts"
PUBLIC = ("", "/track", "/territory/1726")
OTHERS = ("/verify", "/cabinet/login")


def words(code: str) -> dict[str, str]:
	found: dict[str, str] = {}
	for path in TEXTS.rglob(f"{code}.json"):
		texts_here = json.loads(path.read_text(encoding="utf-8"))
		assert not found.keys() & texts_here.keys()
		found |= texts_here
	return found


def visible(html: str) -> str:
	"""Text of a page without its markup."""
	body = re.sub(r"<(script|style|title)\b.*?</\1>", " ", html, flags=re.S)
	return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def guest(base_url):
	return cabinet.guest(base_url)


@pytest.mark.parametrize(
	("count", "russian", "english"),
	[
		(0, "other", "other"),
		(1, "one", "one"),
		(3, "few", "other"),
		(11, "other", "other"),
		(21, "one", "other"),
	],
)
def test_counts_take_the_form_of_their_language(count, russian, english):
	assert (language.plural(count, "ru"), language.plural(count, "en")) == (russian, english)
	assert language.plural(count, "uz") == "other"


def test_days_and_numbers_are_written_as_the_language_does():
	assert language.day(date(2024, 10, 27), "uz") == "27.10.2024"
	assert language.day(date(2024, 10, 27), "en").replace("\N{NO-BREAK SPACE}", " ") == "27 October 2024"
	assert language.number(16854) == "16\N{NO-BREAK SPACE}854"


def test_uzbek_cyrillic_leaves_places_and_signs_alone():
	cyrillic = texts.catalogue("uz-Cyrl")
	assert cyrillic["front.days_left.other"].count("{n}") == 1
	assert "SHA-256" in cyrillic["receipt.payload"]
	assert cyrillic["menu.front"] == "Бош саҳифа"


@pytest.mark.parametrize(
	("counts", "expected"),
	[
		({"a": 0, "b": 0}, {"a": 1, "b": 1}),
		({"a": 0, "b": 2}, {"a": 1, "b": 5}),
		({"a": 1, "b": 2, "c": 3, "d": 4, "e": 0}, {"a": 2, "b": 3, "c": 4, "d": 5, "e": 1}),
	],
)
def test_colours_of_the_map_are_quantiles_with_none_apart(counts, expected):
	steps, legend = maps.classes(counts)
	assert steps == expected
	assert [step for step, _, _ in legend] == sorted(set(expected.values()) | {1})


def test_no_number_on_the_map_lies_over_another():
	regions = maps.shapes()["regions"]
	few, many = (maps.labelled(dict.fromkeys(regions, count)) for count in (3, 2_345))
	assert few == set(regions)
	assert {"1735", "1712", "1710", "1726"} <= many < few
	assert "1727" not in many  # the disc of the city would leave half of its number
	assert maps.labelled({"1735": 0, "1712": maps.LARGEST}) == set()


@pytest.mark.parametrize(
	("accepted", "leads_to"),
	[("ru-RU,ru;q=0.9", "/ru"), ("en-GB", "/en"), ("de", "/uz"), ("kaa", "/kaa"), ("uz-Cyrl", "/uz-Cyrl")],
)
def test_root_leads_to_the_language_of_the_browser(base_url, accepted, leads_to):
	answer = cabinet.guest(base_url, accepted).get("/", allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)


def test_a_chosen_language_is_remembered_over_that_of_the_browser(guest):
	guest.get("/ru")
	assert guest.get("/", allow_redirects=False).headers["Location"] == "/ru"
	assert '<html lang="ru"' in guest.get("/verify").text


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_says_its_language_and_has_one_heading(guest, code, path):
	answer = guest.get(f"/{code}{path}")
	assert answer.status_code == 200
	assert f'<html lang="{LANGUAGES[code]}"' in answer.text
	assert answer.headers["Content-Language"] == LANGUAGES[code]
	assert len(re.findall(r"<h1\b", answer.text)) == 1
	assert answer.text.count("hreflang=") >= len(LANGUAGES)


@pytest.mark.parametrize(
	"path", ["/uz", "/uz/track", "/uz/territory/1726", "/verify", "/cabinet/login", "/uz/nothing"]
)
def test_no_english_stands_on_an_uzbek_page(guest, path):
	shown = visible(guest.get(path).text).replace("English", "")
	english = {text for text in words("en").values() if len(text) > 4 and "{" not in text}
	uzbek = set(words("uz").values())
	assert [text for text in english - uzbek if re.search(rf"\b{re.escape(text)}\b", shown)] == []


def test_karakalpak_shows_uzbek_with_a_note(guest):
	assert words("uz")["site.kaa_note"] in unescape(guest.get("/kaa").text)
	assert words("uz")["site.kaa_note"] not in unescape(guest.get("/uz").text)


@pytest.mark.parametrize("path", [*(f"/uz{path}" for path in PUBLIC), *OTHERS, "/uz/nothing"])
def test_nothing_inline_runs_and_the_policy_forbids_it(guest, path):
	answer = guest.get(path)
	policy = answer.headers["Content-Security-Policy"]
	assert "default-src 'none'" in policy
	assert "unsafe" not in policy
	assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)
	assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", answer.text)
	assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
	"path", ["/uz/nothing", "/verify/a/b", "/cabinet/nothing", "/uz/territory/9999", "/en/cabinet"]
)
def test_an_unknown_address_is_our_own_page_each_time(guest, path):
	for _ in range(2):
		answer = guest.get(path)
		assert answer.status_code == 404
		assert "E-saylov" in answer.text
		assert "/assets/frappe" not in answer.text


def test_no_link_of_the_front_page_is_dead(base_url, guest):
	html = guest.get("/uz").text
	addresses = {unescape(found) for found in re.findall(r'<a [^>]*href="([^"#]+)', html)}
	assert len(addresses) > 20
	dead = {address for address in addresses if guest.get(urljoin(base_url, address)).status_code != 200}
	assert not dead


def test_map_and_table_say_the_same(guest):
	html = guest.get("/en").text
	on_map = dict(re.findall(r'territory/(\d{4})"[^>]*>\s*<title>[^<]*: ([^<]*?) [a-z]+</title>', html))
	in_table = dict(re.findall(r'territory/(\d{4})">[^<]*</a></th><td class="amount">([^<]*)</td>', html))
	assert len(on_map) == 14
	assert on_map == in_table


def test_figures_come_with_source_and_time(guest):
	html = guest.get("/en").text
	figures = dict(re.findall(r'data-figure="(\w+)">([^<]*)<', html))
	assert figures["voters"] == "20\N{NO-BREAK SPACE}110\N{NO-BREAK SPACE}490"
	for name in ("candidates", "constituencies"):
		assert figures[name].replace("\N{NO-BREAK SPACE}", "").isdigit()
	assert len(re.findall(r"Source: [^<]+, \d+\s\w+ \d{4}, \d\d:\d\d", html)) >= 4


def test_one_number_of_all_voters_stands_first_on_every_page(guest):
	pages = [guest.get(f"/en{path}").text for path in ("", "/voters")]
	first = [re.search(r'figure-main">.*?data-figure="\w+">([^<]*)<', html, re.S)[1] for html in pages]
	assert first[0] == first[1]


@pytest.mark.parametrize("measure", ["candidates", "constituencies", "observers"])
def test_the_map_shows_what_was_chosen_and_adds_up(guest, measure):
	html = guest.get(f"/en?map={measure}").text
	amounts = re.findall(r'<td class="amount"[^>]*>([^<]*)</td>', html)
	*rows, total = [int(amount.replace("\N{NO-BREAK SPACE}", "")) for amount in amounts]
	assert sum(rows) == total
	assert f'href="/en?map={measure}#map-title" rel="nofollow" aria-current="true"' in html


@pytest.mark.parametrize("measure", ["candidates", "constituencies", "observers"])
def test_the_map_leads_to_a_page_that_says_the_same_number(guest, measure):
	html = guest.get(f"/en?map={measure}").text
	for code, number in re.findall(r'territory/(\d{4})">[^<]*</a></th><td class="amount">([^<]*)</td>', html)[
		:3
	]:
		assert f'data-total="{measure}">{number}<' in guest.get(f"/en/territory/{code}").text


def test_the_menu_opens_on_a_phone_without_a_script(browser, base_url):
	with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}) as context:
		page = context.new_page()
		page.goto(urljoin(base_url, "/en"))
		page.locator(".menu-phone > summary").click()
		page.locator(".menu-phone").get_by_role("link", name="Track an appeal").click()
		expect(page).to_have_url(re.compile("/en/track$"))


def test_escape_folds_the_menu_and_gives_the_focus_back(page, base_url):
	page.goto(urljoin(base_url, "/en"))
	opener = page.locator(".menu-drop > summary").last
	opener.focus()
	page.keyboard.press("Enter")
	page.locator(".menu-drop[open] a").first.wait_for(state="visible")
	page.keyboard.press("Tab")
	page.keyboard.press("Escape")
	expect(page.locator(".menu-drop[open]")).to_have_count(0)
	assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_theme_is_chosen_without_a_script_and_kept(guest):
	assert "data-theme" not in guest.get("/uz").text
	answer = guest.get("/uz/track?theme=dark")
	assert answer.url.endswith("/uz/track")
	assert 'data-theme="dark"' in guest.get("/uz").text


def test_a_document_nobody_issued_is_not_valid(guest):
	answer = guest.get("/verify?code=nothing-here")
	assert 'data-outcome="invalid"' in answer.text
	assert words("uz")["verify.status.unknown"] in unescape(answer.text)


def test_tracking_needs_number_and_code(guest):
	answer = guest.get("/uz/track?number=26277-1&code=ZZZZZZZZ")
	assert answer.status_code == 404
	assert words("uz")["track.missing"] in unescape(answer.text)


@pytest.mark.parametrize("path", ["/uz", "/ru/territory/1735", "/verify", "/en/track", "/cabinet/login"])
def test_no_page_is_wider_than_a_phone(page, base_url, path):
	page.set_viewport_size({"width": 360, "height": 740})
	page.goto(urljoin(base_url, path))
	assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_first_tab_leads_past_the_menu(page, base_url):
	page.goto(urljoin(base_url, "/uz"))
	page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
	page.keyboard.press("Enter")
	assert page.evaluate("document.activeElement.id") == "main"


def test_arrow_keys_move_on_the_map(page, base_url):
	page.goto(urljoin(base_url, "/uz"))
	page.locator('.map-region[href$="1735"]').focus()
	page.keyboard.press("ArrowRight")
	assert page.evaluate("document.activeElement.getAttribute('href')").endswith(("1712", "1733", "1706"))


def test_the_browser_finds_nothing_against_the_policy(page, base_url):
	said: list[str] = []
	page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
	for path in ("/uz", "/uz/territory/1726", "/verify#abc", "/cabinet/login"):
		page.goto(urljoin(base_url, path))
		page.wait_for_load_state("networkidle")
	assert said == []
