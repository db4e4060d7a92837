"""The form of a table that is imported: the template, a check that writes nothing, what is wrong where, the import."""

import io
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories.desk import Desk
from factories.http import PASSWORD
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
USER = "administrator@esaylov.example"
TERRITORY = "1703202"
HEADINGS = "territory;number;kind;title_uz;voters_count\n"


@pytest.fixture
def number() -> int:
	"""Of a polling station that no other test has."""
	return 10_000_000 + secrets.randbelow(10**9)


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path], number: int) -> Iterator[Desk]:
	"""The Desk of the election's administrator."""
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	desk.open("table-import")
	yield desk
	assert desk.faults == []


def intake(desk: Desk, content: str) -> str:
	"""A saved intake of polling stations with a file."""
	token = desk.page.evaluate("frappe.csrf_token")
	file = desk.page.context.request.post(
		"/api/method/upload_file",
		headers={"X-Frappe-CSRF-Token": token},
		multipart={
			"file": {"name": "uchastkalar.csv", "mimeType": "text/csv", "buffer": content.encode()},
			"is_private": "1",
		},
	).json()["message"]
	act = {"act_commission": "REG-1703", "act_number": "7", "act_date": "2024-08-01"}
	values = {"doctype": "Table Import", "kind": "Polling Stations", "file": file["file_url"], **act}
	return desk.call("frappe.client.insert", doc=values)["name"]


@pytest.mark.full
def test_a_table_is_checked_and_imported(desk: Desk, number: int):
	rows = f"{TERRITORY};{number};Ordinary;{number}-uchastka;100\n{TERRITORY};{number + 1};Yarim;{number + 1}-uchastka;ko'p\n"
	name = intake(desk, HEADINGS + rows)
	page = desk.open(f"table-import/{name}")
	desk.picture("draft")
	page.get_by_role("button", name="Check the file").click()
	findings = page.locator("[data-fieldname='course_view'] tbody tr")
	expect(findings).to_have_count(2, timeout=120_000)
	expect(findings.first).to_contain_text("3")
	expect(page.locator("[data-fieldname='course_view']")).to_contain_text("Would be added")
	page.get_by_role("button", name="Import", exact=True).wait_for()
	desk.settle()
	desk.picture("checked")
	assert not desk.call("frappe.client.get_count", doctype="Polling Station", filters={"number": number})
	page.set_viewport_size({"width": 390, "height": 844})
	desk.picture("checked-phone")
	assert page.evaluate("document.documentElement.scrollWidth") <= 390
	page.set_viewport_size({"width": 1366, "height": 900})

	page.get_by_role("button", name="Import", exact=True).click()
	page.get_by_role("button", name="Yes").click()
	expect(page.locator(".page-container:visible .indicator-pill").first).to_contain_text(
		"Done", timeout=120_000
	)
	desk.settle()
	desk.picture("done")
	assert desk.call("frappe.client.get_count", doctype="Polling Station", filters={"number": number}) == 1
	expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)


@pytest.mark.full
def test_template_and_findings_are_files(desk: Desk, number: int):
	def given(verb: str, **values: str) -> bytes:
		answer = desk.page.context.request.get(f"/api/method/esaylov.api.intake.{verb}", params=values)
		assert answer.ok, answer.text()
		return answer.body()

	book = load_workbook(io.BytesIO(given("template", kind="Polling Stations")))
	assert book.worksheets[0].max_column == 16
	name = intake(desk, HEADINGS + f"{TERRITORY};{number};Yarim;x;1\n")
	page = desk.open(f"table-import/{name}")
	page.get_by_role("button", name="Check the file").click()
	page.get_by_role("button", name="Findings as a file").wait_for(timeout=120_000)
	sheet = load_workbook(io.BytesIO(given("findings", name=name, form="xlsx"))).worksheets[0]
	assert [cell.value for cell in sheet[2]][:2] == ["2", "Kind"]
