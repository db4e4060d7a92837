"""Two persons for a root of trust, in the Desk: one proposes, another reads what changes, signs, and it is in force."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import inside
from factories.cabinet import key_file
from factories.desk import Desk, focused
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
PROPOSED = """
frappe.set_user("administrator@esaylov.example")
gateway = frappe.get_doc("SMS Gateway", "eskiz")
before = gateway.address
gateway.update({"address": "https://sinov.example/api"}).save()
answer = [frappe.get_last_doc("Configuration Change", {"reference_name": "eskiz"}).name, before]
"""
PUT_BACK = """
from esaylov.framework.guarded_steps import SETTING_UP
with SETTING_UP.writing():
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": given["address"]}).save()
"""


@pytest.fixture
def proposal() -> Iterator[str]:
	"""A new address of a gateway, proposed by the one administrator; the former one stands again after the test."""
	name, address = inside.run(PROPOSED)
	yield name
	inside.run(PUT_BACK, address=address)


def entered(page: Page, keep: Callable[[str], Path], local: str) -> Desk:
	answer = page.context.request.post(
		"/api/method/login", form={"usr": f"{local}@esaylov.example", "pwd": PASSWORD}
	)
	assert answer.ok, answer.text()
	return Desk(page, keep)


def buttons(page: Page) -> list[str]:
	page.wait_for_function("window.cur_frm?.doc.status === 'Proposed' && !frappe.request.ajax_count")
	expect(page.locator("[data-fieldname=comparison] table")).to_contain_text("https://sinov.example/api")
	return page.locator(".page-container:visible .custom-actions button:visible").all_inner_texts()


@pytest.mark.parametrize("width", [1280, 390])
def test_another_administrator_reads_signs_and_it_is_in_force(page, keep, proposal, width):
	page.set_viewport_size({"width": width, "height": 900})
	desk = entered(page, keep, "second.administrator")
	desk.open("configuration-change?status=Proposed")
	expect(page.locator(".list-row-container").first).to_be_visible()
	desk.picture(f"list-{width}")
	desk.open(f"configuration-change/{proposal}")
	page.wait_for_function("window.cur_frm?.doc.status === 'Proposed' && !frappe.request.ajax_count")
	expect(page.locator("[data-fieldname=comparison] table")).to_contain_text("https://sinov.example/api")
	desk.picture(f"form-{width}")
	if width < 800:
		return  # the framework folds buttons into its menu there
	page.get_by_role("button", name="Confirm", exact=True).click()
	signing = page.locator(".modal.show")
	expect(signing.locator("[data-text=text]")).to_be_visible()
	desk.picture("sign")
	signing.locator("[data-key]").set_input_files(key_file("second.administrator"))
	focused(page)
	signing.locator("[data-password]").fill(PASSWORD)
	signing.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc.status === 'In force'", timeout=120_000)
	desk.picture("in-force")
	stored = inside.run("answer = frappe.db.get_value('SMS Gateway', 'eskiz', 'address')")
	assert stored == "https://sinov.example/api"


def test_its_author_may_only_withdraw_it(page, keep, proposal):
	desk = entered(page, keep, "administrator")
	desk.open(f"configuration-change/{proposal}")
	assert buttons(page) == ["Withdraw"]
	page.get_by_role("button", name="Withdraw", exact=True).click()
	dialog = page.locator(".modal.show")
	dialog.locator("textarea").fill("xato")
	dialog.locator(".btn-modal-primary").click()
	page.wait_for_function("cur_frm.doc.status === 'Declined'", timeout=120_000)
	assert page.evaluate("cur_frm.doc.note") == "xato"
