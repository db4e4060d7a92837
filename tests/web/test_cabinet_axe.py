"""Accessibility: axe-core finds nothing on the pages of the cabinet, wide and on a phone; what it cannot see is beside it."""

import os
import re
from urllib.parse import urljoin

import pytest
from factories import cabinet
from factories.accessibility import violations
from factories.http import Client, decide_appeal, file_appeal, new_serial, ready_appeal, return_appeal
from factories.look import photograph
from factories.profile import few
from playwright.sync_api import expect

pytestmark = pytest.mark.web
PAGES = (
	"/cabinet",
	"/cabinet/appeals",
	"/cabinet/papers",
	"/cabinet/messages",
	"/cabinet/phone",
	"/cabinet/logins",
	"/cabinet/people",
	"/cabinet/people/new",
	"/cabinet/looks",
	"/cabinet/data",
	"/cabinet/new/A56",
	"{draft}/form",
	"{draft}/form?check=1",
	"{draft}/check",
	"{draft}/rows/persons",
	"{draft}/discard",
	"{ready}/sign",
	"{filed}",
	"{filed}/receipt",
	"{filed}/withdraw",
	"{returned}",
	"{returned}/form",
	"{decided}",
)
IN_EACH_RUN = ("/cabinet", "{draft}/form?check=1", "{decided}")
PHONE = 390
widths = pytest.mark.parametrize("width", few([1366, PHONE], PHONE.__eq__))
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
CANDIDATE = "candidate@esaylov.example"


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY)


@pytest.fixture(scope="module")
def draft(party):
	"""A draft with a wrong row and a right one."""
	address = cabinet.new_draft(party)
	people = [cabinet.person(440, pinfl="1"), cabinet.person(441)]
	party.post(f"{address}/form", cabinet.typed(people, action="save"))
	return address


@pytest.fixture(scope="module")
def places(base_url, draft):
	"""Addresses of an appeal in each of its states."""

	def client(local: str) -> Client:
		made = Client(base_url, SITE, cabinet.key_file(local))
		made.login(f"{local}@esaylov.example")
		return made

	party, chair = client("party"), client("chair")
	serial = new_serial()
	names = {key: file_appeal(party, serial) for key in ("filed", "returned", "decided")}
	names["ready"] = ready_appeal(party, serial)
	return_appeal(chair, names["returned"], "persons[1].phone", "Pasport raqamini ham yozing")
	decide_appeal(chair, names["decided"], {1: "Hujjat to'liq emas"})
	return {"draft": draft, **{key: f"/cabinet/appeal/{name}" for key, name in names.items()}}


def entered(page, base_url: str, browser: cabinet.Browser):
	"""A page of who has logged in there."""
	page.context.add_cookies(
		[{"name": cookie.name, "value": cookie.value, "url": base_url} for cookie in browser.session.cookies]
	)
	return page


@pytest.fixture
def inside(page, base_url, party):
	return entered(page, base_url, party)


def check(page, width: int) -> None:
	assert violations(page) == []
	assert page.evaluate("document.documentElement.scrollWidth") <= width


@widths
@pytest.mark.parametrize("path", few(PAGES, IN_EACH_RUN.__contains__))
def test_no_violations(inside, base_url, places, keep, path, width):
	inside.set_viewport_size({"width": width, "height": 844})
	inside.goto(urljoin(base_url, path.format(**places)))
	check(inside, width)
	name = re.sub(r"\W+", "-", path).strip("-")
	photograph(inside, keep(f"{name}-{width}.png"), full_page=True)


@pytest.mark.full
@widths
def test_no_violations_where_a_code_confirms(page, base_url, keep, width):
	candidate = cabinet.logged_in(base_url, CANDIDATE)
	inside = entered(page, base_url, candidate)
	inside.set_viewport_size({"width": width, "height": 844})
	inside.goto(urljoin(base_url, "/cabinet"))
	check(inside, width)
	photograph(inside, keep(f"candidate-{width}.png"), full_page=True)
	candidate.get("/cabinet/new/A49")
	address = candidate.post("/cabinet/new/A49").url.removesuffix("/form")
	candidate.post(f"{address}/form", {"a.reason": "Sog'liq sababli", "action": "next"})
	inside.goto(f"{address}/sign")
	check(inside, width)
	photograph(inside, keep(f"code-{width}.png"), full_page=True)


@pytest.mark.full
@widths
def test_no_violations_in_a_pasted_table(inside, base_url, draft, keep, width):
	inside.set_viewport_size({"width": width, "height": 844})
	inside.goto(urljoin(base_url, f"{draft}/rows/persons"))
	lines = [f"{cabinet.pinfl(450 + number)}\tAliyev Ali {number}\t+998901234567" for number in range(12)]
	table = "\n".join(["PINFL\tFamiliyasi, ismi, otasining ismi\tTelefon raqami", *lines, "123\tX\t1"])
	inside.fill("#table", table)
	inside.click("button[value=check]")
	inside.locator("tbody tr").nth(12).wait_for()
	check(inside, width)
	photograph(inside, keep(f"table-{width}.png"), full_page=True)


def test_the_first_stop_of_the_keyboard_leads_to_the_main_part(inside, base_url, draft):
	inside.goto(urljoin(base_url, f"{draft}/form"))
	inside.keyboard.press("Tab")
	assert inside.evaluate("document.activeElement.getAttribute('href')") == "#main"
	inside.keyboard.press("Enter")
	assert inside.evaluate("document.activeElement.id") == "main"


def test_a_finding_leads_the_focus_to_its_field_also_in_a_folded_row(inside, base_url, draft):
	inside.goto(urljoin(base_url, f"{draft}/form?check=1"))
	inside.evaluate("document.querySelectorAll('details.row').forEach((row) => (row.open = false))")
	inside.click("a[href='#a-persons-0-pinfl']")
	inside.wait_for_function("document.activeElement.id === 'a-persons-0-pinfl'")
	expect(inside.locator("#a-persons-0-pinfl")).to_be_visible()
