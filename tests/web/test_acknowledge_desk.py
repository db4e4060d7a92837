"""Taking note of an appeal: over HTTP, and with the button of the Desk."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.desk import focused
from factories.http import PASSWORD, Client
from factories.look import photograph
from factories.steps import SITE, site_step
from playwright.sync_api import BrowserContext, Locator, expect

TITLE = "Saylovoldi uchrashuvi"


@pytest.fixture
def meeting(sites: Path) -> Iterator[str]:
	"""A registered appeal on the route of acknowledgement; gone after the test."""
	made = json.loads(site_step(sites, "meeting"))
	yield made["Appeal"]
	site_step(sites, "remove", given=json.dumps(made))


@pytest.mark.full
def test_the_secretary_takes_note_over_http(login, meeting):
	secretary: Client = login("secretary")
	payload = secretary.post("decisions.draft", appeal=meeting).json()["message"]["payload"]
	for _ in range(2):
		answer = secretary.post("decisions.acknowledge", appeal=meeting, signature=secretary.sign(payload))
		assert answer.status_code == 200, answer.text
		assert answer.json()["message"]["state"] == "Acknowledged"


OTHERS = {"sibling.chair": 404, "regional.chair": 403, "auditor": 403, "party": 403, "rival": 404}


@pytest.mark.full
def test_others_do_not(login, meeting):
	answers = {
		local: login(local).post("decisions.acknowledge", appeal=meeting, signature="") for local in OTHERS
	}
	assert {local: answer.status_code for local, answer in answers.items()} == OTHERS


def test_a_guest_is_kept_out(guest):
	assert guest.post("decisions.acknowledge", appeal="x", signature="").status_code in (401, 403, 404)


@pytest.fixture
def signing(context: BrowserContext, sites: Path, meeting: str, keep: Callable[[str], Path]) -> Locator:
	"""The dialogue in which the chair signs, all typed in."""
	page = context.new_page()
	page.goto("/login")
	answer = context.request.post("/api/method/login", form={"usr": "chair@esaylov.example", "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.goto(f"/app/appeal/{meeting}")
	expect(page.locator(".esaylov-matter:visible")).to_contain_text(TITLE)
	button = page.locator(".page-container:visible .primary-action:visible").first
	photograph(page, keep("appeal.png"))
	button.click()
	dialog = page.locator(".modal.show")
	expect(dialog.locator("[data-text=text_uz]")).to_have_value(re.compile("Maʼlumot uchun qabul qilinsin"))
	photograph(page, keep("dialog.png"))
	dialog.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "chair.p12")
	focused(page)
	dialog.locator("[data-password]").fill(PASSWORD)
	return dialog


@pytest.mark.full
def test_the_button_of_the_desk(signing: Locator, keep):
	page = signing.page
	signing.locator(".btn-modal-primary").click()
	expect(page.locator(".page-container:visible .indicator-pill").first).to_have_text(
		re.compile("Acknowledged|qabul qilindi"), timeout=120_000
	)
	photograph(page, keep("done.png"))


@pytest.mark.full
def test_what_became_of_it_is_said_where_the_form_cannot_be_read_again(signing: Locator, keep):
	"""The word waited for the form, and never came."""
	page = signing.page
	page.route("**/frappe.desk.form.load.getdoc?*", lambda route: route.abort())
	with page.expect_response(lambda answer: "decisions.acknowledge" in answer.url) as decided:
		signing.locator(".btn-modal-primary").click()
	assert decided.value.ok
	said = page.locator(".modal.show .msgprint")
	expect(said).to_contain_text(re.compile("Reload the page|Sahifani qayta yuklang"))
	photograph(page, keep("not-read-again.png"))
