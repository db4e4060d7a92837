"""The picture of a procedure in a browser: read by all who may, by keys and on a phone, in the reader's language."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from factories import inside, types
from factories.accessibility import violations
from factories.desk import WIDE, Desk
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
CUT = """all => all.filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).length"""
ADMINISTRATOR = "administrator"
SIGNED = """
from factories import appeals as make
from esaylov.permissions.configuration.waiting import changes
second = "second.administrator@esaylov.example"
frappe.set_user(second)
change = frappe.get_last_doc("Configuration Change", {"reference_name": "S10", "status": "Proposed"}).name
changes.confirm(change, make.signature(second, changes.to_sign(change)))
"""
PUT_BACK = """
from factories import settled
settled.saved(frappe.get_doc("SMS Template", "S10").update({"text_en": given["text"]}))
for name in frappe.get_all("Configuration Change", {"reference_name": "S10", "status": "Proposed"}, pluck="name"):
	frappe.delete_doc("Configuration Change", name, force=True)
"""


def of(page: Page, keep: Callable[[str], Path], who: str = ADMINISTRATOR) -> Desk:
	form = {"usr": f"{who}@esaylov.example", "pwd": PASSWORD}
	answer = page.context.request.post("/api/method/login", form=form)
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


@pytest.mark.full
def test_the_route_is_a_picture_that_leads_to_its_steps_by_keys(page: Page, keep) -> None:
	desk = of(page, keep)
	desk.open("appeal-procedure/A56")
	box = page.locator("[data-box='Under Review']")
	expect(box).to_be_visible()
	desk.settle()
	desk.picture("opened")
	box.focus()
	page.keyboard.press("Enter")
	expect(page.locator("[data-state='Under Review'].is-on h3")).to_be_focused()
	expect(page.locator("[data-state='Under Review'] [data-number] [data-locked]")).to_contain_text("33")
	expect(page.locator("[data-alarm='reminder'] [data-open]")).to_be_visible()
	expect(page.locator(".esaylov-pr-title")).not_to_contain_text("_")
	desk.settle()
	desk.picture("wide")
	assert desk.fits()
	page.locator("[data-type]").select_option("A01")
	expect(page.locator("[data-box='On Agenda']")).to_be_visible()
	assert page.evaluate("frappe.get_route_str()") == "appeal-procedure/A01"
	assert page.locator("[data-line]").count() >= 14
	assert desk.faults == []


@pytest.mark.full
def test_a_number_is_proposed_and_a_text_is_changed_where_they_stand(page: Page, keep) -> None:
	desk = of(page, keep)
	desk.open("appeal-procedure/A56")
	line = page.locator("[data-alarm='escalation'] [data-number]")
	expect(line).to_be_visible()
	if line.locator("[data-waits]").count():  # of a test that was broken off
		decline(desk)
		desk.open("appeal-procedure/A56")
	shown = line.locator("b").inner_text()
	try:
		line.locator("[data-change]").click()
		line.locator("input[type=number]").fill("7")
		expect(line.locator("[data-starts-on]")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
		page.keyboard.press("Enter")
		expect(line.locator("[data-waits]")).to_contain_text("7")
		expect(line.locator("b")).to_have_text(shown)
		desk.settle()
		desk.picture("proposed")
	finally:
		decline(desk)
	expect(page.locator("[data-state='Under Review'] [data-number] [data-change]")).to_have_count(0)
	before = desk.value("SMS Template", "S10", "text_en")
	try:
		page.locator("[data-alarm='reminder'] [data-open-message]").click()
		field = page.locator("textarea[data-text='en']")
		expect(field).to_have_value(re.compile(r"\{appeal number\}"))
		field.fill("Due soon: ")
		page.locator("[data-place='n']").click()
		expect(field).to_have_value("Due soon: {appeal number}")
		expect(page.locator("[data-preview='en'] .esaylov-pr-bubble")).to_have_text("Due soon: 726-15")
		desk.settle()
		desk.picture("editor")
		assert desk.fits()
		page.keyboard.press("Control+s")
		expect(page.locator("[data-said]")).to_contain_text("Proposed")
		expect(page.locator("[data-waits]")).to_be_visible()
		expect(field).to_have_value(re.compile("is due on"))
		desk.picture("waits")
		inside.run(SIGNED)
		page.locator("[data-close]").click()
		page.locator("[data-alarm='reminder'] [data-open-message]").click()
		expect(page.locator("[data-language='en'] [data-shipped]")).to_be_visible()
		page.locator("[data-language='en'] [data-put-back]").click()
		expect(field).to_have_value(re.compile("is due on"))
		page.locator("[data-language='en'] textarea").fill("Wrong {place of ours}")
		expect(page.locator("[data-language='en'] [role=alert]")).to_be_visible()
		expect(page.locator("[data-save]")).to_be_disabled()
	finally:
		inside.run(PUT_BACK, text=before)
	assert desk.faults == []


@pytest.mark.full
def test_which_message_answers_an_event_is_chosen_where_it_is_sent(page: Page, keep, login) -> None:
	client = login("administrator")
	begun = {key: value for key, value in types.small().items() if key not in ("code", "doctype")}
	code = client.post("appeal_types.save", document=begun).json()["message"]["appeal_type"]
	assert client.post("appeal_types.publish", appeal_type=code).status_code == 200
	desk = of(page, keep)
	try:
		desk.open(f"appeal-procedure/{code}")
		line = page.locator("[data-step='Draft File'] [data-event='received']")
		expect(line).to_be_visible()
		line.locator("[data-choose]").click()
		expect(line.locator("[data-set]")).to_be_disabled()
		line.locator("select").select_option("S06")
		desk.picture("choosing")
		line.locator("[data-set]").click()
		expect(page.locator("[data-said]")).to_contain_text("in force at once")
		expect(page.locator("[data-step='Draft File'] [data-message='S06']")).to_be_visible()
		silent = page.locator("[data-step='Registered Withdraw'] details")
		silent.locator("summary").click()
		silent.locator("[data-choose]").first.click()
		silent.locator("select").select_option("S12")
		page.keyboard.press("Tab")
		page.keyboard.press("Enter")
		expect(page.locator("[data-step='Registered Withdraw'] [data-message='S12']")).to_be_visible()
		desk.settle()
		desk.picture("chosen")
		assert desk.fits()
	finally:
		client.post("appeal_types.unpublish", appeal_type=code)
		inside.sign_waiting("Appeal Type", code)
	read = client.get("appeal_types.read", appeal_type=code).json()["message"]
	sent = {row["event"]: row["sms_template"] for row in read["document"]["messages"]}
	assert (sent["received"], sent["withdrawn"], read["version"]) == ("S06", "S12", 1)
	assert desk.faults == []


def decline(desk: Desk) -> None:
	"""Take back what waits of the days of escalation."""
	names = desk.page.evaluate(
		"""async () => (await frappe.db.get_list("Statute", { filters: { key: "escalation_days" } })).map((one) => one.name)"""
	)
	waiting = desk.page.evaluate(
		"""async (names) => (await frappe.db.get_list("Configuration Change", { filters: {
			reference_doctype: "Statute", reference_name: ["in", names], status: "Proposed" } })).map((one) => one.name)""",
		names,
	)
	for change in waiting:
		desk.call("esaylov.api.configuration.decline", change=change)


@pytest.mark.full
def test_the_picture_speaks_the_readers_language_and_fits_light_and_dark(page: Page, keep) -> None:
	desk = of(page, keep)
	said = {"uz": "Koʻrib chiqilmoqda", "ru": "На рассмотрении", "uz-Cyrl": "Кўриб чиқилмоқда"}
	with closing(desk.views("appeal-procedure/A56", f"{ADMINISTRATOR}@esaylov.example", *said)) as views:
		for language, size in views:
			expect(page.locator("[data-box='Under Review']")).to_have_text(said[language])
			desk.settle()
			desk.picture(f"{language}-{size}")
			assert desk.fits()
			assert page.locator(".esaylov-pr-box").evaluate_all(CUT) == 0
			assert violations(page, ".esaylov-pr") == []
			page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
			desk.picture(f"{language}-{size}-dark")
			assert violations(page, ".esaylov-pr") == []
			page.locator("[data-step='Draft File'] [data-open-message]").click()
			expect(page.locator("[data-preview='ru'] .esaylov-pr-bubble")).to_be_visible()
			desk.settle()
			desk.picture(f"{language}-{size}-editor")
			assert desk.fits()
			assert violations(page, ".esaylov-pr") == []
	assert desk.faults == []


@pytest.mark.full
def test_a_chair_reads_the_picture_and_a_type_that_is_not_there_says_so(page: Page, keep) -> None:
	desk = of(page, keep, "chair")
	desk.open("appeal-procedure/A56")
	expect(page.locator("[data-box='Granted']")).to_be_visible()
	expect(page.locator("[data-change]")).to_have_count(0)
	expect(page.locator("[data-choose], .esaylov-pr-silent")).to_have_count(0)
	expect(page.locator("[data-studio]")).to_have_count(0)
	page.emulate_media(media="print")
	expect(page.locator(".esaylov-pr-tools").first).to_be_hidden()
	expect(page.locator("[data-open-message]").first).to_be_hidden()
	expect(page.locator("[data-box='Granted']")).to_be_visible()
	desk.picture("print")
	page.emulate_media(media="screen")
	desk.open("appeal-procedure/no-such")
	expect(page.locator(".esaylov-pr [role=alert]")).to_be_visible()
