"""Annulling in the Desk: the button for who may, the reason, the text, the key; and what the form says afterwards."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories.accessibility import violations
from factories.desk import focused
from factories.http import PASSWORD, Client
from factories.look import photograph
from factories.steps import SITE, site_step
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

REASON = "Joy boshqa tashkilotga berilgan"


@pytest.fixture
def decided(sites: Path, login) -> Iterator[str]:
	"""A decision that the chair signed; gone after the test with everything that came of it."""
	made = json.loads(site_step(sites, "meeting"))
	chair: Client = login("chair")
	payload = chair.post("decisions.draft", appeal=made["Appeal"]).json()["message"]["payload"]
	signature = chair.sign(payload)
	answer = chair.post("decisions.acknowledge", appeal=made["Appeal"], signature=signature)
	assert answer.status_code == 200, answer.text
	yield answer.json()["message"]["decision"]
	site_step(sites, "remove", given=json.dumps(made))


def opened(context: BrowserContext, user: str, decision: str) -> Page:
	page = context.new_page()
	page.goto("/login")
	form = {"usr": f"{user}@esaylov.example", "pwd": PASSWORD}
	assert context.request.post("/api/method/login", form=form).ok
	page.goto(f"/app/decision/{decision}")
	expect(page.locator(".page-container:visible .indicator-pill").first).to_be_visible()
	return page


def annul_button(page: Page):
	return page.locator(
		".page-container:visible .custom-actions button", has_text=re.compile("Annul|Bekor qilish")
	)


def sign(signing: Locator, sites: Path) -> None:
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "chair.p12")
	focused(signing.page)
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()


@pytest.mark.full
def test_the_chair_annuls_with_a_reason_and_a_key(context: BrowserContext, sites: Path, decided, keep):
	page = opened(context, "chair", decided)
	expect(annul_button(page)).to_be_visible()
	photograph(page, keep("decision.png"))
	annul_button(page).click()
	dialog = page.locator(".modal.show")
	focused(page)
	dialog.locator("[data-fieldname=reason] textarea").fill(REASON)
	photograph(page, keep("reason.png"))
	dialog.locator(".btn-modal-primary").click()
	signing = page.locator(".modal.show", has=page.locator("[data-key]"))
	expect(signing.locator("[data-text=text_uz]")).to_have_value(re.compile(REASON))
	photograph(page, keep("text.png"))
	sign(signing, sites)
	told = page.locator(".page-container:visible .form-message")
	expect(told).to_contain_text(
		re.compile("Annulled by decision|qaror bilan bekor qilingan"), timeout=120_000
	)
	expect(told.locator("a")).to_have_attribute("href", re.compile("/decision/"))
	expect(annul_button(page)).to_have_count(0)
	page.keyboard.press("Escape")
	expect(page.locator(".modal.show")).to_have_count(0)
	assert (
		violations(page, ".form-message-container") == []
	)  # a link in a sentence is known by more than its colour
	photograph(page, keep("annulled.png"))
	page.set_viewport_size({"width": 390, "height": 844})
	photograph(page, keep("annulled-phone.png"))


@pytest.mark.full
def test_what_became_of_it_is_said_where_the_form_cannot_be_read_again(context, sites: Path, decided, keep):
	"""The form went on showing a decision in force, and nothing said that it was not read again."""
	page = opened(context, "chair", decided)
	annul_button(page).click()
	dialog = page.locator(".modal.show")
	focused(page)
	dialog.locator("[data-fieldname=reason] textarea").fill(REASON)
	dialog.locator(".btn-modal-primary").click()
	signing = page.locator(".modal.show", has=page.locator("[data-key]"))
	expect(signing.locator("[data-text=text_uz]")).to_have_value(re.compile(REASON))
	page.route("**/frappe.desk.form.load.getdoc?*", lambda route: route.abort())
	sign(signing, sites)
	said = page.locator(".msgprint")
	expect(said).to_contain_text(
		re.compile("Annulled by decision|qaror bilan bekor qilingan"), timeout=120_000
	)
	expect(said).to_contain_text(re.compile("could not be updated|yangilanmadi"))
	photograph(page, keep("not-anew.png"))


@pytest.mark.full
def test_an_answer_that_comes_late_is_drawn_on_no_other_form(context: BrowserContext, login, decided):
	chair: Client = login("chair")
	asked = {"decision": decided, "reason": REASON}
	payload = chair.post("decisions.annulment_draft", **asked).json()["message"]["payload"]
	annulled = chair.post("decisions.annul", **asked, signature=chair.sign(payload)).json()["message"]
	page = opened(context, "chair", annulled["decision"])
	told = page.locator(".page-container:visible .form-message")
	expect(told).to_contain_text(re.compile("Annuls decision|bekor qiladi"))
	held: list[Route] = []
	page.route(re.compile(f"decisions.standing.*{decided}"), lambda route: held.append(route))
	with page.expect_request(re.compile(f"decisions.standing.*{decided}")):
		page.evaluate("name => frappe.set_route('Form', 'Decision', name)", decided)
	page.evaluate("name => frappe.set_route('Form', 'Decision', name)", annulled["decision"])
	expect(told).to_contain_text(re.compile("Annuls decision|bekor qiladi"))
	with page.expect_response(re.compile(f"decisions.standing.*{decided}")) as answer:
		held[0].continue_()
	answer.value.finished()
	page.evaluate("() => new Promise((seen) => setTimeout(seen))")
	expect(told).to_have_count(1)
	page.evaluate("() => { cur_frm.refresh(); cur_frm.refresh(); }")
	page.wait_for_load_state("networkidle")
	expect(told).to_have_count(1)


@pytest.mark.full
def test_who_may_not_annul_has_no_button(context: BrowserContext, decided):
	page = opened(context, "secretary", decided)
	page.wait_for_load_state("networkidle")
	expect(annul_button(page)).to_have_count(0)


@pytest.mark.full
def test_a_sibling_commission_learns_nothing(login, decided):
	sibling: Client = login("sibling.chair")
	for verb, values in (("annulment_draft", {}), ("annul", {"signature": ""})):
		answer = sibling.post(f"decisions.{verb}", decision=decided, reason=REASON, **values)
		assert answer.status_code == 404, answer.text
