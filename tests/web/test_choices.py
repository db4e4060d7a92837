"""What is chosen in a list is read whole, however long it is: in as many lines as it needs, and under a mouse as its title."""

import pytest
from factories.accessibility import violations
from factories.desk import PHONE, Desk
from factories.http import PASSWORD
from factories.look import LONG, unfit
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
CHOOSE = """(list, text) => {
	const before = list.offsetHeight;
	list.append(new Option(text, "long", false, true));
	return list.offsetHeight > before ? "" : list.outerHTML.slice(0, 200);
}"""
DESK = {
	"commission-desk": (".esaylov-cd", "chair"),
	"appeal-type-studio/A56": (".esaylov-studio", "administrator"),
}


def reads_whole(page: Page, part: str, keep, name: str) -> None:
	lists = page.locator(f"{part} select:visible")
	expect(lists.first).to_be_visible()
	for one in lists.all():
		assert one.evaluate(CHOOSE, LONG) == ""
	assert unfit(page, part) == []
	lists.first.dispatch_event("pointerover", {"pointerType": "mouse"})
	expect(lists.first).to_have_attribute("title", LONG)
	page.screenshot(path=keep(f"{name}.png"))
	assert violations(page, part) == []


@pytest.mark.parametrize("route", list(DESK))
def test_what_is_chosen_on_a_screen_of_the_desk_is_read_whole(page: Page, keep, route: str) -> None:
	part, who = DESK[route]
	form = {"usr": f"{who}@esaylov.example", "pwd": PASSWORD}
	assert page.context.request.post("/api/method/login", form=form).ok
	desk = Desk(page, keep)
	page.set_viewport_size(PHONE)
	desk.open(route)
	reads_whole(page, part, keep, route.partition("/")[0])
	assert desk.faults == []


@pytest.mark.parametrize("address", ["/uz/decisions", "/ru/station"])
def test_what_is_chosen_on_a_page_of_the_portal_is_read_whole(page: Page, keep, address: str) -> None:
	page.set_viewport_size(PHONE)
	page.goto(address)
	for closed in page.locator("main details:not([open]) > summary").all():
		closed.click()
	reads_whole(page, "main", keep, address.strip("/").replace("/", "-"))
