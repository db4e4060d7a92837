"""The inbox and the form of an appeal in the Desk of a chair: queues, many at once, answers, files, remarks; wide and on a phone."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from factories.desk import Desk
from factories.http import NAMES, PASSWORD, file_appeal
from factories.look import shows_drawn_pages
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post(
		"/api/method/login", form={"usr": "chair@esaylov.example", "pwd": PASSWORD}
	)
	assert answer.ok, answer.text()
	return Desk(page, keep)


def queue(page: Page, name: str):
	return page.locator(f".page-container:visible .esaylov-queues [data-queue={name}]")


def fits(page: Page) -> bool:
	"""Whether nothing makes the page wider than the window."""
	return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


@pytest.mark.full
def test_a_chair_hands_over_the_new_appeals_from_the_inbox(desk: Desk, login, serial: int) -> None:
	party = login("party")
	appeals = [file_appeal(party, serial), file_appeal(party, serial + 3)]
	desk.page.set_viewport_size({"width": 1280, "height": 800})
	page = desk.open("appeal")
	new = queue(page, "new")
	expect(new.locator("b")).to_have_text(re.compile(r"^[1-9]\d*$"))
	new.focus()
	page.keyboard.press("Enter")
	expect(new).to_have_attribute("aria-pressed", "true")
	for appeal in appeals:
		expect(page.locator(f".list-row-container [data-name='{appeal}']").first).to_be_visible()
	named = page.locator(f"[data-applicant='{appeals[0]}']").first
	expect(named).not_to_be_empty()
	desk.settle()
	desk.picture("inbox")
	box = named.bounding_box()
	assert box is not None
	assert box["x"] + box["width"] <= 1280, "the applicant stands beside the screen"
	expect(
		page.locator(".page-container:visible .standard-filter-section .form-group:visible")
	).to_have_count(5)
	expect(page.locator(".list-row-container [data-type='A56']").first).to_have_text(
		re.compile(r"^(?!A56).+")
	)
	for appeal in appeals:
		page.locator(f"input.list-row-checkbox[data-name='{appeal}']").first.check()
	page.locator(".page-container:visible .actions-btn-group button").first.click()
	menu = page.locator(".page-container:visible .actions-btn-group .dropdown-menu")
	expect(menu.locator("a:visible")).to_have_count(1)
	menu.locator("a:visible").click()
	dialog = page.locator(".modal.show")
	dialog.locator("select").select_option("secretary@esaylov.example")
	page.route("**/esaylov.api.appeals.assign_progress*", lambda route: route.abort(), times=1)
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".modal.show [data-late]")).to_be_visible()
	expect(page.locator(".modal.show [role=status]")).to_contain_text("2", timeout=120_000)
	expect(page.locator(".modal.show [role=progressbar]")).to_have_attribute(
		"aria-valuenow", "100", timeout=120_000
	)
	desk.picture("handed-over")
	found = page.request.get(f"/api/resource/Appeal/{appeals[1]}").json()["data"]
	assert (found["status"], found["assigned_to"]) == ("Under Review", "secretary@esaylov.example")
	assert desk.faults == []


@pytest.mark.full
def test_the_form_shows_answers_files_and_takes_a_remark(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open(f"appeal/{appeal}")
	matter = page.locator(".esaylov-matter:visible")
	expect(matter.locator("tr[data-path='persons[2]']")).to_contain_text(NAMES[2])
	expect(
		page.locator(".page-container:visible .menu-btn-group a:visible", has_text="Delete")
	).to_have_count(0)
	take = page.request.post(
		"/api/method/esaylov.api.appeals.assign",
		data={"appeal": appeal, "user": "chair@esaylov.example"},
		headers={"X-Frappe-CSRF-Token": page.evaluate("frappe.csrf_token")},
	)
	assert take.ok, take.text()
	page.evaluate("cur_frm.reload_doc()")
	remark = page.locator(".esaylov-matter:visible [data-remark='persons[0].full_name']")
	remark.click()
	page.locator(".modal.show textarea").fill("Familiya pasportdagidek yozilsin")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".esaylov-remark:visible")).to_contain_text("Familiya pasportdagidek")
	desk.settle()
	desk.picture("form")
	page.locator(".esaylov-matter:visible [data-view]").first.click()
	shows_drawn_pages(page.locator(".modal.show .esaylov-viewer"))
	desk.picture("file")
	page.keyboard.press("Escape")
	page.locator(".modal.show").wait_for(state="detached")
	page.route("**/esaylov.api.files.page?*", lambda route: route.fulfill(status=417, json={}))
	page.locator(".esaylov-matter:visible [data-view]").first.click()
	expect(page.locator(".modal.show .esaylov-viewer .esaylov-rose")).to_contain_text("1")
	expect(page.locator(".modal.show .esaylov-viewer img")).to_have_count(0)
	desk.picture("file-not-drawn")


@pytest.mark.full
def test_what_registers_say_stands_beside_the_answers_in_words(desk: Desk, login, serial: int) -> None:
	"""The answers of the registers are given here as `people.registers` gives them: the demonstration asks none."""
	appeal = file_appeal(login("party"), serial)
	said = {"source": "Interagency portal", "asked_at": "2026-11-24 10:00:00"}
	checks = [
		{**said, "check": "PD", "result": "differs", "differs_in": ["phone"]},
		{**said, "check": "CR", "result": "clear", "differs_in": []},
	]
	filled = {"columns": [], "disputes": {"phone": "Raqam almashgan"}, "source": "", "asked_at": ""}
	answer = [{"path": "persons[1]", "name": NAMES[1], "checks": checks, "filled": filled}]
	desk.page.route("**/esaylov.api.people.registers*", lambda route: route.fulfill(json={"message": answer}))
	page = desk.open(f"appeal/{appeal}")
	row = page.locator(".esaylov-matter:visible tr[data-path='persons[1]']")
	expect(row).to_contain_text("Personal data: differs")
	expect(row).to_contain_text("Criminal record: nothing found")
	expect(row).to_contain_text("Raqam almashgan")
	expect(row.locator("td", has_text="differs from the register")).to_have_count(1)
	desk.settle()
	desk.picture("registers")
	assert desk.faults == []


@pytest.mark.full
def test_a_corrected_filing_shows_what_it_changed(desk: Desk, login, serial: int) -> None:
	party, chair = login("party"), login("chair")
	appeal = file_appeal(party, serial)
	steps = [
		("appeals.assign", {"user": "chair@esaylov.example"}),
		("appeals.remark", {"field": "persons[0].full_name", "text": "Pasportdagidek yozilsin"}),
		("appeals.return_for_correction", {"reason": "Ism xato"}),
	]
	for method, values in steps:
		answer = chair.post(method, appeal=appeal, **values)
		assert answer.status_code == 200, answer.text
	payload = party.get("appeals.payload", appeal=appeal).json()["message"]["payload"]
	answers = json.loads(base64.b64decode(payload))["answers"]
	answers["persons"][0]["full_name"] = "Bo'ronov Bo'riboy Bo'ronovich"
	assert party.post("appeals.update", appeal=appeal, answers=answers).status_code == 200
	payload = party.get("appeals.payload", appeal=appeal).json()["message"]["payload"]
	filed = party.post(
		"appeals.submit", appeal=appeal, signature=party.sign(payload), idempotency_key=f"again-{appeal}"
	)
	assert filed.status_code == 200, filed.text
	page = desk.open(f"appeal/{appeal}")
	changed = page.locator(".esaylov-matter:visible table").first
	expect(changed).to_contain_text(NAMES[0])
	expect(changed).to_contain_text("Bo'ronov Bo'riboy Bo'ronovich")
	expect(page.locator(".esaylov-story:visible")).to_contain_text("Ism xato")
	desk.settle()
	desk.picture("corrected")
	page.goto("/app/appeal")
	expect(queue(page, "corrected").locator("b")).not_to_have_text("0")
	assert desk.faults == []


@pytest.mark.full
def test_inbox_and_form_fit_a_phone(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	desk.page.set_viewport_size(PHONE)
	page = desk.open("appeal")
	expect(queue(page, "new")).to_be_visible()
	desk.settle()
	desk.picture("inbox-phone")
	assert fits(page)
	page = desk.open(f"appeal/{appeal}")
	step = page.locator(".page-container:visible .primary-action:visible").first
	expect(page.locator(".esaylov-matter:visible")).to_contain_text(NAMES[2])
	desk.settle()
	desk.picture("form-phone")
	box = step.bounding_box()
	assert box is not None
	assert box["x"] + box["width"] <= PHONE["width"]
	page.locator(".esaylov-matter:visible table").first.scroll_into_view_if_needed()
	desk.picture("form-phone-table")
	assert fits(page)
