"""The cockpit in a browser: figures, map and load, each leading to its rows; one commission down and back; wide, on a phone, dark, in both languages."""

import re
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from factories.accessibility import violations
from factories.desk import WIDE, Desk
from factories.desk_words import HEAR, untranslated
from factories.http import PASSWORD, file_appeal
from factories.look import lengthen, unfit
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	return of(page, keep, "regional.chair")


def of(page: Page, keep: Callable[[str], Path], who: str) -> Desk:
	form = {"usr": f"{who}@esaylov.example", "pwd": PASSWORD}
	answer = page.context.request.post("/api/method/login", form=form)
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


@pytest.mark.full
def test_a_figure_leads_to_its_rows_with_the_keyboard_and_all_is_saved(
	desk: Desk, login, serial: int
) -> None:
	file_appeal(login("party"), serial)
	page = desk.open("cockpit")
	first = page.locator("[data-figure='Registered']")
	expect(first.locator("b")).to_have_text(re.compile(r"^[1-9]"))
	expect(page.locator(".esaylov-cp-map [role=button]")).to_have_count(1)
	desk.settle()
	desk.picture("wide")
	assert desk.fits()
	assert violations(page, ".esaylov-cp") == []
	shown = first.locator("b").inner_text()
	called = page.locator(".esaylov-cp-map [role=button]").get_attribute("aria-label") or ""
	assert re.sub(r"\D", "", called) != "0", "the region of its commission is all that lies below it"
	first.focus()
	page.keyboard.press("Enter")
	page.wait_for_function("frappe.get_route_str() === 'List/Appeal/List' && cur_list?.data?.length")
	total = page.evaluate(
		"""async () => frappe.xcall("frappe.desk.reportview.get_count",
			{ doctype: "Appeal", filters: cur_list.get_filters_for_args(), fields: [], distinct: false })"""
	)
	assert str(total) == re.sub(r"\D", "", shown)
	fields = page.evaluate("cur_list.get_filters_for_args().map((one) => one[1])")
	assert sorted(fields) == ["election", "recipient_lft", "recipient_lft", "status"]
	page.go_back()
	page.locator("[data-level='DC'] [data-lack=nobody]").click()
	expect(page.locator(".esaylov-cp-lacking h4")).to_be_visible()
	with page.expect_download() as saved:
		page.locator("[data-export=xlsx]").click()
	assert saved.value.suggested_filename.endswith(".xlsx")
	assert desk.faults == []


TO_THE_TOP = "one => { for (let box = one; box; box = box.parentElement) box.scrollTop = 0 }"
"""What has been scrolled half under the head of a page is a small target for axe."""


@pytest.mark.full
@pytest.mark.parametrize("are_long", [False, True], ids=["names", "long-names"])
def test_the_cockpit_speaks_the_readers_language_and_fits_light_and_dark(desk: Desk, are_long) -> None:
	page = desk.page
	page.add_init_script(HEAR)
	if are_long:
		lengthen(page, "**/esaylov.api.cockpit.*", ("title", "parent_title", "above"))
	titles = {"uz": "Murojaatlar bosqichlari", "ru": "Стадии обращений", "uz-Cyrl": "Мурожаатлар босқичлари"}
	with closing(desk.views("cockpit", "regional.chair@esaylov.example", *titles)) as views:
		for language, size in views:
			expect(page.locator(".esaylov-cp h3").filter(has_text=titles[language])).to_have_count(1)
			page.locator("[data-level='DC'] [data-lack=nobody]").click()
			expect(page.locator(".esaylov-cp-lacking h4")).to_be_visible()
			desk.settle()
			page.locator(".esaylov-cp").evaluate(TO_THE_TOP)
			name = f"{language}-{size}-{'long' if are_long else 'plain'}"
			desk.picture(name)
			assert unfit(page, ".esaylov-cp") == [], (language, size)
			assert are_long or untranslated(page) == set(), (language, size)
			assert violations(page, ".esaylov-cp") == []
			page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
			desk.picture(f"{name}-dark")
			assert violations(page, ".esaylov-cp") == []
	assert desk.faults == []


@pytest.mark.full
def test_the_country_is_a_map_of_regions_which_lead_down_and_an_empty_election_says_so(
	page: Page, keep: Callable[[str], Path]
) -> None:
	desk = of(page, keep, "cec.chair")
	desk.open("cockpit")
	expect(page.locator(".esaylov-cp-map [role=button]")).not_to_have_count(0)
	desk.settle()
	desk.picture("country")
	below = page.locator("[data-commission] th button").first
	name = below.inner_text()
	below.click()
	expect(page.locator(".esaylov-cp-title h2")).to_have_text(name)
	page.locator(".esaylov-cp-up").click()
	expect(page.locator(".esaylov-cp-title h2")).not_to_have_text(name)
	region = page.locator(".esaylov-cp-map [role=button]").first
	region.focus()
	page.keyboard.press("Enter")
	page.wait_for_function("frappe.get_route_str() === 'List/Appeal/List'")
	page.go_back()
	choice = page.locator(".esaylov-cp-tools select")
	for number in range(choice.locator("option").count()):
		with page.expect_response(lambda answer: "cockpit.figures" in answer.url):
			choice.select_option(index=number)
		if page.locator("[data-empty]").count():
			break
	desk.settle()
	desk.picture("empty")
	assert violations(page, ".esaylov-cp") == []
	assert desk.faults == []


@pytest.mark.full
def test_all_figures_stand_on_paper_and_nothing_of_the_frame(desk: Desk, tmp_path: Path) -> None:
	"""The paper ended with its first page: the framework's frame is as high as the window and scrolls in itself."""
	page = desk.open("cockpit")
	expect(page.locator(".esaylov-cp-levels tbody tr").first).to_be_visible()
	past_a_page = ".esaylov-cp-levels { margin-top: 900px }"  # in each language
	page.add_style_tag(content=past_a_page)
	desk.settle()
	page.emulate_media(media="print")
	expect(page.locator(".esaylov-cp-tools")).to_be_hidden()
	frame = ".navbar:visible, .body-sidebar-container:visible, .page-head:visible"
	expect(page.locator(frame)).to_have_count(0)
	paper = tmp_path / "cockpit.pdf"
	page.pdf(path=paper, format="A4")
	said = "".join(subprocess.check_output(["pdftotext", paper, "-"], text=True).split())
	shown = [*page.locator(".esaylov-cp-load tbody th").all_inner_texts()]
	shown += page.locator(".esaylov-cp-levels tbody th").all_inner_texts()
	shown += page.locator(".esaylov-cp h3").all_inner_texts()
	assert len(shown) > 10
	assert [words for words in shown if "".join(words.split()) not in said] == []
	told = subprocess.check_output(["pdfinfo", paper], text=True)
	assert int(told.partition("Pages:")[2].split()[0]) > 1


LIGHTNESS = """(step) => {
	const group = document.querySelector(".esaylov-cp-map g");
	const before = group.getAttribute("class");
	group.setAttribute("class", step);
	const [red, green, blue] = getComputedStyle(group).fill.match(/\\d+/g).map(Number);
	group.setAttribute("class", before);
	return 0.21 * red + 0.72 * green + 0.07 * blue;
}"""


@pytest.mark.full
def test_on_a_dark_ground_the_busiest_region_is_the_lightest(desk: Desk) -> None:
	"""The map was as it is by day: nearly white where nothing is open, dark where most is."""
	page = desk.open("cockpit")
	expect(page.locator(".esaylov-cp-map g").first).to_be_visible()
	shades = []
	for theme in ("light", "dark"):
		page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
		shades.append([page.evaluate(LIGHTNESS, f"step-{step}") for step in range(1, 6)])
	light, dark = shades
	assert light == sorted(light, reverse=True)
	assert dark == sorted(dark)
	desk.picture("map-dark")
	assert violations(page, ".esaylov-cp") == []


def test_whoever_is_of_a_district_is_told_that_it_is_not_theirs(login) -> None:
	chair = login("chair")
	answer = chair.get("cockpit.figures")
	assert answer.status_code == 403, answer.text
	assert chair.get("cockpit.export").status_code in (403, 405)
