"""Built pages: the same bytes as the page, tags, compression, never personal, new within seconds, kept when a build fails."""

import gzip
import json
import os
from urllib.parse import urljoin

import pytest
import requests
from factories import cabinet, waiting
from factories.steps import site_step

pytestmark = pytest.mark.web
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
PATH = "/en/constituencies/1703"


def get(base_url: str, path: str = PATH, **headers: str) -> requests.Response:
	return requests.get(urljoin(base_url, path), headers=headers, timeout=60)


@pytest.fixture
def site(sites):
	"""`site("step", …)`: what a step of factories.built prints."""
	return lambda *arguments: site_step(sites, *arguments, module="built")


@pytest.fixture(autouse=True)
def asked_for(base_url):
	"""Somebody has asked for the page, so it is there."""
	get(base_url)


@pytest.fixture
def made(site):
	"""A new constituency on the page, gone afterwards."""
	yield site("constituency", "Yangi okrug 4711")
	site("tidy")


@pytest.fixture
def question(site):
	"""A published question on the page for voters, gone afterwards."""
	text = "Bu savol 4711 fayllarda bormi?"
	site("question", text)
	yield text
	site("tidy")


def test_a_page_lies_as_a_file_that_says_the_same(site, base_url):
	answer = get(base_url)
	assert answer.headers["Cache-Control"] == "no-cache"
	assert site("read", "en", "constituencies/1703") == answer.text
	assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "for/voters", "calendar", "station", "chain"])
def test_what_is_the_same_for_everybody_lies_as_a_file(site, base_url, path):
	first = get(base_url, f"/ru/{path}".rstrip("/"))
	assert site("read", "ru", path) == first.text
	again = get(base_url, f"/ru/{path}".rstrip("/"))
	assert again.headers["ETag"] == first.headers["ETag"]
	assert again.headers["Set-Cookie"].count("preferred_language=ru;") == 1
	assert again.headers["X-Content-Type-Options"] == "nosniff"


def test_a_text_that_was_published_is_on_the_page_and_in_its_file(site, base_url, question):
	assert question in get(base_url, "/uz/for/voters").text
	assert question in site("read", "uz", "for/voters")


def test_what_has_not_changed_is_not_sent_again(base_url):
	first = get(base_url)
	again = get(base_url, **{"If-None-Match": first.headers["ETag"]})
	assert (again.status_code, again.content) == (304, b"")


def test_it_is_sent_compressed_to_whoever_can_read_it(base_url):
	answer = requests.get(
		urljoin(base_url, PATH), headers={"Accept-Encoding": "gzip"}, stream=True, timeout=60
	)
	assert answer.headers["Content-Encoding"] == "gzip"
	assert b"<!doctype html>" in gzip.decompress(answer.raw.read())
	assert "Content-Encoding" not in get(base_url, **{"Accept-Encoding": "identity"}).headers


def test_a_theme_a_query_and_a_login_get_a_page_of_their_own(base_url):
	assert 'data-theme="dark"' in get(base_url, Cookie="esaylov_theme=dark").text
	assert "Cookie" in get(base_url).headers["Vary"]
	assert get(base_url, "/en/voters").headers.get("Last-Modified")
	assert get(base_url, "/en/decisions?outcome=Granted").headers.get("Last-Modified") is None
	inside = cabinet.logged_in(base_url, cabinet.PARTY).get(PATH)
	assert "csrf_token" in inside.text
	assert "csrf_token" not in get(base_url).text


@pytest.mark.parametrize(
	"path",
	[
		f"{PATH}?x=1",
		"/en/decisions?utm_source=paper&utm_medium=qr",
		"/en/decisions?outcome=&since=",
		"/en/candidates?q=&fbclid=1",
		"/en/voters?page=2",
		"/en/open-data/parties.csv?now=1",
	],
)
def test_what_a_page_does_not_read_of_a_query_is_not_there_for_it(base_url, path):
	get(base_url, path.partition("?")[0])
	answer = get(base_url, path)
	assert answer.headers["Last-Modified"]
	assert answer.content == get(base_url, path.partition("?")[0]).content


def test_a_link_to_a_list_leads_on_without_what_the_page_does_not_read(base_url):
	text = get(base_url, "/en/candidates?q=karimov&utm_source=paper").text
	assert "/ru/candidates?q=karimov" in text
	assert "utm_source" not in text


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_whole_set_is_one_file_for_all_languages(sites, base_url, form):
	first = get(base_url, f"/uz/open-data/parties.{form}")
	other = get(base_url, f"/ru/open-data/parties.{form}")
	assert (other.content, other.headers["ETag"]) == (first.content, first.headers["ETag"])
	assert not (sites / SITE / "public" / "portal" / "ru" / "open-data" / f"parties.{form}").exists()


def test_a_change_is_on_the_page_at_once_here_and_in_the_file_within_seconds(sites, made, base_url):
	assert "4711" in get(base_url).text
	file = sites / SITE / "public" / "portal" / "en" / "constituencies" / "1703" / "index.html"
	waiting.until(lambda: "4711" in file.read_text(encoding="utf-8"))
	assert "4711" in get(base_url).text


@pytest.mark.parametrize(
	("path", "own"),
	[
		("/en/constituencies/１７０３", "/en/constituencies/1703"),
		("/en/territory/１７０３", "/en/territory/1703"),
		("/en/candidates/dc", "/en/candidates/DC"),
		("/en/candidates/ＤＣ", "/en/candidates/DC"),
	],
)
def test_another_writing_of_a_name_leads_to_its_own_and_is_not_kept(sites, base_url, path, own):
	answer = requests.get(urljoin(base_url, path), allow_redirects=False, timeout=60)
	assert (answer.status_code, answer.headers["Location"]) == (303, own)
	assert not (sites / SITE / "public" / "portal" / path.strip("/")).exists()
	assert get(base_url, own).status_code == 200


def test_a_build_that_fails_leaves_the_last_good_page(site):
	before = site("read", "en", "constituencies/1703")
	assert json.loads(site("fail")) == {"built": 0, "logged": True}
	assert site("read", "en", "constituencies/1703") == before


def test_a_page_whose_data_changed_while_it_was_built_is_not_stored(site):
	assert json.loads(site("overtaken")) == {"stored": False}
