"""More filings at once than the site holds: 503 with the place in line, the draft kept, and filed once when there is room."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from factories import cabinet, inside
from factories.http import Client, new_serial, ready_appeal
from factories.profile import few
from playwright.sync_api import expect

pytestmark = pytest.mark.web
FULL = (
	"import time\n"
	"from esaylov.framework.requests import admission\n"
	"ends = {f'held-{number}': time.time() + 3600 for number in range(admission.most())}\n"
	"frappe.cache.zadd(admission._keys()[0], ends)\n"
)
FREE = "from esaylov.framework.requests import admission\nfrappe.cache.delete(*admission._keys())\n"
COUNT = "answer = frappe.db.count('Appeal', {'idempotency_key': given['key']})\n"


@pytest.fixture
def full():
	"""All hands are busy, until the test frees them: call it."""
	inside.run(FULL)
	yield lambda: inside.run(FREE)
	inside.run(FREE)


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY)


@pytest.fixture
def draft(party):
	"""Address of a draft that can be signed."""
	address = cabinet.new_draft(party)
	files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
	party.post(f"{address}/form", cabinet.typed([cabinet.person(new_serial())], action="next"), files=files)
	return address


def test_the_endpoint_says_when_to_ask_again_and_files_once(login, full):
	client: Client = login("party")
	appeal = ready_appeal(client, new_serial())
	signature = client.sign(client.get("appeals.payload", appeal=appeal).json()["message"]["payload"])
	given = {"appeal": appeal, "signature": signature, "idempotency_key": f"in-line-{appeal}"}
	turned = [client.post("appeals.submit", **given) for _ in range(2)]
	assert [answer.status_code for answer in turned] == [503, 503]
	assert all(answer.json()["error"]["code"] == "in_line" for answer in turned)
	assert all(int(answer.headers["Retry-After"]) >= 1 for answer in turned)
	assert {answer.json()["error"]["message"] for answer in turned} == {turned[0].json()["error"]["message"]}
	full()
	receipts = [client.post("appeals.submit", **given) for _ in range(2)]
	assert [answer.status_code for answer in receipts] == [200, 200]
	assert receipts[0].json() == receipts[1].json()


def test_the_page_says_the_place_and_keeps_what_was_signed(base_url, party, draft, full):
	html = party.get(f"{draft}/sign").text
	content = re.search(r'data-payload value="([^"]+)"', html)[1]
	fields = {
		"signature": Client(base_url, "", cabinet.key_file("party")).sign(content),
		"key": re.search(r'name="key" value="([^"]+)"', html)[1],
	}
	answer = party.post(f"{draft}/sign", fields)
	assert answer.status_code == 503
	assert int(answer.headers["Retry-After"]) >= 1
	page = unescape(answer.text)
	assert "Navbatdagi oʻrningiz: 1" in page
	assert all(f'name="{name}" value="{value}"' in page for name, value in fields.items())
	full()
	assert party.post(f"{draft}/sign", fields).url.endswith("/receipt")
	assert inside.run(COUNT, key=fields["key"]) == 1


@pytest.mark.parametrize("by_itself", few([True, False], bool))
@pytest.mark.full
def test_on_a_phone_it_is_sent_again_by_itself_or_by_hand(browser, base_url, party, draft, full, by_itself):
	context = browser.new_context(viewport={"width": 390, "height": 844})
	context.add_cookies(
		[{"name": cookie.name, "value": cookie.value, "url": base_url} for cookie in party.session.cookies]
	)
	page = context.new_page()
	if not by_itself:  # its clock stands still, or it may send by itself before the button is pressed
		page.clock.install(time=0)
		page.clock.pause_at(1)
	try:
		page.goto(urljoin(base_url, f"{draft}/sign?seen=1"))
		page.set_input_files("#p12", cabinet.key_file("party"))
		page.fill("#p12-password", cabinet.PASSWORD)
		page.locator("form[data-sign] button[type=submit]").first.click()
		line = page.locator("form[data-line]")
		expect(line).to_be_visible(timeout=60_000)
		expect(page.locator("[data-line-auto]")).to_be_visible()
		assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
		key = line.locator("[name=key]").input_value()
		full()
		if not by_itself:
			line.locator("button[type=submit]").click()
		page.wait_for_url("**/receipt", timeout=120_000)
	finally:
		context.close()
	assert inside.run(COUNT, key=key) == 1
