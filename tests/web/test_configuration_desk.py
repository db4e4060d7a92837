"""Two persons for a root of trust, in the Desk: one proposes, another reads what changes, signs, and it is in force."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import inside
from factories.cabinet import key_file
from factories.desk import Desk, focused
from factories.http import PASSWORD
from factories.profile import few
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


@pytest.mark.parametrize("width", few([1280, 390], (390).__eq__))
@pytest.mark.full
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
	expect(signing.locator("tbody tr").first).to_be_visible()
	expect(signing.locator("[data-text=text]")).to_be_hidden()  # JSON, for programs
	signing.locator("summary").click()
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


@pytest.mark.full
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


WARNED = re.compile("qoida topilmagan|Правила о том")
LANGUAGE = """
answer = frappe.db.get_value("User", "second.administrator@esaylov.example", "language")
"""
DOORS = """
from esaylov.framework.guarded_steps import SETTING_UP
frappe.set_user("administrator@esaylov.example")
frappe.db.set_value("User", "second.administrator@esaylov.example", "language", given["language"])
frappe.clear_cache(user="second.administrator@esaylov.example")
person = frappe.db.get_value("Person", {"user": "administrator@esaylov.example"})  # a warning: who administers the system
membership = frappe.get_doc(
	doctype="Commission Membership", person=person, commission="DC-1726294", position="Member", starts_on="2026-01-01"
).insert()
text = frappe.get_doc("Decision Text", "every_appeal_granted")
text.update({"text_uz": text.text_uz + "\\nSinov uchun bitta satr."}).save()
user = frappe.get_doc("User", "secretary@esaylov.example")
user.flags.ignore_permissions = True
user.add_roles("Election Auditor")
answer = {
	name: frappe.get_last_doc("Configuration Change", {"reference_name": name, "status": "Proposed"}).name
	for name in (membership.name, text.name, user.name)
}
"""
SHUT = """
from esaylov.permissions.configuration.waiting import changes
frappe.set_user("administrator@esaylov.example")
for name in given["changes"].values():
	changes.decline(name, "sinov")
frappe.db.set_value("User", "second.administrator@esaylov.example", "language", given["language"])
frappe.clear_cache(user="second.administrator@esaylov.example")
"""


@pytest.fixture
def doors(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
	"""A member, a text and a role that one administrator wants, read by the other in a language: document to proposal."""
	before = inside.run(LANGUAGE)  # which the tests before and after it read
	changes = inside.run(DOORS, language=request.param)
	yield changes
	inside.run(SHUT, changes=changes, language=before)


@pytest.mark.full
@pytest.mark.parametrize(
	("doors", "width"), [("uz", 1280), ("ru", 1280), ("uz", 390), ("ru", 390)], indirect=["doors"]
)
def test_what_opens_a_door_is_read_row_by_row_and_line_by_line(page, keep, doors, width):
	page.set_viewport_size({"width": width, "height": 900})
	desk = entered(page, keep, "second.administrator")
	for place, change in enumerate(doors.values()):
		desk.open(f"configuration-change/{change}")
		page.wait_for_function("window.cur_frm?.doc.status === 'Proposed' && !frappe.request.ajax_count")
		table = page.locator("[data-fieldname=comparison] table")
		expect(table).to_be_visible()
		if place == 0:
			expect(page.locator(".form-message").filter(has_text=WARNED)).to_be_visible()
		if place == 1:
			expect(table).to_contain_text("Sinov uchun bitta satr.")
		desk.picture(f"door-{place}-{width}")
		assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	membership = next(iter(doors))
	desk.open(f"commission-membership/{membership}")
	expect(page.locator(f".form-message a[href*='{doors[membership]}']")).to_be_visible()
	desk.picture(f"membership-{width}")
	desk.open("configuration-change?status=Proposed")
	expect(page.locator(".list-row-container").first).to_be_visible()
	desk.picture(f"list-{width}")


NUMBER = """
frappe.set_user("administrator@esaylov.example")
from esaylov.appeals.procedure import changing
name, title = frappe.db.get_value("Statute", {"key": "reminder_days", "is_active": 1}, ["name", "title_en"])
answer = [changing.change_number("reminder_days", given["value"]), name, title]
"""
DECLINED = """
from esaylov.permissions.configuration.waiting import changes
frappe.set_user("administrator@esaylov.example")
changes.decline(given["change"], "")
"""


@pytest.mark.full
def test_the_log_calls_what_changed_by_its_title(page, keep):
	"""A number of the law stood there as ten letters and digits."""
	page.set_viewport_size({"width": 1280, "height": 900})
	change, name, title = inside.run(NUMBER, value=9)
	try:
		desk = entered(page, keep, "second.administrator")
		desk.open("configuration-change?status=Proposed&reference_doctype=Statute")
		row = page.locator(".list-row-container").filter(has=page.locator(f"[data-name='{change}']"))
		expect(row).to_contain_text(title)
		expect(row).not_to_contain_text(name)
		desk.picture("titles")
		assert desk.faults == []
	finally:
		inside.run(DECLINED, change=change)
