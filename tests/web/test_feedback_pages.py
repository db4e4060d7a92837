"""Feedback over HTTP and in a browser without a script: what is typed stays, floods end, the answer is found."""

import re
import secrets
from html import unescape
from urllib.parse import urljoin

import pytest
import requests
from factories import cabinet
from playwright.sync_api import expect

pytestmark = pytest.mark.web
FORM = "/en/for/{}/feedback"


def written(text: str = "Where is my station?", **more: str) -> dict[str, str]:
	return {"page": "voters", "text": text, "name": "", "contact": "", "website": "", **more}


@pytest.fixture
def guest(base_url):
	return cabinet.guest(base_url)


def test_a_message_gets_a_number_and_is_followed_by_its_code(base_url, browser):
	with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
		page = context.new_page()
		page.goto("/en/for/voters")
		page.get_by_role("link", name="Write a message").click()
		page.get_by_label("Your message").fill("Where do I vote?\nSecond line <b>")
		page.get_by_label("Phone or e-mail").fill("12")
		page.get_by_role("button", name="Send").click()
		assert "name@example.uz" in page.get_by_role("alert").inner_text()
		assert page.get_by_label("Your message").input_value() == "Where do I vote?\nSecond line <b>"
		page.get_by_label("Phone or e-mail").fill("+998 90 123 45 67")
		page.get_by_role("button", name="Send").click()
		number = page.locator("[data-number]").inner_text()
		assert re.fullmatch(r"F\d\d-\d{5}", number)
		page.get_by_role("link", name="Answer to your message").click()
		assert "Where do I vote?\nSecond line <b>" in page.locator(".as-written").first.inner_text()
		expect(page.get_by_text("There is no answer yet.")).to_be_visible()


def test_a_program_that_fills_in_the_hidden_field_is_thanked_and_writes_nothing(guest):
	answer = guest.post(FORM.format("voters"), written(website="https://spam.example"))
	assert answer.url.endswith("/en/for/voters/sent")
	assert "data-number" not in answer.text


def test_another_site_may_not_post_here(base_url):
	headers = {"Origin": "https://elsewhere.example"}
	answer = requests.post(
		urljoin(base_url, FORM.format("voters")), data=written(), headers=headers, timeout=60
	)
	assert answer.status_code == 403


def test_a_flood_ends_whatever_stands_before_its_address(guest):
	"""Over all pages. The proxy is on this machine, and what it wrote stands last."""
	own = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"
	statuses = []
	for place in range(31):
		guest.session.headers["X-Forwarded-For"] = f"198.51.100.{place}, {own}"
		page = ("foreign-media", "voters")[place % 2]
		statuses.append(guest.post(FORM.format(page), written("", page=page)).status_code)
	assert statuses[-1] == 429
	assert set(statuses) <= {422, 429}


def test_the_endpoint_answers_with_number_and_code_and_with_findings(base_url):
	address = urljoin(base_url, "/api/method/esaylov.api.feedback.send")
	good = requests.post(address, json={"page": "parties", "text": "Savol"}, timeout=60)
	assert good.status_code == 200
	assert set(good.json()["message"]) == {"number", "code"}
	bad = requests.post(address, json={"page": "parties", "text": "", "contact": "x"}, timeout=60)
	assert bad.status_code == 422
	assert {row["path"] for row in bad.json()["error"]["findings"]} == {"text", "contact"}
	assert requests.get(address, timeout=60).status_code in (403, 405)


def test_a_message_of_nobody_is_not_found(guest):
	answer = guest.get("/en/feedback?number=F26-99999&code=AAAAAAAA")
	assert answer.status_code == 404
	assert "No such message was found" in unescape(answer.text)
