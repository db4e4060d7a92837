"""Certificates in the Desk: sheets for a printer from list and selection, and signed and issued again."""

import json
import re
from collections.abc import Iterator

import pytest
from factories.desk import focused
from factories.http import PASSWORD, Client, decide_appeal, file_appeal
from factories.look import photograph
from factories.steps import SITE
from playwright.sync_api import BrowserContext, Locator, Page, expect

WAIT = 120_000
"""Milliseconds for a job of the worker on a busy machine."""
WORDS = {
	"print": re.compile("Print sheets|Varaqlarda chop etish"),
	"again": re.compile("Issue again|Qayta berish"),
	"ready": re.compile("ready to print|chop etishga tayyor"),
}


def rows_of(client: Client, doctype: str, **filters: str) -> list[dict[str, str]]:
	"""Rows as the framework's own list gives them to this user."""
	asked = {
		"filters": json.dumps([[key, "=", value] for key, value in filters.items()]),
		"fields": '["*"]',
		"order_by": "creation asc",
	}
	answer = client.session.get(f"{client.address}/api/resource/{doctype}", params=asked, timeout=60)
	assert answer.status_code == 200, answer.text
	return answer.json()["data"]


@pytest.fixture
def issued(login, serial) -> list[dict[str, str]]:
	"""The three mandates of a decision, by number."""
	party, chair = login("party"), login("chair")
	appeal = file_appeal(party, serial)
	decide_appeal(chair, appeal, {})
	(decision,) = rows_of(chair, "Decision", appeal=appeal)
	found = rows_of(chair, "Certificate", decision=decision["name"])
	return sorted(found, key=lambda row: row["number"])


@pytest.fixture
def chair(context: BrowserContext) -> Iterator[Page]:
	"""The chair's Desk; no page of it may fail to load or to run."""
	page = context.new_page()
	faults: list[str] = []
	page.on("pageerror", lambda error: faults.append(str(error)))
	form = {"usr": "chair@esaylov.example", "pwd": PASSWORD}
	page.goto("/login")
	assert context.request.post("/api/method/login", form=form).ok
	yield page
	assert faults == []


def shown(page: Page, selector: str, **more) -> Locator:
	return page.locator(f".page-container:visible {selector}", **more)


def listed(page: Page, issued: list[dict[str, str]]) -> None:
	page.goto(f"/app/certificate?decision={issued[0]['decision']}")
	expect(shown(page, ".list-row-checkbox")).to_have_count(len(issued), timeout=WAIT)


def print_in(page: Page, count: int, keep) -> None:
	"""Go through the dialog, wait for the worker, and fetch what it drew."""
	asked = page.locator(".modal.show")
	expect(asked.locator("[data-fieldname=sheet] select")).to_have_value("A4")
	photograph(page, keep("sheet.png"))
	asked.locator(".btn-modal-primary").click()
	told = page.locator(".modal.show", has=page.locator("[role=progressbar]"))
	expect(told.locator("[role=status]")).to_have_text(WORDS["ready"], timeout=WAIT)
	expect(told.locator("[role=status]")).to_contain_text(str(count))
	expect(told.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "100")
	photograph(page, keep("ready.png"))
	(link,) = told.locator("a[href*='/private/files/']").all()
	drawn = page.context.request.get(link.get_attribute("href"))
	assert drawn.body()[:5] == b"%PDF-"


@pytest.mark.full
def test_all_certificates_of_a_list_are_printed(chair: Page, issued, keep):
	listed(chair, issued)
	photograph(chair, keep("list.png"))
	shown(chair, ".page-actions button", has_text=WORDS["print"]).first.click()
	print_in(chair, len(issued), keep)


@pytest.mark.full
def test_chosen_certificates_are_printed(chair: Page, issued, keep):
	listed(chair, issued)
	for place in (0, 1):
		shown(chair, ".list-row-checkbox").nth(place).check()
	shown(chair, ".actions-btn-group button").first.click()
	shown(chair, ".actions-btn-group .dropdown-item", has_text=WORDS["print"]).click()
	print_in(chair, 2, keep)


@pytest.mark.full
def test_certificate_is_signed_and_issued_again(chair: Page, issued, login, sites, keep):
	former = issued[-1]
	chair.goto(f"/app/certificate/{former['name']}")
	button = shown(chair, ".custom-actions button", has_text=WORDS["again"])
	expect(button).to_be_visible(timeout=WAIT)
	photograph(chair, keep("form.png"))
	button.click()
	asked = chair.locator(".modal.show")
	focused(chair)
	asked.locator("[data-fieldname=reason] textarea").fill("Guvohnoma yoʻqolgan")
	photograph(chair, keep("again.png"))
	asked.locator(".btn-modal-primary").click()
	signing = chair.locator(".modal.show", has=chair.locator("[data-key]"))
	expect(signing.locator("[data-text=text]")).to_have_value(re.compile(former["holder_name_as_printed"]))
	signing.locator("[data-key]").set_input_files(sites / SITE / "private" / "demo" / "chair.p12")
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	chair.wait_for_url(lambda url: "/certificate/" in url and former["name"] not in url, timeout=WAIT)
	(old,) = rows_of(login("chair"), "Certificate", name=former["name"])
	assert old["status"] == "Replaced"
	assert old["replaced_by"] in chair.url
	photograph(chair, keep("issued.png"))


@pytest.mark.full
@pytest.mark.parametrize("width", [1366, 390])
def test_the_forms_can_be_looked_at(chair: Page, issued, keep, width):
	chair.set_viewport_size({"width": width, "height": 844})
	for name, address in (
		("certificate", f"certificate/{issued[0]['name']}"),
		("kind", "certificate-kind/observer_party"),
		("batches", "certificate-batch"),
	):
		chair.goto(f"/app/{address}")
		expect(shown(chair, ".page-head").first).to_be_visible(timeout=WAIT)
		chair.wait_for_load_state("networkidle")
		photograph(chair, keep(f"{name}-{width}.png"), full_page=True)
		wide = chair.evaluate("document.documentElement.scrollWidth")
		assert wide <= width + 1, f"{name} is {wide} wide"


@pytest.mark.full
def test_the_form_of_a_shipped_layout_shows_its_text(context: BrowserContext):
	"""Also when the layouts that come with the DocType, which have no text, arrive after the form."""
	page = context.new_page()
	form = {"usr": "Administrator", "pwd": "admin"}
	assert context.request.post("/api/method/login", form=form).ok
	held = []
	page.route("**/*get_notification_logs*", lambda one: held.append(one))
	page.goto("/app/print-format/Press Certificate")
	page.wait_for_function("window.cur_frm?.docname === 'Press Certificate' && locals.DocType.Certificate")
	# what is still under way then keeps the framework from going on to the next handler of an event
	assert held
	for each in held:
		each.continue_()
	page.wait_for_function("!frappe.request.ajax_count && cur_frm.doc.html?.includes('ESLATMA')")
	page.evaluate("cur_frm.copy_doc()")
	page.wait_for_function("cur_frm?.is_new() && cur_frm.doc.html?.includes('ESLATMA')")
