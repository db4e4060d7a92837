"""The wizard of a by-election in the Desk: what is missing, steps done and taken back, the time line; wide and narrow, in two languages."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.desk import Desk
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
USER = "administrator@esaylov.example"
API = "esaylov.api.preparing"
SIZES = ((1280, 800), (390, 844))


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


def step(page: Page, key: str):
	return page.locator(f".page-container:visible [data-step-row='{key}']")


def pictures(desk: Desk, name: str) -> None:
	"""The form in Uzbek and Russian, at both widths; never wider than its window."""
	for language in ("uz", "ru"):
		desk.call("frappe.client.set_value", doctype="User", name=USER, fieldname="language", value=language)
		for width, height in SIZES:
			desk.page.set_viewport_size({"width": width, "height": height})
			page = desk.open(f"election-preparation/{name}")
			expect(step(page, "opening")).to_be_visible()
			assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
			desk.picture(f"steps-{language}-{width}")
			page.locator(
				".page-container:visible [data-stage='campaign_announced']"
			).scroll_into_view_if_needed()
			desk.picture(f"timeline-{language}-{width}")


def test_the_steps_of_a_by_election_are_walked_and_taken_back(desk: Desk, preparation: str):
	page = desk.open(f"election-preparation/{preparation}")
	expect(step(page, "calendar")).to_have_attribute("data-state", "Waiting")
	step(page, "seats").locator("[data-act='confirm']").click()
	expect(step(page, "seats")).to_have_attribute("data-state", "Done")

	desk.call(f"{API}.start", name=preparation)
	page.wait_for_function(
		"name => frappe.call({method: 'esaylov.api.preparing.progress', args: {name}, type: 'GET'}).then(({message}) => message.status === 'Done')",
		arg=preparation,
		polling=1000,
	)
	page = desk.open(f"election-preparation/{preparation}")
	expect(page.locator("[data-stage='silence_days']")).to_contain_text("D-1..D · ")
	expect(page.locator("[data-stage='list_mandates_distributed']")).to_have_count(0)
	expect(step(page, "texts")).to_have_attribute("data-state", "Missing")
	expect(step(page, "texts").locator("[data-act='confirm']")).to_have_count(0)
	step(page, "calendar").locator("[data-act='confirm']").click()
	expect(step(page, "calendar")).to_have_attribute("data-state", "Done")
	step(page, "calendar").locator("[data-act='reopen']").click()
	expect(step(page, "calendar")).to_have_attribute("data-state", "Ready")
	pictures(desk, preparation)
