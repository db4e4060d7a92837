"""A candidate in the cabinet: what is filed with a code sent to the phone, from the list to the receipt."""

import re
from html import unescape

import pytest
from factories import cabinet, codes, inside, waiting
from playwright.sync_api import expect

pytestmark = pytest.mark.web
CANDIDATE = "candidate@esaylov.example"
TYPE = "A49"  # withdrawal of a candidate of a district Kengash
KNOWN = (
	"from esaylov.framework.requests import limits\n"
	"from esaylov.identity import codes as one_time\n"
	"person = frappe.db.get_value('Person', {'user': given['user']}, ['name', 'phone'], as_dict=True)\n"
	"own = one_time.Asker(given['user'])\n"
	"scope = one_time._scope(person.phone, one_time.Purpose.FILING, own)\n"
	"limits.clear('code', f'{scope}|6')  # earlier runs within the hour\n"
	"answer = person.name\n"
)


@pytest.fixture(scope="module")
def person() -> str:
	"""Name of the demonstration candidate's Person."""
	return inside.run(KNOWN, user=CANDIDATE)


@pytest.fixture(scope="module")
def candidate(base_url):
	return cabinet.logged_in(base_url, CANDIDATE, "en")


@pytest.fixture
def draft(candidate):
	"""Address of a draft that has nothing left to mend."""
	candidate.get(f"/cabinet/new/{TYPE}")
	answer = candidate.post(f"/cabinet/new/{TYPE}")
	assert answer.url.endswith("/form"), unescape(answer.text)[-1500:]
	address = answer.url.removesuffix("/form").removeprefix(candidate.base_url.rstrip("/"))
	answer = candidate.post(f"{address}/form", {"a.reason": "Sog'liq sababli", "action": "next"})
	assert answer.url.endswith("/check"), unescape(answer.text)[-1500:]
	return address


def sent_code(person: str, before: int) -> str:
	"""The code of the message that follows so many others."""
	return waiting.until(lambda: inside.codes_of(person)[before:])[-1]


SEEN = "?seen=1"
"""The applicant has read what is asked about: the same may be filed already, by a test before."""


def key_of(html: str) -> str:
	return re.search(r'name="key" value="([^"]+)"', html)[1]


def test_what_is_open_to_a_candidate_stands_in_the_list(candidate):
	html = candidate.get("/cabinet").text
	assert f'href="/cabinet/new/{TYPE}"' in html
	assert 'href="/cabinet/new/A56"' not in html, "observers are the parties' affair"


def test_the_way_out_is_offered_last_and_a_phone_is_asked_for_instead_of_a_key(candidate):
	html = unescape(candidate.get("/cabinet").text)
	offered = re.findall(r'href="/cabinet/new/(A\d\d)"', html)
	assert TYPE in offered
	assert offered[0] != TYPE
	start = unescape(candidate.get(f"/cabinet/new/{TYPE}").text)
	assert "the code that confirms it comes there by SMS" in start
	assert ".p12" not in start


def test_a_draft_is_called_by_the_title_of_its_record(candidate, draft):
	assert "Vohidov Vohid Vohidovich: Sog'liq sababli" in unescape(candidate.get("/cabinet").text)


@pytest.mark.full
def test_a_wrong_code_is_told_and_the_right_one_files(candidate, person, draft):
	page = candidate.get(f"{draft}/sign{SEEN}").text
	assert "p12" not in page
	assert 'name="sms_code"' not in page
	before = len(inside.codes_of(person))
	page = candidate.post(f"{draft}/sign", {"action": "send", "key": key_of(page)})
	assert "The code was sent to" in page.text
	assert 'name="sms_code"' in page.text
	code = sent_code(person, before)

	typed = {"action": "submit", "key": key_of(page.text), "sms_code": codes.wrong(code)}
	page = candidate.post(f"{draft}/sign", typed)
	assert page.status_code == 422
	problem = unescape(re.search(r"data-sign-message>(.*?)<", page.text)[1])
	assert "code" in problem.lower()
	assert 'href="#sms_code"' in page.text
	assert "Sog'liq sababli" in unescape(candidate.get(f"{draft}/form").text), "the draft stays"

	spaced = f" {code[:3]} {code[3:]}"
	page = candidate.post(f"{draft}/sign", {"action": "submit", "key": key_of(page.text), "sms_code": spaced})
	assert page.url.endswith("/receipt"), unescape(page.text)[-1500:]
	assert "Vohidov Vohid Vohidovich" in unescape(page.text)
	link = unescape(re.search(r'href="(/api/method/esaylov.api.appeals.receipt[^"]+)"', page.text)[1])
	assert candidate.get(link).content.startswith(b"%PDF-")
	assert link in unescape(candidate.get(draft).text)


def test_without_a_code_nothing_is_filed(candidate, draft):
	page = candidate.get(f"{draft}/sign{SEEN}").text
	page = candidate.post(f"{draft}/sign", {"action": "submit", "key": key_of(page), "sms_code": ""})
	assert page.status_code == 422
	assert candidate.get(f"{draft}/form").url.endswith("/form")


def test_a_code_does_not_file_what_was_changed_since(candidate, person, draft):
	before = len(inside.codes_of(person))
	page = candidate.get(f"{draft}/sign{SEEN}").text
	candidate.post(f"{draft}/sign", {"action": "send", "key": key_of(page)})
	code = sent_code(person, before)
	candidate.get(f"{draft}/form")
	candidate.post(f"{draft}/form", {"a.reason": "Boshqa sabab", "action": "next"})
	page = candidate.get(f"{draft}/sign{SEEN}").text
	page = candidate.post(f"{draft}/sign", {"action": "submit", "key": key_of(page), "sms_code": code})
	assert page.status_code == 422, "the code confirms the text that it was sent for"


FIELD = "a.district_scope"


def opened(client: cabinet.Browser, code: str) -> str:
	"""Address of a new draft of a type."""
	assert client.get(f"/cabinet/new/{code}").ok, f"{code} is open"
	answer = client.post(f"/cabinet/new/{code}", {"election": cabinet.ELECTION})
	assert answer.url.endswith("/form"), unescape(answer.text)[-1500:]
	return answer.url.removesuffix("/form").removeprefix(client.base_url.rstrip("/"))


def options(html: str) -> list[tuple[str, bool]]:
	"""Titles in the field of districts, and whether each is the chosen one."""
	select = re.search(rf'<select [^>]*name="{FIELD}".*?</select>', html, re.S)[0]
	found = re.findall(r'<option value="[^"]+"( selected)?>([^<]+)', select)
	return [(unescape(title), bool(chosen)) for chosen, title in found]


def test_a_meeting_is_in_a_district_of_the_candidate(candidate):
	html = candidate.get(f"{opened(candidate, 'A60')}/form").text
	assert [title for title, _ in options(html)] == ["Shaikhontohur district"]


class TestLongList:
	"""A field with some two hundred districts (A58, accreditation of local media)."""

	@pytest.fixture(scope="class")
	def media(self, base_url):
		return cabinet.logged_in(base_url, "media@esaylov.example", "en")

	@pytest.fixture
	def filing(self, media):
		return opened(media, "A58")

	def test_a_button_of_the_form_searches_and_the_chosen_title_stays(self, media, filing):
		html = media.get(f"{filing}/form").text
		assert options(html) == [], "nobody looks through two hundred"
		asked = {"action": "find:district_scope", f"find.{FIELD}": "chilonz"}
		html = media.post(f"{filing}/form", asked).text
		((title, _),) = options(html)
		assert title.startswith("Chilonzor")
		assert 'value="chilonz"' in html
		assert "Found: 1" in html
		code = re.search(r'<option value="(\d+)">Chilonzor', html)[1]
		media.post(f"{filing}/form", {FIELD: code, "action": "save"})
		assert options(media.get(f"{filing}/form").text) == [(title, True)]
		asked = {"action": "find:district_scope", f"find.{FIELD}": "no such place", FIELD: code}
		html = media.post(f"{filing}/form", asked).text
		assert options(html) == [(title, True)], "what is chosen stays, whatever is searched"
		assert "Not found" in html

	def test_with_script_it_is_searched_while_one_types(self, page, base_url, media, filing):
		cookies = [{"name": one.name, "value": one.value, "url": base_url} for one in media.session.cookies]
		page.context.add_cookies(cookies)
		page.goto(f"{filing}/form")
		page.locator("#a-district_scope-find").press_sequentially("chilonz")
		option = page.locator("#a-district_scope option", has_text="Chilonzor")
		option.wait_for(state="attached")
		assert page.locator("#a-district_scope").input_value() == "", "typing alone chooses nothing"
		page.locator("#a-district_scope-find").press("Enter")
		expect(page.locator("#a-district_scope")).to_have_value(re.compile(r"\d+"))
		assert page.url.endswith("/form"), "the page stays"

	def test_what_is_no_link_field_is_not_searched(self, media, filing):
		answer = media.get(f"{filing}/links", params={"find": "media_name", "words": "chilonzor"})
		assert answer.status_code == 404
