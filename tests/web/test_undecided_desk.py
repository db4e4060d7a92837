"""Rows that state registers speak against, in the two dialogues of the Desk where they are decided; forms without raw data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from factories import inside
from factories.http import PASSWORD
from factories.look import photograph
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.web
SLOW = 120_000

MAKE = (
	"import json\n"
	"from esaylov.identity import answers\n"
	"from factories import appeals as filing, sessions as make\n"
	"filing.start_anew()\n"
	"persons = [filing.person(), filing.person(), filing.person()]\n"
	"appeal = make.votable(typed=filing.answers(persons))\n"
	"frappe.db.set_value('Appeal', appeal, 'route', given['route'])\n"
	"first, second, third = (one['pinfl'] for one in json.loads(filing.stored(appeal).answers)['persons'])\n"
	"Check, Result = answers.Check, answers.Result\n"
	"said = [(first, Check.PERSONAL_DATA, Result.MATCH), (first, Check.WORK, Result.MATCH),\n"
	"	(second, Check.PERSONAL_DATA, Result.NOT_FOUND), (third, Check.PERSONAL_DATA, Result.MATCH)]\n"
	"answers.keep([answers.NewAnswer(*one, 'test', appeal=appeal) for one in said])\n"
	"answer = {'appeal': appeal}\n"
)
"""An appeal of three persons: registers answered all in favour of the first, know nobody like the second, and owe an answer about the third."""
ON_AGENDA = (
	"session = make.planned()\n"
	"answer['item'] = make.item(session, appeal)\n"
	"make.opened(session=session)\n"
	"answer['session'] = session\n"
)
CLOSED = "from esaylov.decisions.sessions.steps import holding\nholding.close(session)\n"


@pytest.fixture
def enter(context: BrowserContext) -> Callable[[str, str], Page]:
	"""`enter("chair", route)`: a page of the Desk as a demonstration login; it reads English."""

	def as_user(local: str, route: str) -> Page:
		page = context.new_page()
		page.set_default_timeout(SLOW)
		user = {"usr": f"{local}@esaylov.example", "pwd": PASSWORD}
		assert context.request.post("/api/method/login", form=user).ok
		page.goto(f"/app/{route}")
		return page

	return as_user


def chosen(dialog: Locator) -> list[str]:
	"""What stands in the three choices of a dialogue."""
	return [dialog.locator(f"[data-fieldname=outcome_{row}] select").input_value() for row in range(3)]


@pytest.mark.full
def test_a_chair_chooses_where_registers_speak_against_a_row(enter, keep: Callable[[str], Path]):
	made = inside.run(MAKE, route="chair_decision")
	page = enter("chair", f"appeal/{made['appeal']}")
	# who has it, by name also to themselves
	expect(page.locator(".esaylov-story:visible")).to_contain_text("Davronov")
	page.locator(".page-container:visible .primary-action:visible").first.click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=outcome_1] .text-danger")).to_have_count(1)
	expect(dialog.locator("[data-fieldname=outcome_0] .text-danger")).to_have_count(0)
	expect(dialog.locator("[data-fieldname=outcome_0] .esaylov-sun")).to_have_count(0)
	expect(dialog.locator("[data-fieldname=outcome_2] .esaylov-sun")).to_have_count(1)
	assert chosen(dialog) == ["Granted", "", ""]
	refuse, grant = (dialog.locator(".custom-actions button").nth(place) for place in (1, 0))
	refuse.click()
	expect(dialog.locator("[data-fieldname=outcome_1] select")).to_have_value("Refused")
	dialog.locator("[data-fieldname=outcome_1] select").select_option("")
	grant.click()
	expect(dialog.locator("[data-fieldname=outcome_0] select")).to_have_value("Granted")
	expect(dialog.locator("[data-fieldname=outcome_2] select")).to_have_value("Granted")
	assert chosen(dialog) == ["Granted", "", "Granted"]
	photograph(page, keep("decide.png"))


@pytest.mark.full
def test_the_next_step_stays_on_the_screen_of_a_phone(enter, keep: Callable[[str], Path]):
	made = inside.run(MAKE, route="chair_decision")
	page = enter("chair", f"appeal/{made['appeal']}")
	page.set_viewport_size({"width": 390, "height": 844})
	button = page.locator(".page-container:visible .primary-action:visible").first
	# in Uzbek it is longer
	button.evaluate("one => { one.textContent = 'Qaror qabul qilish'; }")
	box = button.bounding_box()
	photograph(page, keep("phone.png"))
	assert box["x"] + box["width"] <= 390


@pytest.mark.full
def test_a_secretary_chooses_in_the_draft_of_an_item(enter, keep: Callable[[str], Path]):
	made = inside.run(MAKE + ON_AGENDA, route="commission_vote")
	page = enter("secretary", f"commission-session/{made['session']}")
	row = page.locator(f".esaylov-room [data-item-row='{made['item']}']")
	expect(row.locator("[data-undecided='1']")).to_be_visible()
	photograph(page, keep("room.png"))
	row.locator("[data-step=redraft]").click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-fieldname=outcome_1] .text-danger")).to_have_count(1)
	assert chosen(dialog) == ["Granted", "", ""]
	photograph(page, keep("draft.png"))
	for place in (1, 2):
		dialog.locator(f"[data-fieldname=outcome_{place}] select").select_option("Granted")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".modal.show [data-fieldname=text_uz] textarea")).to_be_visible()
	expect(row.locator("[data-undecided]")).to_have_count(0)


@pytest.mark.full
def test_forms_of_a_session_show_no_raw_data(enter, keep: Callable[[str], Path]):
	made = inside.run(MAKE + ON_AGENDA + CLOSED, route="commission_vote")
	for route, shown in (
		(f"commission-session/{made['session']}", "place"),
		(f"agenda-item/{made['item']}", "draft_text_uz"),
	):
		page = enter("chair", route)
		expect(page.locator(f".form-page [data-fieldname={shown}]:visible")).to_have_count(1)
		raw = page.locator(
			".form-page [data-fieldtype=JSON]:visible, .form-page [data-fieldtype=Code]:visible"
		)
		assert raw.count() == 0, raw.evaluate_all("all => all.map(one => one.dataset.fieldname)")
		photograph(page, keep(f"{route.split('/')[0]}.png"), full_page=True)
