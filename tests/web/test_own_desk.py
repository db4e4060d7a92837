"""Decisions without an appeal in the Desk: the chair signs one alone, the secretary puts one on an agenda with a file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import inside
from factories.desk import focused
from factories.http import PASSWORD
from factories.look import photograph
from factories.papers import PDF
from factories.steps import SITE
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.web
DESK = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
PRIMARY = ".page-container:visible .primary-action"
SLOW = 120_000
REASON = "Akkreditatsiya qoidalari buzilgan"


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


@pytest.fixture
def left_open() -> Iterator[list[str]]:
	"""More sessions of the day before than a short list holds: nobody closed them."""
	names = inside.run(
		"from factories import sessions as make\n"
		"answer = [make.planned('Yopilmagan majlis') for _ in range(60)]\n"
		"before = frappe.utils.add_days(frappe.utils.now_datetime(), -1)\n"
		"frappe.db.set_value('Commission Session', {'name': ['in', answer]}, 'starts_at', before)\n"
	)
	yield names
	inside.run(
		"frappe.db.set_value('Commission Session', {'name': ['in', given['names']]}, 'status', 'Called Off')\n",
		names=names,
	)


def opened(context: BrowserContext, user: str, doctype: str, size: dict[str, int] = DESK) -> Page:
	"""A list as a user sees it, once it has settled: what it shows before, the framework may take away."""
	page = context.new_page()
	page.set_default_timeout(SLOW)
	page.set_viewport_size(size)
	page.goto("/login")
	form = {"usr": f"{user}@esaylov.example", "pwd": PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok
	page.goto(f"/app/{doctype}")
	page.wait_for_load_state("networkidle")
	return page


def asked(page: Page, field: str = "") -> Locator:
	"""The dialogue that is open, or a field of it."""
	dialog = page.locator(".modal.show").last
	return dialog.locator(f".frappe-control[data-fieldname={field}]") if field else dialog


def go_on(page: Page) -> None:
	asked(page).locator(".btn-modal-primary").click()


def choose_matter(page: Page, matter: str) -> None:
	page.locator(PRIMARY).first.click()
	asked(page, "code").locator("select").select_option(matter)
	go_on(page)


def fill(page: Page, **values: str) -> None:
	"""Fill in the dialogue that holds these fields; values as the framework keeps them, dates and links too."""
	for field in values:
		asked(page, field).wait_for()
	page.wait_for_function("field => window.cur_dialog?.fields_dict[field]", arg=next(iter(values)))
	page.evaluate("values => cur_dialog.set_values(values)", values)


@pytest.mark.full
def test_the_chair_signs_one_alone(context: BrowserContext, sites: Path, journalist, keep):
	page = opened(context, "chair", "decision")
	photograph(page, keep("list.png"))
	choose_matter(page, "end_accreditation")
	fill(page, certificate=journalist["entry"], reason=REASON)
	photograph(page, keep("needs.png"))
	go_on(page)
	signing = page.locator(".modal.show", has=page.locator("[data-key]"))
	said = signing.locator("[data-text=text_uz]")
	expect(said).to_have_value(re.compile(journalist["name"]))
	said.fill(f"{said.input_value()}\nQaror darhol kuchga kiradi.")
	photograph(page, keep("text.png"))
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "chair.p12")
	focused(page)
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	page.wait_for_url(re.compile(r"/decision/\w{8,}"), timeout=SLOW)
	photograph(page, keep("decision.png"))
	stored = inside.run(
		"row = frappe.get_doc('Media Representative', given['entry'])\n"
		"text = frappe.db.get_value('Decision', row.end_decision, 'text_uz')\n"
		"answer = [row.status, text.splitlines()[-1]]\n",
		entry=journalist["entry"],
	)
	assert stored == ["Revoked", "Qaror darhol kuchga kiradi."]


@pytest.mark.full
def test_the_secretary_puts_one_to_the_vote_from_a_phone(
	context: BrowserContext, decision, session, tmp_path, keep
):
	page = opened(context, "secretary", "decision", PHONE)
	photograph(page, keep("list-phone.png"))
	choose_matter(page, "annulment")
	fill(page, decision=decision, reason=REASON, session=session)
	number = inside.run(
		"answer = frappe.db.get_value('Decision', given['name'], 'act_number')", name=decision
	)
	expect(asked(page, "decision").locator("input")).to_have_value(number)
	photograph(page, keep("vote-phone.png"))
	go_on(page)
	page.wait_for_url(re.compile(f"/commission-session/{session}"), timeout=SLOW)
	file = tmp_path / "asoslar.pdf"
	file.write_bytes(PDF)
	page.locator(".esaylov-room [data-step=add_material]").click()
	asked(page).locator("[data-material]").set_input_files(file)
	go_on(page)
	hung = page.locator(".esaylov-room-agenda a", has_text="asoslar.pdf")
	expect(hung).to_be_visible(timeout=SLOW)
	assert context.request.get(hung.get_attribute("href")).body() == PDF
	photograph(page, keep("room-phone.png"), full_page=True)
	item = inside.run(
		"answer = frappe.get_all('Agenda Item', {'session': given['session']},"
		" ['subject_kind', 'status'], as_list=True, order_by='name asc')\n",
		session=session,
	)
	assert item == [["annulment", "Planned"]]


@pytest.mark.full
def test_the_session_of_today_comes_before_all_that_were_left_open(
	context: BrowserContext, decision, left_open, session
):
	page = opened(context, "secretary", "decision")
	choose_matter(page, "annulment")
	sessions = asked(page, "session").locator("option")
	expect(sessions.first).not_to_have_text(re.compile("Yopilmagan"))
	offered = sessions.evaluate_all("options => options.map(one => one.value)")
	assert session in offered
	assert set(left_open) <= set(offered)
	assert offered.index(session) < min(map(offered.index, left_open))


@pytest.mark.full
def test_the_secretary_plans_a_session_from_the_list(context: BrowserContext):
	page = opened(context, "secretary", "commission-session")
	page.locator(PRIMARY).first.click()
	fill(page, title="Ro'yxatdan rejalangan majlis", starts_at="2099-01-01 10:00:00", place="Majlislar zali")
	go_on(page)
	page.wait_for_url(re.compile(r"/commission-session/\w{8,}"), timeout=SLOW)
	expect(page.locator(".esaylov-room")).to_be_visible(timeout=SLOW)


@pytest.mark.full
def test_a_member_is_offered_none(context: BrowserContext):
	page = opened(context, "member", "decision")
	expect(page.locator(f"{PRIMARY}:visible")).to_have_count(0)
