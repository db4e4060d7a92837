"""The wizard of a by-election in the Desk: what is missing, steps done and taken back, the time line; wide and narrow, in five languages."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from factories.accessibility import violations
from factories.desk import Desk
from factories.http import PASSWORD
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
USER = "administrator@esaylov.example"
API = "esaylov.api.preparing"
LANGUAGES = ("uz", "uz-Cyrl", "ru", "en", "kaa")


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Iterator[Desk]:
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	desk.open("election-preparation")
	yield desk
	assert desk.faults == []


@pytest.fixture
def preparation(desk: Desk) -> Iterator[str]:
	"""A by-election to a seat of a regional Kengash, not made yet; nothing of it stays."""
	seats = desk.call(
		"frappe.client.get_list",
		doctype="Constituency",
		filters={"election": "demo", "election_type": "REG"},
		order_by="number desc",
		limit_page_length=1,
	)
	today = desk.page.evaluate("frappe.datetime.get_today()")
	day = desk.page.evaluate("frappe.datetime.add_days(frappe.datetime.get_today(), 40)")
	name = desk.call(
		"frappe.client.insert",
		doc={
			"doctype": "Election Preparation",
			"kind": "By-election",
			"source_election": "demo",
			"code": f"sinov-{secrets.token_hex(4)}",
			"election_day": day,
			"called_on": today,
			"election_types": [{"election_type": "REG"}],
			"vacant_seats": [{"constituency": seats[0]["name"]}],
			"title_uz": "Boʻsh oʻrin boʻyicha saylov",
			"title_ru": "Выборы на вакантное место",
		},
	)["name"]
	yield name
	desk.open("election-preparation")
	if desk.value("Election Preparation", name, "status") == "Done":
		desk.call(f"{API}.undo", name=name)
	desk.call("frappe.client.delete", doctype="Election Preparation", name=name)


def step(page: Page, key: str) -> Locator:
	return page.locator(f".page-container:visible [data-step-row='{key}']")


def act(page: Page, what: str) -> Locator:
	return page.locator(f".page-container:visible .esaylov-prep-step [data-act='{what}']")


def opened(page: Page, key: str) -> Page:
	step(page, key).locator("button").click()
	expect(page.locator(f".page-container:visible [data-step='{key}']")).to_be_visible()
	return page


def pictures(desk: Desk, name: str) -> None:
	"""The page in each language, wide and on a phone: never wider than its window, and read by all."""
	with closing(desk.views(f"preparation-wizard/{name}", USER, *LANGUAGES)) as views:
		for language, size in views:
			page = desk.page
			expect(page.locator(".page-container:visible [data-act='undo']")).to_be_visible()
			if language == "ru":
				expect(page.locator(".esaylov-prep-head h2")).to_have_text("Выборы на вакантное место")
			for key in ("kind", "date", "seats", "calendar", "commissions", "people"):
				opened(page, key)
				assert desk.fits(), (language, size, key)
				desk.picture(f"wizard-{key}-{language}-{size}")
			for theme in ("light", "dark"):
				page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
				assert violations(page, ".esaylov-prep") == [], (language, size, theme)


def test_the_steps_of_a_by_election_are_walked_and_taken_back(desk: Desk, preparation: str):
	page = desk.open(f"preparation-wizard/{preparation}")
	expect(step(page, "calendar")).to_have_attribute("data-state", "Waiting")
	act(opened(page, "seats"), "confirm").click()
	expect(step(page, "seats")).to_have_attribute("data-state", "Done")

	act(opened(page, "seats"), "make").click()
	page.get_by_role("button", name="Yes").or_(page.locator(".modal.show .btn-primary")).first.click()
	page.wait_for_function(
		"name => frappe.call({method: 'esaylov.api.preparing.progress', args: {name}, type: 'GET'}).then(({message}) => message.status === 'Done')",
		arg=preparation,
		polling=1000,
	)
	page = desk.open(f"preparation-wizard/{preparation}")
	opened(page, "calendar")
	expect(page.locator("[data-stage='silence_days']")).to_contain_text("D-1..D · ")
	expect(page.locator("[data-stage='list_mandates_distributed']")).to_have_count(0)
	act(page, "confirm").click()
	expect(step(page, "calendar")).to_have_attribute("data-state", "Done")
	act(opened(page, "calendar"), "reopen").click()
	expect(step(page, "calendar")).to_have_attribute("data-state", "Ready")
	expect(step(page, "texts")).to_have_attribute("data-state", "Missing")
	expect(act(opened(page, "texts"), "confirm")).to_have_count(0)
	pictures(desk, preparation)


def test_a_plan_is_typed_asked_about_left_resumed_and_stored(desk: Desk):
	"""From nothing to a stored plan: what is missing is said as it is typed, a wrong day by one sentence, and nothing typed is lost."""
	page = forgotten(desk)
	expect(act(opened(page, "kind"), "store")).to_be_disabled()
	page.locator("input[name='kind'][value='Presidential']").check()
	expect(step(page, "kind")).to_have_attribute("data-state", "Ready")
	opened(page, "date")
	page.locator("[data-field='election_day']").fill("2020-01-05")
	expect(page.locator("[data-lacks] li").first).to_be_visible()
	code = f"sinov-{secrets.token_hex(4)}"
	page.locator("[data-field='code']").fill(code)
	page.locator("[data-field='title_uz']").fill("Sinov uchun Prezident saylovi")
	page = desk.open("preparation-wizard")
	expect(page.locator(".page-container:visible [data-field='code']").or_(step(page, "date"))).to_have_count(
		1
	)
	opened(page, "date")
	expect(page.locator("[data-field='code']")).to_have_value(code)
	expect(page.locator("[data-field='election_day']")).to_have_value("2020-01-05")
	expect(act(page, "store")).to_be_disabled()
	desk.picture("wizard-wrong-day")
	page.wait_for_function(
		"code => frappe.model.user_settings['Election Preparation']?.Plan?.plan.code === code", arg=code
	)
	page.evaluate("localStorage.removeItem('esaylov-preparation')")
	page = desk.open("preparation-wizard")  # as at another machine
	opened(page, "date")
	expect(page.locator("[data-field='code']")).to_have_value(code)
	forgotten(desk)


def forgotten(desk: Desk) -> Page:
	"""The page of a new plan of which nothing was typed, here or elsewhere."""
	page = desk.open("preparation-wizard")
	page.evaluate("localStorage.removeItem('esaylov-preparation')")
	page.evaluate("frappe.model.user_settings.remove('Election Preparation', 'Plan')")
	return desk.open("preparation-wizard")
