"""The practice election by its buttons: begun, seen by who practises, ended, and begun anew with nothing in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import cabinet, inside
from factories.desk import PHONE, WIDE, Desk, focused
from factories.http import PASSWORD, Client
from factories.waiting import until
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
USER = "administrator@esaylov.example"
BEGIN, END = "Begin a Practice Election", "End the Practice Election"
SPEAK = """
answer = frappe.db.get_value("User", given["user"], "language")
frappe.db.set_value("User", given["user"], "language", given["language"])
frappe.clear_cache(user=given["user"])
"""
GONE = """
from esaylov.framework import practice
for election in practice.elections():
	if not frappe.db.exists("Appeal", {"election": election}):
		for doctype in ("Constituency", "Election Stage"):
			frappe.db.delete(doctype, {"election": election})
		frappe.db.delete("Election Contest", {"parent": election, "parenttype": "Election"})
		frappe.db.delete("Election Preparation", {"code": election})
		frappe.db.delete("Election", {"name": election})
frappe.clear_cache()
"""
"""Take back what a run made: no practice election is taken back on a real site, for what was signed in it stays."""


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path], login) -> Iterator[Desk]:
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	before = inside.run(SPEAK, user=USER, language="en")
	desk = Desk(page, keep)
	yield desk
	if election := present(login("administrator"))["election"]:
		login("administrator").post("preparing.end_practice", election=election)
	inside.run(GONE)
	inside.run(SPEAK, user=USER, language=before)
	assert desk.faults == []


def present(administrator: Client) -> dict[str, str]:
	return administrator.get("preparing.practice").json()["message"]


def made(administrator: Client) -> str | None:
	"""The practice election once its job has made all of it."""
	now = present(administrator)
	return None if now["preparation"] else now["election"] or None


def button(desk: Desk, words: str) -> Locator:
	label = desk.page.evaluate("words => encodeURIComponent(__(words))", words)
	return desk.page.locator(f".page-container:visible [data-label='{label}']").first


def agree(desk: Desk) -> None:
	focused(desk.page)
	desk.page.locator(".modal.show .btn-modal-primary").last.click()


def begin(desk: Desk, administrator: Client) -> str:
	"""Press the button and wait for the election that the job makes."""
	page = desk.open("election")
	expect(button(desk, BEGIN)).to_be_visible()
	expect(button(desk, END)).to_have_count(0)
	button(desk, BEGIN).click()
	desk.picture("begin-asked")
	agree(desk)
	page.wait_for_function("() => cur_frm?.doctype === 'Election Preparation' && cur_frm.doc.is_practice")
	desk.picture("preparation")
	return until(lambda: made(administrator))


def test_it_is_begun_ended_and_begun_anew_by_its_buttons(desk: Desk, login, base_url: str) -> None:
	administrator = login("administrator")
	election = begin(desk, administrator)
	page = desk.page
	page.evaluate("frappe.set_route('List', 'Election', 'List')")  # the list as it was left: it is read anew
	expect(button(desk, END)).to_be_visible()
	expect(button(desk, BEGIN)).to_have_count(0)
	desk.open(f"election/{election}")
	expect(page.locator(".esaylov-practice")).to_be_visible()
	desk.picture("form")
	party = cabinet.logged_in(base_url, cabinet.PARTY, "en")
	start = party.get("/cabinet/new/A56").text
	assert f'value="{election}"' in start
	answer = party.post(
		"/cabinet/new/A56",
		{"election": election, "body": start.split('name="body" value="')[1].split('"')[0]},
	)
	draft = answer.url
	assert draft.endswith("/form")
	page.context.clear_cookies()
	answer = page.context.request.post("/api/method/login", form={"usr": cabinet.PARTY, "pwd": PASSWORD})
	assert answer.ok
	for language, size in (("uz", PHONE), ("ru", WIDE)):
		page.set_viewport_size(size)
		page.goto(f"{draft}?lang={language}")
		desk.picture(f"practised-{language}-{size['width']}")
		assert desk.fits()
	page.context.clear_cookies()
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok
	page.set_viewport_size(WIDE)
	desk.open("election")
	expect(button(desk, BEGIN)).to_have_count(0)
	button(desk, END).click()
	focused(page)
	desk.picture("end-asked")
	with page.expect_navigation():
		page.locator(".modal.show .btn-modal-primary").last.click()
	expect(button(desk, BEGIN)).to_be_visible()
	assert present(administrator) == {"election": "", "preparation": ""}
	assert party.get(draft).status_code == 404
	another = begin(desk, administrator)
	assert another != election
	rows = inside.run('answer = frappe.db.count("Appeal", {"election": given["election"]})', election=another)
	assert rows == 0


def test_nobody_else_is_offered_the_buttons(page: Page, keep, login) -> None:
	answer = page.context.request.post(
		"/api/method/login", form={"usr": "auditor@esaylov.example", "pwd": PASSWORD}
	)
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	desk.open("election")
	expect(page.locator(".frappe-list:visible").first).to_be_visible()
	desk.settle()
	for words in (BEGIN, END):
		expect(button(desk, words)).to_have_count(0)
	assert desk.faults == []
