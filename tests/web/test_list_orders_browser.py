"""A long list in a browser: it offers orders that are read from an index, also to who chose another one before."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from factories.desk import WIDE, Desk
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
CHAIR = "chair@esaylov.example"
SAVED = "frappe.model.utils.user_settings.save"


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post("/api/method/login", form={"usr": CHAIR, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


def choose(desk: Desk, order: str) -> None:
	"""What a list keeps of a user's choice."""
	desk.open("person")
	settings = {"List": {"sort_by": order, "sort_order": "asc"}, "last_view": "List"}
	desk.call(SAVED, doctype="Person", user_settings=json.dumps(settings))


def test_an_order_that_is_not_offered_gives_way_to_the_lists_own(desk: Desk) -> None:
	choose(desk, "modified")
	page = desk.open("person/view/list")
	expect(page.locator(".frappe-list:visible .list-row-container").first).to_be_visible()
	offered = page.evaluate("cur_list.sort_selector.args.options.map(({ fieldname }) => fieldname)")
	assert offered == ["full_name"]
	assert page.evaluate("cur_list.sort_selector.sort_by") == "full_name"
	assert desk.faults == []
	choose(desk, "full_name")


def test_a_list_of_appeals_is_sorted_by_the_day_it_is_due(desk: Desk) -> None:
	page = desk.open("appeal/view/list")
	page.locator(".page-container:visible .sort-selector-button").first.click()
	menu = page.locator(".page-container:visible .sort-selector .dropdown-menu:visible")
	expect(menu.locator("a")).to_have_count(8)
	menu.locator("a[data-value='due_on']").click()
	desk.settle()
	assert page.evaluate("cur_list.sort_selector.sort_by") == "due_on"
	assert desk.faults == []
