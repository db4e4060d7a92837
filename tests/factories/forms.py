"""What a person does on a form of the Desk: tabs, fields, rows of tables, buttons, menus, dialogs."""

from playwright.sync_api import Locator, Page

from factories import waiting
from factories.desk import Desk

VISIBLE = ".page-container:visible"
CALM = 400
"""Milliseconds after which a form has drawn what the last key changed; a field of code waits for 300."""


def tab(page: Page, label: str) -> None:
	"""Open a tab of the form."""
	page.locator(f"{VISIBLE} .form-tabs .nav-link").get_by_text(label, exact=True).click()


def write(desk: Desk, name: str, text: str) -> None:
	"""Fill a field of text."""
	desk.field(name).locator("input, textarea").first.fill(text)


def type_in(desk: Desk, name: str, text: str) -> None:
	"""Fill a field and wait until the document has it: a button pressed in that half second is lost."""
	write(desk, name, text)
	desk.page.wait_for_function("([name, text]) => cur_frm.doc[name] === text", arg=[name, text])


def choose(desk: Desk, name: str, value: str) -> None:
	"""Choose in a field with a list."""
	desk.field(name).locator("select").select_option(value)


def suggest(desk: Desk, name: str, text: str) -> None:
	"""Choose what a field suggests for a text: a link, or a word of a list."""
	box = desk.field(name).locator("input").first
	box.click()
	box.fill(text)
	found = desk.page.locator(".awesomplete :is(li, [role=option]):visible").filter(has_text=text)
	found.first.click()


def tick(desk: Desk, name: str, is_on: bool = True) -> None:
	"""Set or clear a box."""
	desk.field(name).locator("input.input-with-feedback").set_checked(is_on)


def row(page: Page, table: str) -> Locator:
	"""A new row of a table."""
	page.locator(f"{VISIBLE} [data-fieldname='{table}'] .grid-add-row").click()
	# until then the grid moves the focus twice, away from a field that is being filled
	waiting.timers(page, 700)
	return page.locator(f"{VISIBLE} [data-fieldname='{table}'] .grid-body .grid-row").last


def first(page: Page, table: str) -> Locator:
	"""The first row, which a table that must have one begins with."""
	return page.locator(f"{VISIBLE} [data-fieldname='{table}'] .grid-body .grid-row").first


def put(row: Locator, field: str, value: str) -> None:
	"""Fill a cell of a row."""
	cell = row.locator(f".grid-static-col[data-fieldname='{field}']")
	cell.click()
	if cell.locator("select").count():
		cell.locator("select").select_option(value)
	else:
		cell.locator("input").fill(value)
		cell.locator("input").press("Tab")


def press(page: Page, label: str) -> None:
	"""Press a button of the page, once the form draws it anew no more: what goes between mouse down and up is not pressed."""
	button = page.locator(VISIBLE).get_by_role("button", name=label, exact=True).first
	drawn = None
	while drawn is None or not drawn.evaluate("button => button.isConnected"):
		drawn = button.element_handle()
		waiting.timers(page, CALM)
	button.click()


def pick(page: Page, group: str, label: str) -> None:
	"""Choose an entry of a group of buttons."""
	page.locator(f"{VISIBLE} .inner-group-button:visible").get_by_role("button", name=group).first.click()
	page.locator(f"{VISIBLE} .inner-group-button .dropdown-item:visible").get_by_text(
		label, exact=True
	).click()


def act(page: Page, label: str) -> None:
	"""Choose an entry of *Actions*, where the steps of a Workflow stand."""
	page.locator(f"{VISIBLE} .actions-btn-group > button:visible").click()
	page.locator(f"{VISIBLE} .actions-btn-group .dropdown-item:visible").get_by_text(
		label, exact=True
	).click()


def from_menu(page: Page, label: str) -> None:
	"""Choose an entry of the menu with three dots."""
	page.locator(f"{VISIBLE} .menu-btn-group > button:visible").click()
	page.locator(f"{VISIBLE} .menu-btn-group .dropdown-item:visible").get_by_text(label).first.click()


def dialog(page: Page) -> Locator:
	"""The dialog on top."""
	return page.locator(".modal.show").last


def still(page: Page) -> None:
	"""Wait until no dialog fades in or out: one that is told to close meanwhile stays open."""
	moving = (
		"[...document.querySelectorAll('.modal')].some((m) => jQuery(m).data('bs.modal')?._isTransitioning)"
	)
	page.wait_for_function(f"!{moving}")


def answer(page: Page, label: str) -> None:
	"""Press the main button of the dialog and see it go."""
	still(page)
	dialog(page).get_by_role("button", name=label, exact=True).click()
	still(page)


def close(page: Page) -> None:
	"""Close the dialog."""
	still(page)
	dialog(page).locator(".btn-modal-close:visible").first.click()
	still(page)
