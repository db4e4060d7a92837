"""Decisions without an appeal in the Desk: the chair signs one alone, the secretary puts one on an agenda with a file."""

import re
from pathlib import Path

import pytest
from factories import inside
from factories.http import PASSWORD
from factories.steps import SITE
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.web
PHONE = {"width": 390, "height": 844}
REASON = "Akkreditatsiya qoidalari buzilgan"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def journalist() -> dict[str, str]:
	"""A representative of the media in the register: `entry`, `name`."""
	return inside.run(
		"from factories import effects\n"
		"entry = effects.imported('Media Representative', organization_title='Gazeta')\n"
		"name = frappe.db.get_value('Media Representative', entry, 'full_name')\n"
		"answer = {'entry': entry, 'name': name}\n"
	)


@pytest.fixture
def decision(journalist: dict[str, str]) -> str:
	"""The imported act on which that entry stands."""
	return inside.run(
		"answer = frappe.db.get_value('Media Representative', given['entry'], 'decision')",
		entry=journalist["entry"],
	)


@pytest.fixture
def session() -> str:
	return inside.run("from factories import sessions as make\nanswer = make.planned('Murojaatsiz masala')\n")


def decisions_list(context: BrowserContext, user: str) -> Page:
	"""The list of decisions as a user sees it."""
	page = context.new_page()
	page.goto("/login")
	form = {"usr": f"{user}@esaylov.example", "pwd": PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok
	page.goto("/app/decision")
	expect(page.locator(".page-container:visible .primary-action").first).to_be_visible(timeout=60_000)
	return page


def asked(page: Page, field: str = "") -> Locator:
	"""The dialogue that is open, or a field of it."""
	dialog = page.locator(".modal.show").last
	return dialog.locator(f"[data-fieldname={field}]") if field else dialog


def go_on(page: Page) -> None:
	asked(page).locator(".btn-modal-primary").click()


def choose_matter(page: Page, matter: str) -> None:
	page.locator(".page-container:visible .primary-action").first.click()
	asked(page, "code").locator("select").select_option(matter)
	go_on(page)


def choose_link(page: Page, field: str, name: str) -> None:
	"""Type into a link and take what is offered."""
	place = asked(page, field)
	place.locator("input").first.click()
	place.locator("input").first.fill(name)
	place.locator(".awesomplete li", has_text=name).first.click()


def test_the_chair_signs_one_alone(context: BrowserContext, sites: Path, journalist, keep):
	page = decisions_list(context, "chair")
	page.screenshot(path=keep("list.png"))
	choose_matter(page, "end_accreditation")
	choose_link(page, "certificate", journalist["entry"])
	asked(page, "reason").locator("textarea").fill(REASON)
	page.screenshot(path=keep("needs.png"))
	go_on(page)
	signing = page.locator(".modal.show", has=page.locator("[data-key]"))
	said = signing.locator("[data-text=text_uz]")
	expect(said).to_have_value(re.compile(journalist["name"]))
	said.fill(f"{said.input_value()}\nQaror darhol kuchga kiradi.")
	page.screenshot(path=keep("text.png"))
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "chair.p12")
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	page.wait_for_url(re.compile(r"/decision/\w{8,}"), timeout=60_000)
	page.screenshot(path=keep("decision.png"))
	stored = inside.run(
		"row = frappe.get_doc('Media Representative', given['entry'])\n"
		"text = frappe.db.get_value('Decision', row.end_decision, 'text_uz')\n"
		"answer = [row.status, text.splitlines()[-1]]\n",
		entry=journalist["entry"],
	)
	assert stored == ["Revoked", "Qaror darhol kuchga kiradi."]


def test_the_secretary_puts_one_to_the_vote_from_a_phone(
	context: BrowserContext, decision, session, tmp_path, keep
):
	page = decisions_list(context, "secretary")
	page.set_viewport_size(PHONE)
	page.screenshot(path=keep("list-phone.png"))
	choose_matter(page, "annulment")
	choose_link(page, "decision", decision)
	asked(page, "reason").locator("textarea").fill(REASON)
	asked(page, "session").locator("select").select_option(session)
	page.screenshot(path=keep("vote-phone.png"))
	go_on(page)
	page.wait_for_url(re.compile(f"/commission-session/{session}"), timeout=60_000)
	file = tmp_path / "asoslar.pdf"
	file.write_bytes(PDF)
	page.locator(".esaylov-room [data-step=add_material]").click()
	asked(page).locator("[data-material]").set_input_files(file)
	go_on(page)
	hung = page.locator(".esaylov-room-agenda a", has_text="asoslar.pdf")
	expect(hung).to_be_visible(timeout=60_000)
	assert context.request.get(hung.get_attribute("href")).body() == PDF
	page.screenshot(path=keep("room-phone.png"), full_page=True)
	item = inside.run(
		"answer = frappe.get_all('Agenda Item', {'session': given['session']},"
		" ['subject_kind', 'status'], as_list=True, order_by='name asc')\n",
		session=session,
	)
	assert item == [["annulment", "Planned"]]


def test_a_member_is_offered_none(context: BrowserContext):
	page = context.new_page()
	page.goto("/login")
	form = {"usr": "member@esaylov.example", "pwd": PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok
	page.goto("/app/decision")
	expect(
		page.locator(".page-container:visible .list-row-container, .page-container:visible .no-result").first
	).to_be_visible(timeout=60_000)
	expect(page.locator(".page-container:visible .primary-action:visible")).to_have_count(0)
