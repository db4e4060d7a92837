"""A proposal in the Desk of the second administrator: the number beside the link, what changes, and the signature; at both widths, in both languages."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from factories import inside
from factories.accessibility import violations
from factories.cabinet import key_file
from factories.desk import WIDE, Desk, focused
from factories.http import PASSWORD
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
PROPOSED = """
from datetime import timedelta
from esaylov.appeals.procedure import new_values
from esaylov.framework import clock
frappe.set_user("administrator@esaylov.example")
text = frappe.get_doc("Decision Text", "every_appeal_granted")
text.update({"text_ru": text.text_ru + "\\nПроверочная строка.", "text_uz": text.text_uz.replace("murojaat", "ariza")}).save()
answer = [frappe.get_last_doc("Configuration Change", {"reference_name": text.name, "status": "Proposed"}).name]
if given["many"]:
	statute = frappe.db.get_value("Statute", {"key": "observer_notice_days", "is_active": 1})
	answer.append(new_values.propose_value(statute, 9, clock.today() + timedelta(days=30), "33-1"))
	member = frappe.get_doc(
		doctype="Commission Membership", person=codes.person(), commission="DC-1726294", position="Member", starts_on="2026-01-01"
	).insert()
	user = frappe.get_doc("User", "secretary@esaylov.example")
	user.flags.ignore_permissions = True
	user.add_roles("Election Auditor")
	person = frappe.get_doc("Person", {"user": "member@esaylov.example"})
	person.flags.ignore_permissions = True
	person.update({"phone": "+998901112233"}).save()
	for name in (member.name, user.name, person.name):
		answer.append(frappe.get_last_doc("Configuration Change", {"reference_name": name, "status": "Proposed"}).name)
"""
PUT_BACK = """
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.permissions.configuration.waiting import changes
frappe.set_user("administrator@esaylov.example")
for name in given["changes"]:
	if frappe.db.get_value("Configuration Change", name, "status") == "Proposed":
		changes.decline(name, "sinov")
frappe.set_user("Administrator")
with SETTING_UP.writing():
	frappe.get_doc("Decision Text", "every_appeal_granted").update(given["texts"]).save()
	for doctype, about in (
		("Statute", {"key": "observer_notice_days", "is_active": 0}),
		("Commission Membership", {"commission": "DC-1726294", "is_annulled": 1, "starts_on": "2026-01-01"}),
	):
		for name in frappe.get_all(doctype, about, pluck="name", order_by="name asc"):
			frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)
"""
TEXTS = """
answer = frappe.db.get_value("Decision Text", "every_appeal_granted", ["text_uz", "text_ru"], as_dict=True)
"""
CLEARED = """
from esaylov.permissions.configuration.waiting import changes
frappe.set_user("administrator@esaylov.example")
for name in frappe.get_all("Configuration Change", {"status": "Proposed"}, pluck="name", order_by="name asc"):
	changes.decline(name, "sinov")
"""
"""What earlier tests left to sign is taken back."""
SECOND = "second.administrator@esaylov.example"


@pytest.fixture
def propose() -> Iterator[Callable[..., list[str]]]:
	"""Proposals of the one administrator: a text, or one of each kind; they are gone after the test."""
	inside.run(CLEARED)
	texts, made = inside.run(TEXTS), []

	def run(many: bool = False) -> list[str]:
		made.extend(inside.run(PROPOSED, many=many))
		return made

	yield run
	inside.run(PUT_BACK, changes=made, texts=texts)


def entered(page: Page, keep: Callable[[str], Path], user: str) -> Desk:
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


def test_the_second_administrator_sees_a_proposal_at_once_and_signs_it_in_four_steps(page, keep, propose):
	desk = entered(page, keep, SECOND)
	desk.open("statute")
	expect(
		page.locator(".body-sidebar a[href$='/signature-inbox'], .esaylov-to-sign-link").first
	).to_be_attached()
	page.wait_for_function("frappe.realtime.socket?.connected")
	(change,) = propose()
	badge = page.locator(".esaylov-to-sign").first
	expect(badge).to_have_text("1", timeout=30_000)
	badge.click()  # first
	expect(page.locator(".esaylov-si-differences ins", has_text="Проверочная строка.")).to_be_visible()
	page.keyboard.press("s")  # second
	dialog = page.locator(".modal.show")
	dialog.locator("[data-key]").set_input_files(key_file("second.administrator"))  # third
	focused(page)
	dialog.locator("[data-password]").fill(PASSWORD)
	page.keyboard.press("Enter")  # fourth
	expect(page.locator("[data-empty]")).to_be_visible(timeout=120_000)
	expect(page.locator(".esaylov-to-sign")).to_have_count(0)
	status = inside.run(
		"answer = frappe.db.get_value('Configuration Change', given['name'], 'status')", name=change
	)
	assert status == "In force"
	assert desk.faults == []


@pytest.mark.full
def test_each_kind_is_read_in_words_and_taken_back_by_its_author(page, keep, propose):
	propose(many=True)
	desk = entered(page, keep, SECOND)
	titles = {"uz": "Sizni kutmoqda", "ru": "Ждёт вас"}
	with closing(desk.views("signature-inbox", SECOND, *titles)) as views:
		for language, size in views:
			items = page.locator("[data-item]")
			expect(items).to_have_count(5)
			expect(page.locator("[data-view=to_sign]")).to_have_text(titles[language])
			desk.picture(f"list-{language}-{size}")
			for place in range(5):
				items.nth(place).click()
				expect(page.locator("[data-sign]")).to_be_visible()
				desk.picture(f"item-{place}-{language}-{size}")
				assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
				assert violations(page, ".esaylov-si") == []
				if size == "phone":
					page.locator(".esaylov-si-back").click()
			assert "hmac" not in page.locator(".esaylov-si").inner_text()
	author = entered(page, keep, "administrator@esaylov.example")
	author.open("signature-inbox")
	page.locator("[data-view=mine]").click()
	page.locator("[data-item]").first.click()
	author.picture("mine")
	page.locator("[data-take-back]").click()
	page.locator(".modal.show textarea").fill("xato")
	page.locator(".modal.show .btn-modal-primary").click()
	expect(page.locator("[data-item] .text-muted").first).to_contain_text("Declined")
	assert author.faults == []
