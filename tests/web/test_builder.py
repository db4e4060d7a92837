"""The builder of appeal types in a browser: the trial of 15 minutes, by a person who does not program.

The script of the trial, as docs/builder.md tells it: an empty form; title and road; five fields, of which some come from the
library and one is a group of people; a rule; messages; check, preview on a phone, dry run, publish; an applicant files it.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from factories import inside, types
from factories.cabinet import pinfl
from factories.desk import Desk
from factories.forms import answer, choose, close, dialog, first, press, put, row, still, tab, type_in, write
from factories.http import NAMES, PASSWORD, Client, file_answers
from factories.profile import few
from factories.waiting import timers, until
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.web
ADMINISTRATOR = "administrator@esaylov.example"


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Iterator[Desk]:
	"""The Desk of the Election Administrator; whatever a page could not load or run fails the test."""
	answer = page.context.request.post("/api/method/login", form={"usr": ADMINISTRATOR, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	yield desk
	desk.picture("end")
	assert desk.faults == []


@pytest.fixture
def code(login) -> Iterator[str]:
	"""A code that no type has; what a test publishes under it is taken back."""
	code = f"T{secrets.token_hex(3)}"
	yield code
	login("administrator").post("appeal_types.unpublish", appeal_type=code)
	inside.sign_waiting("Appeal Type", code)


def translate(page: Page, row: Locator, ru: str, en: str) -> None:
	"""Open a row for its other languages, and close it."""
	row.locator(".btn-open-row").click()
	form = page.locator(".grid-row-open .form-in-grid")

	def has(field: str, text: str) -> bool:
		"""The grid draws an open row anew when another cell of it is proposed, and forgets what was not left yet: seen, and typed again."""
		box = form.locator(f"[data-fieldname='{field}'] input")
		box.fill(text)
		box.press("Tab")
		return page.evaluate(
			"([field, text]) => cur_frm.doc.form_fields.some((row) => row[field] === text)", [field, text]
		)

	for field, text in (("label_ru", ru), ("label_en", en)):
		until(partial(has, field, text))
	page.locator(".grid-row-open .grid-collapse-row").first.click()


@pytest.mark.full
def test_a_person_without_programming_builds_a_type_and_an_applicant_files_it(
	desk: Desk, code: str, login: Callable[[str], Client], serial: int
) -> None:
	page = desk.open("appeal-type/new")
	page.wait_for_function("window.esaylov?.builder")
	expect(
		page.locator(".page-container:visible").get_by_role("button", name="Check", exact=True)
	).to_be_visible()

	# what it is called and who sends it where
	write(desk, "code", code)
	write(desk, "title_uz", "Uchrashuv haqida xabar")
	write(desk, "title_ru", "Уведомление о встрече")
	write(desk, "title_en", "Notice of a meeting")
	tab(page, "Procedure")
	put(first(page, "applicant_kinds"), "applicant_kind", "party_district_branch")
	choose(desk, "recipient_level", "DC")
	choose(desk, "route", "chair_decision")
	write(desk, "review_statute", "observer_review_days")

	# five fields: a date typed by hand, its name proposed; a long text; three from the library, people as a group
	tab(page, "Form")
	day = row(page, "form_fields")
	put(day, "kind", "Date")
	put(day, "label_uz", "Uchrashuv sanasi")
	translate(page, day, "Дата встречи", "Day of the meeting")
	page.wait_for_function("cur_frm.doc.form_fields[0].field_name === 'uchrashuv_sanasi'")
	why = row(page, "form_fields")
	put(why, "kind", "Long Text")
	put(why, "label_uz", "Izoh")
	translate(page, why, "Примечание", "Note")
	page.evaluate("cur_frm.doc.form_fields.forEach((row) => { row.required = 1 })")
	press(page, "From the Library")
	for name in ("place", "expected_participants", "persons"):
		dialog(page).locator("[data-fieldname='search'] input").fill(name)
		dialog(page).locator(f"input[value='{name}']").check()
	desk.picture("library")
	answer(page, "Insert")
	page.wait_for_function("cur_frm.doc.form_fields.length >= 6")
	desk.picture("fields")

	# a rule, the effect, the messages
	tab(page, "Rules and effect")
	press(page, "Choose a Rule")
	dialog(page).locator("[data-fieldname='search'] input").fill("unique_persons")
	still(page)
	dialog(page).locator("[data-rule='unique_persons']").click()
	still(page)
	dialog(page).locator("select[data-fieldname='group']").select_option("persons")
	dialog(page).locator("input[data-fieldname='article']").fill("33")
	desk.picture("rule")
	answer(page, "Add")
	still(page)
	press(page, "Choose Effect and Fields")
	dialog(page).locator("select[data-fieldname='effect']").select_option("record_only")
	answer(page, "Next")
	still(page)
	dialog(page).locator("select[data-fieldname='date']").select_option("uchrashuv_sanasi")
	dialog(page).locator("select[data-fieldname='place']").select_option("place")
	desk.picture("effect")
	answer(page, "Set")
	still(page)
	tab(page, "Messages and source")
	press(page, "Usual Messages")
	type_in(desk, "legal_basis", "own design")

	# check, look at it on a phone, try it
	press(page, "Check")
	expect(dialog(page)).to_contain_text("No errors found")
	desk.picture("check")
	close(page)
	press(page, "Preview")
	phone = page.frame_locator(".esaylov-preview iframe")
	page.locator(".esaylov-preview [data-language]").select_option("ru")
	expect(phone.get_by_text("Дата встречи")).to_be_visible()
	assert page.locator(".esaylov-preview iframe").bounding_box()["width"] == 390
	desk.picture("preview")
	page.locator(".esaylov-preview [data-close]").click()
	press(page, "Dry Run")
	dialog(page).get_by_role("button", name="Try", exact=True).click()
	expect(dialog(page)).to_contain_text("The appeal would be taken.")
	expect(dialog(page).locator("[data-recipient]")).not_to_contain_text("No commission")
	desk.picture("dry-run")
	close(page)

	# save and publish
	desk.primary()
	page.wait_for_function("!cur_frm.is_new() && !cur_frm.is_dirty() && cur_frm.doc.status === 'Checked'")
	publish(page, code)
	desk.picture("published")

	assert filed(login("party"), code, serial)


def publish(page: Page, code: str) -> None:
	"""Press Publish, read that another administrator has to sign, and let them sign; the form shows the published type."""
	press(page, "Publish")
	waits = page.locator(".page-container:visible .form-message:visible")
	expect(waits).to_contain_text("waits for the signature of another administrator")
	expect(waits.get_by_role("link", name="Show the proposal")).to_have_attribute(
		"href", re.compile("configuration-change/")
	)
	inside.sign_waiting("Appeal Type", code)
	page.evaluate("cur_frm.reload_doc()")
	page.wait_for_function("cur_frm.doc.status === 'Published'")


def filed(party: Client, code: str, serial: int) -> str:
	"""An appeal of the built type, filed by the branch of a party."""
	people = [
		{
			"pinfl": pinfl(serial + place),
			"full_name": name,
			"phone": f"+9989{serial:08d}",
		}
		for place, name in enumerate(NAMES)
	]
	answers = {
		"uchrashuv_sanasi": "2027-01-15",
		"izoh": "Maktab zalida",
		"place": "12-maktab",
		"expected_participants": 50,
		"persons": people,
	}
	return file_answers(party, code, answers)


def message(answer) -> dict:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


@pytest.mark.full
def test_a_shipped_type_opens_with_its_versions_and_shows_on_a_phone(desk: Desk) -> None:
	page = desk.open("appeal-type/A56")
	page.wait_for_function("window.esaylov?.builder")
	press(page, "Preview")
	phone = page.frame_locator(".esaylov-preview iframe")
	for language, word in (("uz", "Kuzatuvchilar"), ("uz-Cyrl", "Кузатувчилар"), ("en", "Observers")):
		page.locator(".esaylov-preview [data-language]").select_option(language)
		expect(phone.get_by_text(word, exact=True).first).to_be_visible()
	page.locator(".esaylov-preview [data-filled]").check()
	expect(phone.locator("input[value^='3']").first).to_be_visible()
	desk.picture("filled")
	page.locator(".esaylov-preview [data-phone]").uncheck()
	page.locator(".esaylov-preview [data-close]").click()


@pytest.mark.full
def test_choices_conditions_and_versions_are_edited_without_json(desk: Desk) -> None:
	page = desk.open("appeal-type/A56")
	page.wait_for_function("window.esaylov?.builder")
	expect(
		page.locator(".page-container:visible").get_by_role("button", name="Check", exact=True)
	).to_be_visible()
	page.evaluate("esaylov.builder.openVersions(cur_frm)")
	expect(dialog(page)).to_contain_text("Compare")
	expect(dialog(page).locator("[data-changes], .text-muted").first).to_be_visible()
	desk.picture("versions")
	close(page)
	tab(page, "Form")
	added = row(page, "form_fields")
	put(added, "kind", "Choice")
	put(added, "label_uz", "Qamrov")
	tick(added)
	press(page, "Edit Choices")
	desk.settle()
	still(page)
	cells = dialog(page).locator(".grid-body .grid-row").first
	for name, text in (("value", "all"), ("uz", "Hammasi"), ("ru", "Все"), ("en", "All")):
		put(cells, name, text)
	desk.picture("choices")
	answer(page, "Set")
	choices = page.evaluate("JSON.parse(cur_frm.doc.form_fields.at(-1).choices)")
	assert choices == [{"value": "all", "label": {"uz": "Hammasi", "ru": "Все", "en": "All"}}]
	still(page)
	press(page, "Edit Condition")
	still(page)
	dialog(page).locator("select[data-fieldname='field']").select_option("party_decision_no")
	dialog(page).locator("input[data-fieldname='value']").fill("12-Q")
	answer(page, "Set")
	condition = page.evaluate("JSON.parse(cur_frm.doc.form_fields.at(-1).shown_if)")
	assert condition == {"field": "party_decision_no", "equals": "12-Q"}


def tick(row: Locator) -> None:
	row.locator("input.grid-row-check").check()


@pytest.mark.full
def test_the_form_of_a_type_can_be_worked_with_on_a_phone(desk: Desk) -> None:
	desk.page.set_viewport_size({"width": 390, "height": 844})
	page = desk.open("appeal-type/A56")
	page.wait_for_function("window.esaylov?.builder")
	desk.settle()
	desk.picture("phone-type")
	tab(page, "Form")
	desk.picture("phone-form")
	tab(page, "Rules and effect")
	desk.picture("phone-rules")


class TestOverRest:
	"""Who may build, over HTTP."""

	@pytest.mark.parametrize("user", ["chair", "secretary", "party", "auditor"])
	def test_only_an_administrator_builds(self, login, user):
		client = login(user)
		for method in ("check", "dry_run", "preview"):
			values = {"document": types.small(), "election": "demo", "language": "uz"}
			if method == "check":
				values = {"document": types.small()}
			if method == "dry_run":
				values.pop("language")
			assert client.post(f"appeal_types.{method}", **values).status_code == 403
		assert client.post("appeal_types.import_type", content=types.small()).status_code == 403
		assert client.post("appeal_types.copy", appeal_type="A56", code="X1").status_code == 403
		assert client.post("appeal_types.publish", appeal_type="A56").status_code == 403
		assert client.post("appeal_types.unpublish", appeal_type="A56").status_code == 403
		assert client.get("appeal_types.workbench").status_code == 403

	@pytest.mark.parametrize("user", ["chair", "auditor", "party"])
	def test_stock_rest_writes_no_type_either(self, login, user):
		client = login(user)
		address = f"{client.address}/api/resource/Appeal Type"
		assert client.session.put(f"{address}/A56", json={"slug": "mine"}, timeout=60).status_code == 403
		assert client.session.post(address, json=types.small(), timeout=60).status_code == 403

	def test_the_auditor_reads(self, login):
		client = login("auditor")
		assert message(client.get("appeal_types.export", appeal_type="A56"))["code"] == "A56"
		assert message(client.get("appeal_types.history", appeal_type="A56"))[-1]["version"] == 1
		assert message(client.get("appeal_types.compare", appeal_type="A56", older="1", newer="1")) == []

	def test_nobody_logged_in_gets_anything(self, guest):
		assert guest.get("appeal_types.export", appeal_type="A56").status_code == 403

	def test_a_type_is_imported_published_and_taken_back(self, login, code):
		client = login("administrator")
		refused = client.post("appeal_types.import_type", content=types.small(code, route="by_lot"))
		assert refused.status_code == 422
		error = refused.json()["error"]
		assert [(finding["code"], finding["path"]) for finding in error["findings"]] == [
			("type_value", "route")
		]
		assert error["findings"][0]["message"]
		assert client.get("appeal_types.history", appeal_type=code).status_code == 404
		assert (
			message(client.post("appeal_types.import_type", content=types.small(code)))["appeal_type"] == code
		)
		assert client.post("appeal_types.import_type", content=types.small(code)).status_code == 409
		assert message(client.post("appeal_types.publish", appeal_type=code))["version"] == 0
		assert message(client.get("appeal_types.read", appeal_type=code))["waits"]["by"] == ADMINISTRATOR
		inside.sign_waiting("Appeal Type", code)
		read = message(client.get("appeal_types.read", appeal_type=code))
		assert (read["status"], read["version"], read["waits"]) == ("Published", 1, None)
		assert client.post("appeal_types.unpublish", appeal_type=code).status_code == 200
		inside.sign_waiting("Appeal Type", code)
		assert message(client.get("appeal_types.read", appeal_type=code))["status"] == "Withdrawn"

	def test_a_preview_speaks_each_language_and_no_other(self, login):
		client = login("administrator")
		for language in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
			answer = client.post(
				"appeal_types.preview", document=types.small(), language=language, election="demo"
			)
			html = message(answer)["html"]
			assert re.search(r'<html lang="(uz|uz-Cyrl|ru|en)"', html)
			assert "<form novalidate>" in html
		answer = client.post("appeal_types.preview", document=types.small(), language="xx", election="demo")
		assert answer.status_code == 422

	def test_text_of_a_type_is_never_markup(self, login):
		document = types.small()
		document["form_fields"][1]["label_uz"] = "<script>alert(1)</script>"
		html = message(
			login("administrator").post(
				"appeal_types.preview", document=document, language="uz", election="demo", filled=True
			)
		)["html"]
		assert "<script>alert" not in html
		assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize("width", few([1280, 390], (390).__eq__))
def test_what_the_builder_offers_is_on_the_screen(desk: Desk, width: int) -> None:
	"""The longest title of a shipped type leaves room for the buttons; on a phone they are in the page's menu."""
	desk.page.set_viewport_size({"width": width, "height": 800})
	page = desk.open("appeal-type/A03")
	page.wait_for_function("window.esaylov?.builder")
	shown = page.locator(".page-container:visible .page-head")
	names = ["Check", "Preview", "Dry Run", "Save"] if width > 1000 else ["Save"]
	for name in names:
		button = shown.get_by_role("button", name=name, exact=True)
		expect(button).to_be_visible()
		box = button.bounding_box()
		assert box, name
		assert box["x"] >= 0, (name, box)
		assert box["x"] + box["width"] <= width, (name, box)
	desk.picture(f"buttons-{width}")


@pytest.mark.full
def test_a_preview_that_comes_late_does_not_take_the_place_of_a_newer_one(desk: Desk) -> None:
	page = desk.open("appeal-type/A56")
	page.wait_for_function("window.esaylov?.builder")
	held: list[Route] = []
	page.route("**/*appeal_types.preview*", lambda route: route.continue_() if held else held.append(route))
	with page.expect_request("**/*appeal_types.preview*"):
		press(page, "Preview")
	with page.expect_response("**/*appeal_types.preview*"):
		page.locator(".esaylov-preview [data-language]").select_option("ru")
	iframe = page.locator(".esaylov-preview iframe")
	expect(iframe).to_have_attribute("srcdoc", re.compile('<html lang="ru"'))
	with page.expect_response("**/*appeal_types.preview*") as late:
		held[0].continue_()
	late.value.finished()
	timers(page, 1000)  # the panel has looked once more since
	expect(iframe).to_have_attribute("srcdoc", re.compile('<html lang="ru"'))


IN_THE_FORM = 60
"""What docs/measurements.md says."""


@pytest.mark.full
def test_a_type_of_five_fields_in_the_form_counted(desk: Desk, code: str) -> None:
	"""The type of tests/web/test_appeal_type_studio.py in the form that was there before the studio; each line is what a person does."""
	done = 0

	def did(_: object, times: int = 1) -> None:
		nonlocal done
		done += times

	page = desk.open("appeal-type/new")
	page.wait_for_function("window.esaylov?.builder")
	did(write(desk, "code", code))
	for language, text in (("uz", "Uchrashuv haqida"), ("ru", "О встрече"), ("en", "Of a meeting")):
		did(write(desk, f"title_{language}", text))
	did(tab(page, "Procedure"))
	did(put(first(page, "applicant_kinds"), "applicant_kind", "party_district_branch"), 2)
	did(choose(desk, "recipient_level", "DC"))
	did(choose(desk, "route", "chair_decision"))
	did(write(desk, "review_statute", "observer_review_days"))
	did(tab(page, "Form"))
	for number, kind in enumerate(("Date", "Short Text", "Integer", "Yes/No", "Long Text"), 1):
		added = row(page, "form_fields")
		did(added)
		did(put(added, "kind", kind), 2)  # a cell is opened, then filled
		did(put(added, "label_uz", f"Maydon {number}"), 2)
		did(translate(page, added, f"Поле {number}", f"Field {number}"), 4)
	did(tab(page, "Messages and source"))
	did(press(page, "Usual Messages"))
	did(desk.primary())
	page.wait_for_function("!cur_frm.is_new() && !cur_frm.is_dirty() && cur_frm.doc.status === 'Checked'")
	did(publish(page, code))
	assert done == IN_THE_FORM
