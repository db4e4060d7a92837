"""What a reader comes for, without a script and by the keyboard alone: station, calendar, a page in another language."""

import re
from urllib.parse import urljoin

import pytest
from factories import cabinet
from playwright.sync_api import expect

pytestmark = pytest.mark.web


@pytest.fixture
def plain(browser, base_url):
	"""A page of a browser that runs no scripts, as wide as a phone."""
	with browser.new_context(
		java_script_enabled=False, base_url=base_url, viewport={"width": 390, "height": 800}
	) as context:
		yield context.new_page()


def test_a_station_is_found_in_two_steps_without_a_script(plain):
	plain.goto("/en/station?q=maktab")
	assert "Choose the region first" in plain.get_by_role("alert").inner_text()
	plain.get_by_label("Region", exact=True).select_option("1726")
	plain.get_by_role("button", name="Find").click()
	expect(plain.get_by_role("heading", name=re.compile("stations? found"))).to_be_visible()
	plain.get_by_label("District or city").select_option(label="Shaikhontohur district")
	plain.get_by_label("Street, mahalla").fill("намуна мактаб")  # the register has Latin letters
	plain.get_by_role("button", name="Find").click()
	expect(plain.locator(".stations > li").nth(1)).to_be_visible()
	plain.get_by_label("Street, mahalla").fill("2")
	plain.get_by_role("button", name="Find").click()
	expect(plain.locator(".stations > li h3")).to_have_text(["Polling station No. 2"])
	plain.get_by_label("Street, mahalla").fill("nowhere at all")
	plain.get_by_role("button", name="Find").click()
	expect(plain.get_by_text("No station was found")).to_be_visible()


def test_the_language_changes_on_the_same_page_and_its_query_stays(plain):
	plain.goto("/en/station?region=1726")
	plain.get_by_role("link", name="Русский").click()
	plain.wait_for_url("**/ru/station?region=1726")
	expect(plain.get_by_role("heading", level=1)).to_have_text("Найти избирательный участок")


def test_from_a_region_of_the_map_to_a_constituency_by_the_keyboard_without_a_script(plain):
	plain.goto("/en/constituencies")
	for address in ("/en/constituencies/1718", "/en/constituencies/1718401"):
		plain.locator(f'main a[href="{address}"]').first.focus()
		plain.keyboard.press("Enter")
		plain.wait_for_url(f"**{address}")
	expect(plain.get_by_text("Polling station No. 3", exact=True)).to_be_visible()
	plain.go_back()
	plain.locator('main a[href^="/en/constituency/"]').first.focus()
	plain.keyboard.press("Enter")
	plain.wait_for_url("**/en/constituency/*")
	expect(plain.locator(".outline")).to_be_visible()


def test_an_appeal_is_asked_for_by_the_keyboard_without_a_script(plain):
	plain.goto("/en/track")
	plain.get_by_label("Number").focus()
	plain.keyboard.type("2026-000000")
	plain.keyboard.press("Tab")
	plain.keyboard.type("NOTHING")
	plain.keyboard.press("Enter")
	plain.wait_for_url("**number=2026-000000*")
	expect(plain.get_by_role("alert")).to_be_visible()


def test_a_station_is_found_by_the_keyboard_alone(page, base_url):
	page.goto(urljoin(base_url, "/en/station"))
	for _ in range(40):
		page.keyboard.press("Tab")
		if page.evaluate("document.activeElement.id") == "region":
			break
	page.keyboard.type("Tashkent C")
	page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.id") == "words"
	page.keyboard.type("maktab")
	page.keyboard.press("Enter")
	page.wait_for_url("**region=1726*")
	expect(page.locator(".stations > li").nth(1)).to_be_visible()


def test_feedback_is_sent_by_the_keyboard_alone(page, base_url):
	page.goto(urljoin(base_url, "/en/for/candidates/feedback"))
	page.keyboard.press("Tab")
	page.keyboard.press("Enter")  # past the menu
	for _ in range(12):
		page.keyboard.press("Tab")
		if page.evaluate("document.activeElement.id") == "text":
			break
	page.keyboard.type("A question")
	for _ in range(3):
		page.keyboard.press("Tab")
	assert page.evaluate("document.activeElement.tagName") == "BUTTON"  # the hidden field is no stop
	page.keyboard.press("Enter")
	page.locator("[data-number]").wait_for()


def test_the_calendar_file_holds_every_stage_as_whole_days(base_url):
	guest = cabinet.guest(base_url)
	html, answer = guest.get("/uz/calendar").text, guest.get("/uz/calendar.ics")
	assert answer.headers["Content-Type"].startswith("text/calendar")
	lines = answer.content.decode().split("\r\n")
	assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
	assert all(len(line.encode()) <= 75 for line in lines)
	rows = html.split("</h2>", 1)[1]
	stages = set(re.findall(r'<th scope="row">([^<]+)</th>', rows))
	unfolded = "\r\n".join(lines).replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";")
	summaries = set(re.findall(r"SUMMARY:(.+)\r\n", unfolded))
	assert {text.replace("&#39;", "'") for text in stages} == summaries
	starts = re.findall(r"DTSTART;VALUE=DATE:(\d{8})\r\nDTEND;VALUE=DATE:(\d{8})", unfolded)
	assert len(starts) == unfolded.count("BEGIN:VEVENT")
	assert all(end > start for start, end in starts)


def test_an_editor_sees_the_page_with_the_text_as_it_was_saved(base_url):
	"""The preview draws what is shipped here; that a draft stands in its place: tests/site/portal/test_pages.py."""
	editor = cabinet.guest(base_url)
	editor.session.post(
		urljoin(base_url, "/api/method/login"),
		data={"usr": "administrator@esaylov.example", "pwd": cabinet.PASSWORD},
		timeout=60,
	)
	values = {"doctype": "Public Page", "name": "voters-general", "language": "ru"}
	answer = editor.get("/api/method/esaylov.api.pages.preview", params=values)
	html = answer.json()["message"]["html"]
	assert '<html lang="ru"' in html
	assert "С 8:00 до 20:00" in html or "с 8:00 до 20:00" in html
	assert 'name="csrf_token" value=""' in html or "csrf_token" not in html
	refused = editor.get("/api/method/esaylov.api.pages.preview", params={**values, "doctype": "Person"})
	assert refused.status_code == 404
