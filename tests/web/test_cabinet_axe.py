"""Accessibility: axe-core finds nothing on the pages of the cabinet, wide and on a phone; what it cannot see is beside it."""

import os
from pathlib import Path
from urllib.parse import urljoin

import pytest
from factories import cabinet

pytestmark = pytest.mark.web
ROOT = Path(__file__).resolve().parents[2]
PLACES = (ROOT / ".bench" / "node" / "esaylov", ROOT)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, { runOnly: tags })).violations
	.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ') + ' ' + node.html).join(' | ')}`)"""
PAGES = (
	"/cabinet",
	"/cabinet/appeals",
	"/cabinet/papers",
	"/cabinet/messages",
	"/cabinet/people",
	"/cabinet/new/A56",
	"{draft}/form",
	"{draft}/form?check=1",
	"{draft}/check",
	"{draft}/rows/persons",
	"{draft}/discard",
)


@pytest.fixture(scope="module")
def axe() -> str:
	"""The program, as the package-lock of the app brings it."""
	bench = os.environ.get("SITES_PATH")
	places = [Path(bench).parent / "node" / "esaylov", *PLACES] if bench else PLACES
	for place in places:
		script = place / "node_modules" / "axe-core" / "axe.min.js"
		if script.is_file():
			return script.read_text(encoding="utf-8")
	pytest.fail("axe-core is missing: npm ci in the root of the app, or script/test")


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


@pytest.fixture
def inside(page, base_url, party):
	page.context.add_cookies(
		[{"name": cookie.name, "value": cookie.value, "url": base_url} for cookie in party.session.cookies]
	)
	return page


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("path", PAGES)
def test_no_violations(inside, base_url, axe, draft, path, width):
	inside.set_viewport_size({"width": width, "height": 844})
	inside.goto(urljoin(base_url, path.format(draft=draft)))
	inside.evaluate(axe)
	assert inside.evaluate(RUN, RULES) == []
	assert inside.evaluate("document.documentElement.scrollWidth") <= width


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
	assert inside.locator("#a-persons-0-pinfl").is_visible()
