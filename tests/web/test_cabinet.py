"""The cabinet: who gets in, whose appeals are shown, and a form that works without script."""

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urljoin

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from factories import cabinet

from esaylov.setup.demo.signing import authority

pytestmark = pytest.mark.web


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY)


@pytest.fixture(scope="module")
def rival(base_url):
	return cabinet.logged_in(base_url, cabinet.RIVAL)


@pytest.fixture
def draft(party):
	"""Address of a new draft of the party."""
	return cabinet.new_draft(party)


def signed_by(local: str, payload: bytes) -> bytes:
	"""A CMS over the bytes by a demonstration login's key, as the browser would make it."""
	key, certificate, _ = pkcs12.load_key_and_certificates(
		cabinet.key_file(local).read_bytes(), cabinet.PASSWORD.encode()
	)
	now = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=5)  # naive Tashkent time
	return authority.sign_cms(payload, authority.Identity(certificate, key), now)


def values(html: str) -> dict[str, str]:
	"""Values of the text fields of the form."""
	return {
		name: unescape(value)
		for name, value in re.findall(r'<input [^>]*name="(a\.[^"]+)"[^>]*value="([^"]*)"', html)
	}


def test_a_guest_is_led_to_the_login_and_back(base_url):
	guest = cabinet.guest(base_url)
	answer = guest.get("/cabinet/new/A56")
	assert "/cabinet/login?next=" in answer.url
	after = re.search(r'name="next" value="([^"]+)"', answer.text)[1]
	answer = guest.post("/cabinet/login", {"usr": cabinet.PARTY, "pwd": cabinet.PASSWORD, "next": after})
	assert answer.url.endswith("/cabinet/new/A56")


def test_a_wrong_password_says_how_to_mend_it(base_url):
	guest = cabinet.guest(base_url)
	answer = guest.post("/cabinet/login", {"usr": "nobody@esaylov.example", "pwd": "wrong"})
	assert answer.status_code == 401
	assert "notoʻgʻri" in unescape(answer.text)
	assert 'href="#usr"' in answer.text


@pytest.mark.parametrize(
	"address",
	["https://evil.example/", "//evil.example", "/cabinet//evil.example", "/cabinetevil", "/api/x", "\\evil"],
)
def test_login_leads_nowhere_but_to_our_own_pages(base_url, address):
	guest = cabinet.guest(base_url)
	answer = guest.get("/cabinet/login", params={"next": address})
	assert 'name="next" value=""' in answer.text


def test_a_form_of_another_site_does_not_log_anybody_in(base_url):
	guest = cabinet.guest(base_url)
	guest.session.headers["Origin"] = "https://evil.example"
	answer = guest.post("/cabinet/login", {"usr": cabinet.PARTY, "pwd": cabinet.PASSWORD})
	assert answer.status_code == 403
	assert guest.session.cookies.get("sid") in (None, "Guest")


def test_logging_out_needs_a_post(base_url):
	browser = cabinet.logged_in(base_url, cabinet.RIVAL)
	assert browser.get("/cabinet/logout").status_code == 404
	browser.get("/cabinet")
	browser.post("/cabinet/logout")
	assert "/cabinet/login" in browser.get("/cabinet").url


def test_home_lists_what_can_be_filed(party):
	html = unescape(party.get("/cabinet").text)
	assert "Siyosiy partiyalardan kuzatuvchilarni roʻyxatga olish" in html
	assert "/cabinet/new/A56" in html


def test_looking_at_the_start_makes_no_draft(party):
	before = len(re.findall(r"/cabinet/appeal/\w+/form", party.get("/cabinet").text))
	party.get("/cabinet/new/A56")
	assert len(re.findall(r"/cabinet/appeal/\w+/form", party.get("/cabinet").text)) == before


@pytest.mark.parametrize("page_of", ["", "/form", "/check", "/sign", "/receipt", "/withdraw"])
def test_another_party_finds_nothing(rival, draft, page_of):
	assert rival.get(draft + page_of).status_code == 404


def test_another_party_cannot_post_to_it(party, rival, draft):
	rival.get("/cabinet")
	answer = rival.post(f"{draft}/form", cabinet.typed([cabinet.person(301)], action="save"))
	assert answer.status_code == 404
	assert values(party.get(f"{draft}/form").text)["a.party_decision_no"] == ""


@pytest.mark.parametrize("token", ["wrong", ""])
def test_a_post_without_the_token_changes_nothing(party, draft, token):
	fields = {**cabinet.typed([], action="save"), "csrf_token": token}
	assert party.post(f"{draft}/form", fields).status_code in (400, 403)
	assert values(party.get(f"{draft}/form").text)["a.party_decision_no"] == ""


def test_rows_come_and_go_by_buttons(party, draft):
	people = [cabinet.person(302, full_name="Birinchi Bir"), cabinet.person(303, full_name="Ikkinchi Ikki")]
	answer = party.post(f"{draft}/form", cabinet.typed(people, action="add:persons"))
	assert values(answer.text)["a.persons.rows"] == "3"
	assert answer.url.endswith("/form#a-persons-2")
	answer = party.post(f"{draft}/form", cabinet.typed(people, action="remove:persons:0"))
	found = values(answer.text)
	assert found["a.persons.rows"] == "1"
	assert found["a.persons.0.full_name"] == "Ikkinchi Ikki"


def test_saving_keeps_what_is_wrong_and_says_nothing_yet(party, draft):
	answer = party.post(f"{draft}/form", cabinet.typed([cabinet.person(304, pinfl="123")], action="save"))
	assert answer.status_code == 200
	assert values(answer.text)["a.persons.0.pinfl"] == "123"
	assert "data-focus" not in answer.text


def test_findings_stand_on_top_and_at_their_fields(party, draft):
	answer = party.post(f"{draft}/form", cabinet.typed([cabinet.person(305, pinfl="123")], action="next"))
	assert "check=1" in answer.url
	links = re.findall(r'<li><a href="#([\w-]+)">', answer.text)
	assert "a-persons-0-pinfl" in links
	assert "a-party_decision" in links
	for target in links:
		assert f'id="{target}"' in answer.text
	assert 'aria-describedby="a-persons-0-pinfl-help a-persons-0-pinfl-finding"' in answer.text


def test_a_warning_does_not_stop_but_must_be_seen(party, draft):
	odd = cabinet.pinfl(306)[:-1] + str((int(cabinet.pinfl(306)[-1]) + 1) % 10)
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	fields = cabinet.typed([cabinet.person(306, pinfl=odd)], action="next")
	answer = party.post(f"{draft}/form", fields, files=files)
	assert answer.url.endswith("/check")
	assert "summary-warning" in answer.text
	assert party.get(f"{draft}/sign").url.endswith("/check")
	assert party.get(f"{draft}/sign?seen=1").url.endswith("/sign?seen=1")


def test_a_file_is_kept_named_and_taken_off(party, draft):
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	answer = party.post(f"{draft}/form", cabinet.typed([], action="save"), files=files)
	assert "qaror.pdf" in answer.text
	answer = party.post(f"{draft}/form", cabinet.typed([], action="drop:party_decision"))
	assert "qaror.pdf" not in answer.text


def test_a_file_of_the_wrong_kind_is_refused_at_its_field(party, draft):
	files = {"a.party_decision": ("qaror.pdf", b"MZ not a pdf at all", "application/pdf")}
	answer = party.post(f"{draft}/form", cabinet.typed([cabinet.person(307)], action="save"), files=files)
	assert answer.status_code == 422
	assert 'id="a-party_decision-finding"' in answer.text
	assert values(answer.text)["a.persons.0.full_name"] == "Boronov Boron Boronovich"


def test_what_is_typed_is_shown_as_text(party, draft):
	odd = '"><script>alert(1)</script>'
	answer = party.post(f"{draft}/form", cabinet.typed([cabinet.person(308, full_name=odd)], action="save"))
	assert "<script>alert" not in answer.text


def test_autosave_answers_with_the_time(party, draft):
	answer = party.post(
		f"{draft}/form",
		cabinet.typed([cabinet.person(309)], action="save"),
		headers={"X-Requested-With": "XMLHttpRequest"},
	)
	assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", answer.json()["saved_at"])


def test_a_forged_signature_files_nothing(party, draft):
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	party.post(f"{draft}/form", cabinet.typed([cabinet.person(310)], action="next"), files=files)
	answer = party.post(f"{draft}/sign", {"signature": "AAAA", "key": "0123456789abcdef"})
	assert answer.status_code == 422
	assert "/form" in party.get(draft).url


def test_the_key_of_another_person_is_refused_in_words(party, draft):
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	party.post(f"{draft}/form", cabinet.typed([cabinet.person(311)], action="next"), files=files)
	html = party.get(f"{draft}/sign").text
	payload = b64decode(re.search(r'data-payload value="([^"]+)"', html)[1])
	signature = b64encode(signed_by("rival", payload)).decode()
	answer = party.post(f"{draft}/sign", {"signature": signature, "key": "0123456789abcdef"})
	assert answer.status_code == 422
	assert "boshqa shaxs" in unescape(answer.text)
	assert party.get(draft).url.endswith("/form")


def test_what_was_signed_is_filed_once(party, draft):
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	party.post(f"{draft}/form", cabinet.typed([cabinet.person(312)], action="next"), files=files)
	html = party.get(f"{draft}/sign").text
	payload = b64decode(re.search(r'data-payload value="([^"]+)"', html)[1])
	fields = {
		"signature": b64encode(signed_by("party", payload)).decode(),
		"key": re.search(r'name="key" value="([^"]+)"', html)[1],
	}
	receipts = [party.post(f"{draft}/sign", fields) for _ in range(2)]
	assert all(receipt.url.endswith("/receipt") for receipt in receipts)
	numbers = {re.search(r'panel-big number">([^<]+)<', receipt.text)[1] for receipt in receipts}
	assert len(numbers) == 1
	party.get("/cabinet")
	party.post(f"{draft}/withdraw")
	assert "Qaytarib olingan" in unescape(party.get(draft).text)


def test_a_draft_saves_itself_while_one_types(page, base_url, party, draft):
	page.context.add_cookies(
		[{"name": cookie.name, "value": cookie.value, "url": base_url} for cookie in party.session.cookies]
	)
	page.goto(urljoin(base_url, f"{draft}/form"))
	page.fill("#a-party_decision_no", "77-Q")
	page.locator("[data-saved-line]", has_text=re.compile(r"\d\d:\d\d da saqlandi")).wait_for()
	assert values(party.get(f"{draft}/form").text)["a.party_decision_no"] == "77-Q"


def test_the_form_fits_a_phone(page, base_url, party, draft):
	page.context.add_cookies(
		[{"name": cookie.name, "value": cookie.value, "url": base_url} for cookie in party.session.cookies]
	)
	page.set_viewport_size({"width": 360, "height": 740})
	page.goto(urljoin(base_url, f"{draft}/form"))
	assert page.evaluate("document.documentElement.scrollWidth") <= 360
	small = page.evaluate(
		"""[...document.querySelectorAll('button:not(.unseen), select, input:not([type=hidden])')]
		.filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"""
	)
	assert small == []
