"""The desk of a commission in a browser: queue, appeal and rail, keys, one step after another, a table of many; wide and on a phone."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from factories import inside
from factories.accessibility import violations
from factories.desk import PHONE, WIDE, Desk, focused
from factories.desk_words import HEAR, untranslated
from factories.http import PASSWORD, file_appeal
from factories.look import LONG, lengthen, shows_drawn_pages, unfit, wait_for_drawing
from factories.waiting import until
from playwright.sync_api import Browser, Locator, Page, Route, expect

pytestmark = pytest.mark.web


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post(
		"/api/method/login", form={"usr": "chair@esaylov.example", "pwd": PASSWORD}
	)
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


def row(page: Page, appeal: str) -> Locator:
	return page.locator(f".esaylov-cd-rows [data-row='{appeal}']")


def step(page: Page, name: str) -> Locator:
	return page.locator(f".esaylov-cd-step[data-step='{name}']")


def number_of(page: Page, appeal: str) -> str:
	return page.request.get(f"/api/resource/Appeal/{appeal}").json()["data"]["number"]


def find(page: Page, appeal: str) -> None:
	"""Search the appeal by its number, in all that is open."""
	number = number_of(page, appeal)
	page.locator(".esaylov-cd-counts [data-queue='']").click()
	with page.expect_response(lambda answer: "inbox.page" in answer.url and number in answer.url):
		page.locator(".esaylov-cd-find input").fill(number)
	expect(page.locator(".esaylov-cd-rows > li")).to_have_count(1)
	expect(row(page, appeal)).to_be_visible()


def without_doubts(route: Route) -> None:
	"""The answer of the server, with nothing that registers hold against anybody."""
	rows = route.fetch().json()["message"]
	for each in rows:
		for subject in each["subjects"]:
			subject["against"] = []
	route.fulfill(json={"message": rows})


def with_doubts(route: Route) -> None:
	"""The answer of the server, with something that registers hold against each row."""
	rows = route.fetch().json()["message"]
	for each in rows:
		for subject in each["subjects"]:
			subject["against"] = [{"check": "CR", "result": "found"}]
	route.fulfill(json={"message": rows})


def with_doubts_at_once(route: Route) -> None:
	"""The answer of the server about one appeal, with something that registers hold against each of its rows."""
	told = route.fetch()
	answer = told.json()
	for subject in answer["message"]["matter"]["subjects"]:
		subject["against"] = [{"check": "CR", "result": "found"}]
	answer["message"]["matter"]["preset"] = []
	route.fulfill(response=told, json=answer)


def with_no_rows(route: Route) -> None:
	"""The answer of the server where nothing waits."""
	told = route.fetch().json()
	told["message"].update(rows=[], next="")
	route.fulfill(json=told)


def test_a_chair_reads_takes_and_remarks_without_leaving_the_desk(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open("commission-desk")
	expect(page.locator(".esaylov-cd-counts [data-queue=new] b")).to_have_text(re.compile(r"^[1-9]\d*$"))
	find(page, appeal)
	page.keyboard.press("Escape")
	page.keyboard.press("j")
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_be_visible()
	expect(step(page, "decide")).to_be_visible()
	expect(step(page, "decide").locator("li")).not_to_have_count(0)
	expect(step(page, "return_for_correction")).to_have_count(0)
	step(page, "assign").locator("button").click()
	expect(step(page, "return_for_correction")).to_be_visible()
	expect(step(page, "return_for_correction").locator("button")).to_have_count(0)
	page.locator(".esaylov-cd-appeal [data-remark='persons[0].full_name']").click()
	page.locator(".modal.show textarea").fill("Familiya pasportdagidek yozilsin")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator(".esaylov-cd-appeal .esaylov-remark")).to_contain_text("Familiya pasportdagidek")
	back = step(page, "return_for_correction").locator("button")
	expect(back).to_be_disabled()
	step(page, "return_for_correction").locator("textarea").fill("Ism xato")
	expect(back).to_be_enabled()
	desk.settle()
	desk.picture("wide")
	assert desk.fits()
	paper = page.locator(".esaylov-cd-appeal [data-view]").first
	wait_for_drawing(page, str(paper.get_attribute("data-file")))
	paper.click()
	shows_drawn_pages(page.locator(".esaylov-cd-file"))
	page.keyboard.press("?")
	expect(page.locator(".esaylov-keys")).to_be_visible()
	page.keyboard.press("Escape")
	expect(page.locator(".esaylov-keys")).to_have_count(0)
	page.keyboard.press("s")
	expect(page.locator(".esaylov-cd-rail h2")).to_be_focused()
	page.keyboard.press("x")
	expect(row(page, appeal).locator("input")).to_be_checked()
	assert desk.faults == []


@pytest.mark.full
def test_similar_appeals_are_reviewed_in_a_table_and_granted_with_one_key(
	desk: Desk, login, serial: int
) -> None:
	"""What the registers say of the made-up people is taken off: the demonstration's register knows none of them."""
	appeals = [file_appeal(login("party"), serial + 3 * number) for number in range(3)]
	chair = login("chair")
	desk.page.route("**/esaylov.api.desk.review*", without_doubts)
	page = desk.open("commission-desk")
	with page.expect_response(lambda answer: "inbox.page" in answer.url and "queue=to_decide" in answer.url):
		page.locator(".esaylov-cd-counts [data-queue='to_decide']").click()
	while more := page.locator(".esaylov-cd-more:enabled").all():
		more[0].click()
		desk.settle()
	for appeal in appeals:
		row(page, appeal).locator("input").check()
	page.locator(".esaylov-cd-chosen .btn-primary").click()
	table = page.locator(".esaylov-cd-review")
	expect(table.locator("tbody tr")).to_have_count(3)
	take, every = table.locator("[data-take]"), table.locator("[data-all]")
	expect(take).to_be_disabled()
	for appeal in appeals:
		table.locator(f"[data-appeal='{appeal}']").scroll_into_view_if_needed()
	expect(every).to_be_enabled(timeout=20_000)
	every.click()
	table.locator(f"[data-appeal='{appeals[2]}'] input").uncheck()
	desk.settle()
	desk.picture("table")
	assert desk.fits()
	take.click()
	dialog = page.locator(".modal.show")
	dialog.locator("[data-key]").set_input_files(str(chair.key_file))
	dialog.locator("[data-password]").fill(PASSWORD)
	dialog.locator(".btn-modal-primary").click()
	for appeal in appeals[:2]:
		expect(table.locator(f"[data-appeal='{appeal}'] [role=status]")).to_have_class(
			"esaylov-leaf", timeout=60_000
		)
	desk.picture("granted")
	states = [page.request.get(f"/api/resource/Appeal/{name}").json()["data"]["status"] for name in appeals]
	assert states == ["Granted", "Granted", "Registered"]
	assert desk.faults == []


@pytest.mark.full
def test_the_queue_asks_little_and_names_the_applicant_within_the_screen(
	desk: Desk, login, serial: int
) -> None:
	"""Before there was the desk, twelve boxes stood above the inbox, whose applicant was beside the screen."""
	appeal = file_appeal(login("party"), serial)
	page = desk.open("commission-desk")
	find(page, appeal)
	asked = page.locator(".esaylov-cd-queue").locator("input:not([type=checkbox]):visible, select:visible")
	expect(asked).to_have_count(2)
	body = page.request.get(f"/api/resource/Appeal/{appeal}").json()["data"]["applicant_body"]
	named = row(page, appeal).locator("b").first
	expect(named).not_to_be_empty()
	expect(named).not_to_have_text(body)
	box = named.bounding_box()
	assert box is not None
	assert 0 <= box["x"] < box["x"] + box["width"] <= WIDE["width"]
	assert desk.fits()


@pytest.mark.full
def test_an_empty_queue_says_what_there_is_to_do_and_offers_nothing_else(desk: Desk) -> None:
	"""It said to choose an appeal in the queue, where there was none, and offered to review 0 of them."""
	page = desk.page
	page.route("**/esaylov.api.inbox.page*", with_no_rows)
	words = {
		"uz": ("Boshqa navbatni", "oʻzi paydo boʻladi", "Hech narsa topilmadi"),
		"ru": ("Выберите другую", "появятся здесь сами", "Ничего не найдено"),
	}
	with closing(desk.views("commission-desk", "chair@esaylov.example", *words)) as views:
		for language, size in views:
			said = page.locator(".esaylov-cd-queue .esaylov-cd-note")
			page.locator(".esaylov-cd-counts [data-queue='new']").click()
			expect(said).to_contain_text(words[language][0])
			expect(page.locator(".esaylov-cd-appeal")).to_have_text("")
			expect(page.locator(".esaylov-cd-chosen")).to_have_count(0)
			desk.picture(f"empty-{language}-{size}")
			page.locator(".esaylov-cd-counts [data-queue='']").click()
			expect(said).to_contain_text(words[language][1])
			page.locator(".esaylov-cd-find input").fill("zzz")
			expect(said).to_contain_text(words[language][2])
	assert desk.faults == []


@pytest.mark.full
def test_what_registers_say_stands_in_view_beside_queue_and_rail(desk: Desk, login, serial: int) -> None:
	"""At 1280 px the table of persons ended in the middle of a telephone; what registers say of them was past its edge."""
	appeal = file_appeal(login("party"), serial)
	page = desk.page
	with closing(desk.views(f"commission-desk/{appeal}", "chair@esaylov.example", "uz", "ru")) as views:
		for language, size in views:
			table = page.locator(".esaylov-matter .esaylov-table").last
			expect(table).to_be_visible()
			desk.settle()
			wider = table.evaluate("table => table.scrollWidth - table.clientWidth")
			assert wider <= 1, (language, size)
			assert (
				table.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
				!= "none"
			)
			expect(page.locator(".esaylov-files")).to_contain_text({"uz": " KB", "ru": " КБ"}[language])
			desk.picture(f"in-view-{language}-{size}")
	page.set_viewport_size({"width": 1920, "height": 1080})
	expect(page.locator(".esaylov-matter thead").last).to_be_visible()  # a wide screen has room for the table
	assert desk.faults == []


@pytest.mark.full
def test_a_table_of_which_nothing_can_be_granted_says_why_and_shows_where_the_keys_are(
	desk: Desk, login, serial: int
) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.page
	page.route("**/esaylov.api.desk.review*", with_doubts)
	desk.open("commission-desk")
	find(page, appeal)
	lead_to_table(page)
	table = page.locator(".esaylov-cd-review")
	expect(table.locator("[data-held-back]")).to_contain_text("None of these can be granted in a table")
	expect(table.locator("[data-step=decide]")).to_have_count(0)
	for theme in ("light", "dark"):
		page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		for place, control in enumerate(("[data-step]", "[data-appeal] button", "[data-appeal] input")):
			page.keyboard.press("Shift+Tab")  # so that what is focused next is focused by the keys
			table.locator(control).first.focus()
			ring = table.locator(control).first.evaluate(
				"control => [getComputedStyle(control).outlineStyle, getComputedStyle(control).outlineWidth]"
			)
			assert ring == ["solid", "3px"], (theme, control)
			desk.picture(f"ring-{theme}-{place}")
		assert violations(page, ".esaylov-cd") == [], theme
	page.unroute_all(behavior="ignoreErrors")
	assert desk.faults == []


@pytest.mark.full
def test_the_dialogs_of_the_desk_have_names_and_labels_and_are_read_light_and_dark(
	desk: Desk, login, serial: int
) -> None:
	"""The framework's have none: a dialog without a name, a cross without a word, fields without labels."""
	appeal = file_appeal(login("party"), serial)
	values = {"appeal": appeal, "user": "chair@esaylov.example"}
	assert login("secretary").post("appeals.assign", **values).status_code == 200
	page = desk.page
	page.route("**/esaylov.api.desk.appeal*", with_doubts_at_once)
	opened = {
		"remark": lambda: page.locator(".esaylov-cd-appeal [data-remark]").first.click(),
		"decide": lambda: step(page, "decide").locator(".btn").click(),
		"help": lambda: page.keyboard.press("F1"),
	}
	for name, press in opened.items():
		desk.open(f"commission-desk/{appeal}")
		expect(step(page, "decide")).to_be_visible()
		press()
		focused(page)
		expect(page.locator(".modal.show")).to_have_attribute("aria-labelledby", re.compile("."))
		desk.settle()
		for theme in ("light", "dark"):
			page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
			desk.picture(f"dialog-{name}-{theme}")
			assert violations(page, ".modal.show") == [], (name, theme)
		if name == "decide":
			said_why_rows_are_left_open(page)
	assert desk.faults == []


def said_why_rows_are_left_open(page: Page) -> None:
	"""Nothing was said, and where registers spoke against all rows the button seemed to do nothing."""
	page.locator(".modal.show .custom-actions button").first.click()
	expect(page.locator(".alert-message")).to_have_text(
		"Registers speak against 3 rows. Choose these yourself."
	)
	expect(page.locator(".modal.show [data-fieldname=outcome_0] select")).to_be_focused()


def refused_up_to_the_key(desk: Desk, login, serial: int) -> tuple[Page, Locator, str]:
	"""The dialogue in which the refusal of an appeal is signed, all typed in; another appeal stands below it."""
	party, chair = login("party"), login("chair")
	appeal, _next = (file_appeal(party, serial + 3 * number) for number in range(2))
	page = desk.open("commission-desk")
	with page.expect_response(lambda answer: "inbox.page" in answer.url and "queue=to_decide" in answer.url):
		page.locator(".esaylov-cd-counts [data-queue='to_decide']").click()
	while more := page.locator(".esaylov-cd-more:enabled").all():
		more[0].click()
		desk.settle()
	row(page, appeal).locator(".esaylov-cd-row").click()
	step(page, "decide").locator(".btn").click()
	dialog = page.locator(".modal.show")
	focused(page)
	dialog.locator(".custom-actions button").nth(1).click()
	outcomes = dialog.locator("[data-fieldname^=outcome_] select")
	for place in range(outcomes.count()):
		expect(outcomes.nth(place)).to_have_value("Refused")
		dialog.locator(f"[data-fieldname=ground_{place}] select").select_option(index=1)
		dialog.locator(f"[data-fieldname=reason_{place}] input").fill("Hujjatlar toʻliq emas")
	dialog.locator(".btn-modal-primary").click()
	expect(page.locator(".modal.show [data-key]")).to_be_visible()
	focused(page)
	dialog.locator("[data-key]").set_input_files(str(chair.key_file))
	dialog.locator("[data-password]").fill(PASSWORD)
	return page, dialog, appeal


@pytest.mark.full
@pytest.mark.parametrize("is_elsewhere", [True, False])
def test_the_table_takes_no_keys_from_who_went_elsewhere_meanwhile(
	desk: Desk, login, serial: int, is_elsewhere: bool
) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open("commission-desk")
	find(page, appeal)
	late: list[Route] = []
	page.route(
		"**/esaylov.api.desk.review*", lambda route: late.append(route)
	)  # no method of a list is taken
	row(page, appeal).locator("input").check()
	page.locator(".esaylov-cd-chosen .btn-primary").click()
	table = page.locator(".esaylov-cd-review")
	expect(table).to_have_attribute("aria-busy", "true")
	until(lambda: page.evaluate("true") and late)
	back = table.locator(".btn").first
	if is_elsewhere:
		back.focus()
	for held in late:
		held.continue_()
	expect(table.locator("tbody tr")).to_have_count(1)
	# once its rows are watched the keys are taken
	expect(table.locator("[data-all]")).to_be_enabled()
	page.evaluate("new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
	expect(back if is_elsewhere else table.locator(".esaylov-table")).to_be_focused()
	assert desk.faults == []


@pytest.mark.full
def test_the_word_of_a_decision_comes_where_the_queue_cannot_be_read(desk: Desk, login, serial: int) -> None:
	page, signing, _ = refused_up_to_the_key(desk, login, serial)
	for address in ("inbox.page", "inbox.queues", "desk.appeal"):
		page.route(f"**/esaylov.api.{address}*", lambda route: route.abort())
	with page.expect_response(lambda answer: "decisions.decide" in answer.url) as decided:
		signing.locator(".btn-modal-primary").click()
	assert decided.value.ok
	said = page.locator(".modal.show .msgprint")
	expect(said).to_contain_text("Refused")
	expect(said).to_contain_text("Reload the page")
	for pane in ("queue", "appeal"):
		expect(page.locator(f".esaylov-cd-{pane} [role=alert] .btn")).to_be_attached()
	desk.picture("not-read-again")


@pytest.mark.full
def test_the_word_of_a_decision_stays_when_the_queue_answers_late(desk: Desk, login, serial: int) -> None:
	"""The desk moves on to the next appeal then, and a change of its route closes what is open."""
	page, dialog, appeal = refused_up_to_the_key(desk, login, serial)
	late: list[Route] = []
	page.route("**/esaylov.api.inbox.page*", lambda route: late.append(route))  # no method of a list is taken
	with page.expect_response(lambda answer: "decisions.decide" in answer.url):
		dialog.locator(".btn-modal-primary").click()
	until(lambda: page.evaluate("true") and late)  # the browser is asked, so that what it holds is heard
	before = len(late)
	page.evaluate(
		"document.dispatchEvent(new Event('visibilitychange'))"
	)  # read once more, as after a colleague's step
	until(lambda: page.evaluate("true") and len(late) > before)
	for held in late:
		held.continue_()
	page.unroute_all(behavior="ignoreErrors")
	expect(page).not_to_have_url(re.compile(appeal))
	expect(page.locator(".modal.show .msgprint")).to_contain_text("Refused")
	assert desk.faults == []


@pytest.mark.full
def test_a_phone_shows_one_pane_at_a_time_and_back_leads_to_the_queue(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.page
	page.set_viewport_size(PHONE)
	desk.open("commission-desk")
	find(page, appeal)
	desk.settle()
	desk.picture("queue")
	assert desk.fits()
	row(page, appeal).locator(".esaylov-cd-row").click()
	expect(page.locator(".esaylov-cd-queue")).to_be_hidden()
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_be_visible()
	expect(page.locator(".esaylov-cd-rail")).to_be_hidden()
	desk.settle()
	desk.picture("appeal")
	assert desk.fits()
	page.locator("[data-to-steps]").click()
	expect(step(page, "assign")).to_be_visible()
	expect(page.locator(".esaylov-cd-appeal")).to_be_hidden()
	desk.picture("steps")
	assert unfit(page, ".esaylov-cd") == []
	page.locator(".esaylov-cd-rail .esaylov-cd-back").click()
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_be_visible()
	expect(page.locator(".esaylov-cd-rail")).to_be_hidden()
	page.go_back()
	expect(page.locator(".esaylov-cd-queue")).to_be_visible()
	expect(page.locator(".esaylov-cd-appeal .esaylov-matter")).to_have_count(0)
	assert desk.faults == []


@pytest.mark.full
def test_what_was_typed_stays_when_a_step_is_refused(desk: Desk, login, serial: int) -> None:
	"""The network is away for a moment; then the same press goes through."""
	appeal, secretary = file_appeal(login("party"), serial), login("secretary")
	for method, values in (
		("appeals.assign", {"user": "chair@esaylov.example"}),
		("appeals.remark", {"field": "persons[0].full_name", "text": "Pasportdagidek yozilsin"}),
	):
		assert secretary.post(method, appeal=appeal, **values).status_code == 200
	page = desk.open(f"commission-desk/{appeal}")
	back = step(page, "return_for_correction")
	back.locator("textarea").fill("Uzun sabab")
	page.route("**/esaylov.api.appeals.return_for_correction", lambda route: route.abort())
	back.locator("button").click()
	expect(back.locator("[role=alert]")).to_be_visible()
	expect(back.locator("textarea")).to_have_value("Uzun sabab")
	page.unroute("**/esaylov.api.appeals.return_for_correction")
	back.locator("button").click()
	expect(back).to_have_count(0)
	found = page.request.get(f"/api/resource/Appeal/{appeal}").json()["data"]
	assert found["status"] == "Returned"


TO_BE_VOTED_ON = """
from factories import appeals as filing, sessions as make
frappe.set_user(make.SECRETARY)
make.planned()
filing.start_anew()
answer = filing.filed()
frappe.db.set_value("Appeal", answer, {"route": "commission_vote", "checks_due_at": None})
"""


@pytest.mark.full
def test_whoever_takes_an_appeal_can_put_it_on_an_agenda_at_once(desk: Desk) -> None:
	"""The step comes on the rail with the taking, and what it is chosen from with it."""
	appeal = inside.run(TO_BE_VOTED_ON)
	page = desk.open(f"commission-desk/{appeal}")
	take, agenda = step(page, "assign"), step(page, "put_on_agenda")
	page.route("**/esaylov.api.inbox.officers*", lambda route: route.abort(), times=1)
	page.reload()
	expect(take.locator("[role=alert]")).to_be_visible()
	page.reload()
	find(page, appeal)  # among all that is open: of the new ones the next would be opened
	expect(take.locator("option")).not_to_have_count(1)
	expect(agenda).to_have_count(0)
	take.locator("button").click()
	expect(agenda.locator("option")).not_to_have_count(0)
	desk.picture("agenda")
	agenda.locator("button").click()
	expect(agenda).to_have_count(0)
	expect(page.locator(".esaylov-cd-appeal .indicator-pill")).to_have_text("On Agenda")
	assert desk.faults == []


LONG_NAMES = {
	"**/esaylov.api.inbox.page*": ("applicant", "type_title", "election", "officer", "subject"),
	"**/esaylov.api.desk.appeal*": (
		*("applicant", "type_title", "commission", "election", "officer", "value", "rows", "file_name"),
	),
	"**/esaylov.api.desk.review*": ("applicant", "type_title", "title", "subject"),
}


@pytest.mark.full
@pytest.mark.parametrize("are_long", [False, True], ids=["names", "long-names"])
def test_the_desk_speaks_the_readers_language_and_fits(desk: Desk, login, serial: int, are_long) -> None:
	appeal = file_appeal(login("party"), serial)
	page, words = desk.page, {"uz": "Keyingi qadamlar", "ru": "Следующие шаги"}
	page.add_init_script(HEAR)
	if are_long:
		for address, keys in LONG_NAMES.items():
			lengthen(page, address, keys)
	with closing(desk.views(f"commission-desk/{appeal}", "chair@esaylov.example", *words)) as views:
		for language, size in views:
			expect(page.locator(".esaylov-cd-rail h2")).to_have_text(words[language])
			desk.settle()
			if are_long:
				expect(page.locator(".esaylov-cd-appeal h2")).to_have_text(LONG)
			panes = ("appeal", "steps", "queue") if size == "phone" else ("all",)
			for pane in panes:
				lead_to(page, pane)
				for theme in ("light", "dark"):
					page.evaluate(
						"theme => document.documentElement.setAttribute('data-theme', theme)", theme
					)
					desk.picture(f"{language}-{size}-{pane}-{theme}-{'long' if are_long else 'plain'}")
					assert violations(page, ".esaylov-cd") == [], (language, size, pane, theme)
				assert unfit(page, ".esaylov-cd") == [], (language, size, pane)
				assert are_long or untranslated(page) == set(), (language, size, pane)
			lead_to_table(page)
			if size == "phone":
				card = page.locator(".esaylov-cd-review tbody tr").bounding_box()
				assert card is not None
				assert card["width"] > PHONE["width"] - 40, (
					"an appeal of the table is a card, not a narrow column"
				)
			desk.picture(f"{language}-{size}-table-{'long' if are_long else 'plain'}")
			assert unfit(page, ".esaylov-cd") == [], (language, size, "table")
			assert violations(page, ".esaylov-cd") == [], (language, size, "table")
	assert desk.faults == []


def lead_to(page: Page, pane: str) -> None:
	"""On a phone: from the appeal to its steps, from these to the queue."""
	if pane == "steps":
		page.locator("[data-to-steps]").click()
	elif pane == "queue":
		page.locator(".esaylov-cd-rail .esaylov-cd-back").click()
		page.locator(".esaylov-cd-appeal .esaylov-cd-back").click()
		expect(page.locator(".esaylov-cd-rows > li").first).to_be_visible()
		# to its end, where no row is half below the bar with the steps for several
		page.locator(".esaylov-cd-chosen").evaluate(
			"bar => { for (let box = bar; box; box = box.parentElement) box.scrollTop = box.scrollHeight; }"
		)


def lead_to_table(page: Page) -> None:
	"""From the queue to the table of its first row."""
	page.locator(".esaylov-cd-choose input").first.check()
	page.locator(".esaylov-cd-chosen .btn-primary").click()
	expect(page.locator(".esaylov-cd-review tbody tr")).to_have_count(1)


@pytest.mark.full
def test_a_view_is_saved_found_again_and_removed(desk: Desk, login, serial: int) -> None:
	appeal = file_appeal(login("party"), serial)
	page = desk.open("commission-desk")
	find(page, appeal)
	views = page.locator(".esaylov-cd-view")
	before = views.count()
	page.locator(".esaylov-cd-views > .btn").first.click()
	dialog = page.locator(".modal.show")
	focused(page)
	dialog.locator("input").first.fill("Bitta murojaat")
	dialog.locator(".btn-modal-primary").click()
	expect(views).to_have_count(before + 1)
	desk.settle()
	desk.open("commission-desk")
	saved = views.filter(has_text="Bitta murojaat")
	with page.expect_response(lambda answer: "inbox.page" in answer.url and "text=&" not in answer.url):
		saved.locator("button").first.click()
	expect(page.locator(".esaylov-cd-rows > li")).to_have_count(1)
	expect(row(page, appeal)).to_be_visible()
	saved.locator("button").last.click()
	expect(views).to_have_count(before)
	desk.settle()
	desk.open("commission-desk")
	expect(views).to_have_count(before)
	assert desk.faults == []


@pytest.mark.full
def test_a_corrected_filing_stands_beside_the_first_on_the_desk(desk: Desk) -> None:
	made = inside.run(
		"from factories import appeals as make\n"
		"make.start_anew()\n"
		"name = make.returned()\n"
		"make.correct(name, persons=[make.person(full_name='Aliyeva Zulfiya Anvarovna')])\n"
		"make.submit(name)\n"
		"answer = name\n"
	)
	page = desk.open(f"commission-desk/{made}")
	changed = page.locator(".esaylov-cd-appeal .esaylov-matter table").first
	expect(changed).to_contain_text("Aliyeva Zulfiya Anvarovna")
	expect(changed).to_contain_text("Bo'ronov Bo'ron Bo'ronovich")
	expect(page.locator(".esaylov-cd-appeal .esaylov-story li")).not_to_have_count(0)
	filings = page.locator(".esaylov-cd-filings")
	expect(filings.locator("table")).to_have_count(0)
	filings.locator("summary").focus()
	page.keyboard.press("Enter")
	expect(filings.locator("thead th")).to_have_count(3)
	same, other = (
		filings.locator(f"[data-path='{path}']") for path in ("party_decision_no", "persons[0].full_name")
	)
	expect(same.locator("td")).to_have_text(["12-Q", "12-Q"])
	expect(same.locator(".esaylov-mark")).to_have_count(0)
	expect(other.locator("td")).to_have_text(["Bo'ronov Bo'ron Bo'ronovich", "Aliyeva Zulfiya Anvarovna"])
	expect(other.locator(".esaylov-mark")).to_have_count(1)
	for size, theme in ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light")):
		page.set_viewport_size(size)
		page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		assert unfit(page, ".esaylov-cd") == []
		assert violations(page, ".esaylov-cd") == [], (size, theme)
		desk.picture(f"corrected-{size['width']}-{theme}")
	assert desk.faults == []


def with_hundreds_refused(route: Route) -> None:
	"""The answer of the server about a list of which hundreds were refused, by names as long as they get."""
	told = route.fetch()
	answer = told.json()
	for decision in answer["message"]["matter"]["given"]:
		decision["refused"] = [{"subject": f"{LONG} {place}", "reason": LONG} for place in range(300)]
	route.fulfill(response=told, json=answer)


@pytest.mark.full
def test_hundreds_who_were_refused_open_where_one_asks_for_them(desk: Desk) -> None:
	"""They stood above the answers, which were pages below."""
	made = inside.run(
		"from factories import decisions as make\n"
		"first = make.decided(make.filed(), refused={1: make.REASON})\n"
		"answer = frappe.db.get_value('Decision', first.decision, 'appeal')\n"
	)
	page = desk.page
	page.add_init_script(HEAR)
	page.route("**/esaylov.api.desk.appeal*", with_hundreds_refused)
	with closing(desk.views(f"commission-desk/{made}", "chair@esaylov.example", "uz", "ru")) as views:
		for language, size in views:
			told = page.locator(".esaylov-given details")
			expect(told.locator("li").first).to_be_hidden()
			expect(page.locator(".esaylov-answers")).to_be_visible()
			told.locator("summary").focus()
			page.keyboard.press("Enter")
			expect(told.locator("li").first).to_be_visible()
			desk.settle()
			desk.picture(f"many-{language}-{size}")
			assert unfit(page, ".esaylov-cd") == [], (language, size)
			assert violations(page, ".esaylov-given") == [], (language, size)
			assert untranslated(page) == set(), (language, size)
	assert desk.faults == []


@pytest.mark.full
def test_what_was_decided_and_why_stands_above_the_answers(desk: Desk) -> None:
	made = inside.run(
		"from factories import decisions as make\n"
		"from factories.effects import annulled\n"
		"first = make.decided(make.filed(), refused={1: make.REASON})\n"
		"annulled(first.decision)\n"
		"answer = frappe.db.get_value('Decision', first.decision, 'appeal')\n"
	)
	page, words = desk.page, {"uz": "Qisman qanoatlantirildi", "ru": "Удовлетворено частично"}
	page.add_init_script(HEAR)
	with closing(desk.views(f"commission-desk/{made}", "chair@esaylov.example", *words)) as views:
		for language, size in views:
			given = page.locator(".esaylov-given")
			expect(given.locator("h3")).to_contain_text(words[language])
			expect(given.locator("li")).to_have_count(1)
			expect(given.locator("p.esaylov-rose a")).to_have_count(1)
			expect(given.locator("a").first).to_have_attribute("href", re.compile(r"/decision/"))
			desk.settle()
			desk.picture(f"decided-{language}-{size}")
			assert unfit(page, ".esaylov-cd") == [], (language, size)
			assert violations(page, ".esaylov-cd") == [], (language, size)
			assert untranslated(page) == set(), (language, size)
	assert desk.faults == []


UNASKED = """(() => {
	const own = window.setInterval;
	window.setInterval = (what, ms, ...more) => (ms >= 20000 ? 0 : own(what, ms, ...more));
})();"""
"""Nothing is asked for by the clock: what is seen was heard."""
HEARD = """name => {
	window.esaylov_heard ??= new Set();
	frappe.realtime.on("doc_viewers", ({ docname }) => esaylov_heard.add(docname));
	esaylov_heard.delete(name);
}"""
ASKED = """name => {
	frappe.realtime.doc_open("Appeal", name);
	return esaylov_heard.has(name);
}"""


def answered(page: Page, name: str) -> None:
	"""Wait until the server has done all that the page asked of it by realtime until now: it tells who has this appeal open.

	Asked more than once, for an answer is lost where the page connects anew meanwhile.
	"""
	page.evaluate(HEARD, name)
	until(lambda: page.evaluate(ASKED, name), pause=1)


@pytest.mark.full
def test_what_a_colleague_does_is_seen_on_the_open_desk(
	desk: Desk, login, serial: int, browser: Browser, base_url: str
) -> None:
	party = login("party")
	first, second, appeal = (file_appeal(party, serial + 3 * number) for number in range(3))
	desk.page.add_init_script(UNASKED)
	page = desk.open(f"commission-desk/{first}")
	expect(step(page, "assign")).to_be_visible()
	page.wait_for_function("frappe.realtime.socket?.connected")
	# quickly on: of two subscriptions within a second the framework drops one
	page.evaluate(
		"async (names) => { for (const name of names) await frappe.set_route('commission-desk', name); }",
		[second, appeal],
	)
	page.wait_for_function("name => frappe.realtime.open_docs.has(`Appeal:${name}`)", arg=appeal)
	expect(step(page, "assign")).to_be_visible()
	expect(step(page, "return_for_correction")).to_have_count(0)
	answered(page, second)
	desk.settle()
	context = browser.new_context(base_url=base_url)
	other = context.new_page()
	form = {"usr": "secretary@esaylov.example", "pwd": PASSWORD}
	assert other.request.post("/api/method/login", form=form).ok
	other.goto(f"/app/commission-desk/{appeal}")
	expect(other.locator("[data-others]")).to_be_visible()
	expect(page.locator("[data-others]")).to_be_visible()
	desk.picture("others")
	step(other, "assign").locator("button").click()
	expect(step(page, "return_for_correction")).to_be_visible()
	expect(page.locator(".esaylov-cd-appeal .alert[role=status]")).to_be_visible()
	other.evaluate("frappe.set_route('List', 'Appeal', 'List')")
	expect(page.locator("[data-others]")).to_have_count(0)
	context.close()
	assert desk.faults == []


@pytest.mark.full
def test_what_a_colleague_does_is_seen_in_the_queue_where_no_appeal_is_open(
	desk: Desk, login, serial: int
) -> None:
	party, secretary = login("party"), login("secretary")
	appeal, other = (file_appeal(party, serial + 3 * number) for number in range(2))
	desk.page.add_init_script(UNASKED)
	page = desk.open("commission-desk")
	page.wait_for_function("frappe.realtime.socket?.connected")
	find(page, appeal)
	expect(row(page, appeal)).not_to_have_text(re.compile("Under Review"))
	answered(page, other)
	values = {"appeal": appeal, "user": "secretary@esaylov.example"}
	assert secretary.post("appeals.assign", **values).status_code == 200
	expect(row(page, appeal)).to_have_text(re.compile("Under Review"), timeout=60_000)
	assert desk.faults == []


@pytest.mark.full
def test_rows_that_somebody_scrolled_to_stay_where_the_queue_is_read_anew(
	desk: Desk, login, serial: int
) -> None:
	"""Of a long queue the first four pages are read with each change; what stood behind them went away under the mouse."""
	appeal, later = file_appeal(login("party"), serial), [f"later-{number}" for number in range(6)]

	def short_pages(route: Route) -> None:
		"""The first page as it is, then pages of one row each."""
		place = int(parse_qs(urlsplit(route.request.url).query).get("after", ["0"])[0] or 0)
		told = route.fetch(url=re.sub(r"after=[^&]*", "after=", route.request.url)).json()
		if place:
			told["message"]["rows"] = [{**told["message"]["rows"][0], "name": later[place - 1]}]
		told["message"]["next"] = str(place + 1) if place < len(later) else ""
		route.fulfill(json=told)

	desk.page.route("**/esaylov.api.inbox.page*", short_pages)
	page = desk.open("commission-desk")
	find(page, appeal)
	for name in later:
		page.locator(".esaylov-cd-more").click()
		expect(row(page, name)).to_be_visible()
	with page.expect_response(lambda answer: "inbox.page" in answer.url and "after=3" in answer.url):
		page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
	desk.settle()
	for name in (appeal, *later):
		expect(row(page, name)).to_be_visible()
	assert desk.faults == []


@pytest.mark.full
def test_after_a_step_far_down_its_row_is_gone_and_those_beside_it_are_not_read(
	desk: Desk, login, serial: int
) -> None:
	"""All pages were read after each step, so that of a queue scrolled to its thousandth row twenty were waited for."""
	first, last = (file_appeal(login("party"), serial + 3 * number) for number in range(2))
	pages = [first, *(f"later-{number}" for number in range(6)), last]
	asked: list[int] = []

	def short_pages(route: Route) -> None:
		"""Pages of one row each, the first and the last of which are real."""
		query = parse_qs(urlsplit(route.request.url).query)
		if "appeals" in query:
			return route.continue_()
		place = int(query.get("after", ["0"])[0] or 0)
		asked.append(place)
		number = number_of(desk.page, last if pages[place] == last else first)
		address = route.request.url.partition("?")[0]
		told = route.fetch(url=f"{address}?text={number}").json()
		told["message"]["rows"][0]["name"] = pages[place]
		told["message"]["next"] = str(place + 1) if place + 1 < len(pages) else ""
		return route.fulfill(json=told)

	desk.page.route("**/esaylov.api.inbox.page*", short_pages)
	page = desk.open("commission-desk")
	for name in pages[1:]:
		page.locator(".esaylov-cd-more").click()
		expect(row(page, name)).to_be_visible()
	row(page, last).locator("button").first.click()
	asked.clear()
	step(page, "assign").locator("button").click()
	expect(row(page, last)).to_have_count(0)
	desk.settle()
	assert max(asked) == 3
	for name in pages[:-1]:
		expect(row(page, name)).to_be_visible()
	assert [fault for fault in desk.faults if "later-" not in fault] == []


@pytest.mark.full
def test_a_line_that_was_cut_is_made_up_for(desk: Desk, login, serial: int) -> None:
	"""What happened while the desk heard nothing is read when it hears again, and what comes after is heard."""
	party, secretary = login("party"), login("secretary")
	appeal, other = (file_appeal(party, serial + 3 * number) for number in range(2))
	desk.page.add_init_script(UNASKED)
	page = desk.open("commission-desk")
	page.wait_for_function("frappe.realtime.socket?.connected")
	find(page, appeal)
	page.evaluate("frappe.realtime.socket.disconnect()")
	values = {"appeal": appeal, "user": "secretary@esaylov.example"}
	assert secretary.post("appeals.assign", **values).status_code == 200
	page.evaluate("frappe.realtime.socket.connect()")
	expect(row(page, appeal)).to_have_text(re.compile("Under Review"), timeout=60_000)
	answered(page, other)
	values = {"appeal": appeal, "user": "chair@esaylov.example"}
	assert secretary.post("appeals.assign", **values).status_code == 200
	expect(row(page, appeal)).to_have_text(re.compile("With you"), timeout=60_000)
	assert desk.faults == []
