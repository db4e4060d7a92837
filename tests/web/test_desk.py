"""The Desk in a browser: what a stock bench offers works here too.

Only DocTypes of Frappe itself are used, so a failure here is one of the bench and not of the app.
"""

import re
import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import desk_calls, waiting
from factories.desk import Desk
from playwright.sync_api import Locator, Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Iterator[Desk]:
	"""The Desk of the administrator; whatever a page could not load or run fails the test."""
	answer = page.context.request.post("/api/method/login", form={"usr": "Administrator", "pwd": "admin"})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	heard = desk_calls.listen(page)
	desk.open("todo")
	yield desk
	desk_calls.note("Administrator", heard)
	desk.picture("end")
	desk.tidy()
	assert desk.faults == []


def test_a_person_signs_in_and_sees_the_desk(page: Page, keep: Callable[[str], Path]) -> None:
	desk = Desk(page, keep)
	page.goto("/login")
	page.fill("#usr", "Administrator")
	page.fill("#pwd", "admin")
	page.click("main button[type=submit]")
	page.wait_for_url(re.compile(r"/(desk|app)\b"))
	expect(page.locator(".desktop-icon, .desk-sidebar").first).to_be_visible()
	desk.settle()
	desk.picture("login")
	assert desk.faults == []


@pytest.mark.parametrize("name", ["build", "users", "website", "integrations"])
def test_a_workspace_shows_its_blocks(desk: Desk, name: str) -> None:
	page = desk.open(name)
	expect(page.locator(".layout-main .widget:visible").first).to_be_visible()
	desk.settle()
	desk.picture("workspace")


def test_a_list_filters_and_sorts(desk: Desk) -> None:
	low = desk.insert("ToDo", description="seal the box", priority="Low")
	high = desk.insert("ToDo", description="count the ballots", priority="High")
	page = desk.open("todo?priority=High")
	expect(page.locator(f".list-row [data-name='{high}']").first).to_be_visible()
	expect(page.locator(f".list-row [data-name='{low}']")).to_have_count(0)
	desk.picture("list")


def test_a_form_saves_links_and_child_rows(desk: Desk) -> None:
	page = desk.open("event/new")
	desk.field("subject").locator("textarea").fill("Session of the commission")
	page.evaluate("cur_frm.set_value('starts_on', '2026-11-24 10:00:00')")
	page.evaluate("cur_frm.scroll_to_field('event_participants')")
	for module in ("Geo", "Website"):
		add_row(page, "event_participants")
		choose(page, "event_participants", "reference_doctype", "Module Def")
		choose(page, "event_participants", "reference_docname", module)
	desk.picture("form")
	desk.primary()
	page.wait_for_function("cur_frm && !cur_frm.is_new() && !cur_frm.is_dirty()")
	name = desk.remove_later("Event", page.evaluate("cur_frm.docname"))
	event = desk.call("frappe.client.get", doctype="Event", name=name)
	participants = [
		(row["reference_doctype"], row["reference_docname"]) for row in event["event_participants"]
	]
	assert participants == [("Module Def", "Geo"), ("Module Def", "Website")]


def add_row(page: Page, table: str) -> None:
	page.locator(f".page-container:visible [data-fieldname='{table}'] .grid-add-row").click()
	# until then the grid moves the focus twice, away from a field that is being filled
	waiting.timers(page, 700)


def cell(page: Page, table: str, field: str) -> Locator:
	rows = page.locator(f".page-container:visible [data-fieldname='{table}'] .grid-body .grid-row")
	return rows.last.locator(f".grid-static-col[data-fieldname='{field}']")


def choose(page: Page, table: str, field: str, text: str) -> None:
	"""Pick a link field's suggestion in the last row of a table."""
	cell(page, table, field).click()
	link = cell(page, table, field).locator("input")
	link.press_sequentially(text, delay=20)
	page.locator(".awesomplete [role=option]:visible").filter(has_text=text).first.click()
	expect(link).to_have_value(text)


def test_a_report_view_and_a_script_report_show_rows(desk: Desk) -> None:
	name = desk.insert("ToDo", description="print the ballots")
	page = desk.open(f"todo/view/report?name={name}")
	expect(page.locator(".dt-row").filter(has_text=name).first).to_be_visible()
	desk.picture("report-view")
	page = desk.open("query-report/ToDo")
	expect(page.locator(".dt-row").filter(has_text=name).first).to_be_visible()
	desk.picture("script-report")


def test_a_document_is_printed_and_comes_as_pdf(desk: Desk) -> None:
	name = desk.insert("ToDo", description="Saylov byulleteni o'zbek tilida")
	page = desk.open(f"print/ToDo/{name}")
	printed = page.frame_locator("iframe.print-format-container")
	expect(printed.get_by_text("Saylov byulleteni o'zbek tilida")).to_be_visible()
	desk.picture("print-view")
	answer = page.request.get(f"/api/method/frappe.utils.print_format.download_pdf?doctype=ToDo&name={name}")
	assert answer.headers["content-type"] == "application/pdf"
	file = desk.keep("todo.pdf")
	file.write_bytes(answer.body())
	command = ["pdftotext", "-layout", file, "-"]
	text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
	assert "Saylov byulleteni o'zbek tilida" in text


def test_the_workflow_builder_draws_and_saves_a_workflow(desk: Desk) -> None:
	by = "System Manager"
	name = desk.insert(
		"Workflow",
		workflow_name=f"Desk test {secrets.token_hex(3)}",
		document_type="ToDo",
		workflow_state_field="status",
		is_active=0,
		states=[{"state": state, "doc_status": "0", "allow_edit": by} for state in ("Pending", "Approved")],
		transitions=[{"state": "Pending", "action": "Approve", "next_state": "Approved", "allowed": by}],
	)
	page = desk.open(f"workflow-builder/{name}")
	expect(page.locator(".vue-flow__node")).to_have_count(3)
	desk.picture("workflow-builder")
	page.locator(".vue-flow__node").filter(has_text="Pending").click()
	expect(page.locator(".vue-flow__node.selected")).to_have_text("Pending")
	desk.picture("workflow-state")
	with page.expect_response("**/api/method/frappe.client.save"):
		desk.primary()
	assert desk.value("Workflow", name, "workflow_data")


def test_the_permission_manager_changes_no_right(desk: Desk) -> None:
	"""Rights are the released ones, unless whoever holds the bench says otherwise (esaylov_customising)."""
	page = desk.open("permission-manager/Note")
	with page.expect_response("**/*permission_manager.update") as answer:
		page.locator("input[data-ptype='export']").first.locator("xpath=..").click()
	assert answer.value.status == 403
	expect(page.locator(".msgprint")).to_contain_text("closed here")
	desk.picture("permission-manager")
	asked = {"doctype": "Custom DocPerm", "filters": {"parent": "Note"}}
	assert desk.call("frappe.client.get_list", **asked) == []
	desk.faults = [fault for fault in desk.faults if "permission_manager.update" not in fault]


def test_a_card_moves_on_a_kanban_board(desk: Desk) -> None:
	card = desk.insert("ToDo", description="carry the urn", status="Open")
	board = desk.remove_later("Kanban Board", f"Desk test {secrets.token_hex(3)}")
	make = "frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board"
	desk.call(make, doctype="ToDo", board_name=board, field_name="status")
	page = desk.open(f"todo/view/kanban/{board}")
	moved = page.locator(f".kanban-card-wrapper[data-name='{card}']")
	expect(moved).to_be_visible()
	desk.settle()  # the board is drawn again when its order has been read
	with page.expect_response("**/*kanban_board.update_order_for_single_card"):
		drag(page, moved, page.locator(".kanban-column[data-column-value='Closed'] .kanban-cards"))
	desk.picture("kanban")
	assert desk.value("ToDo", card, "status") == "Closed"


def drag(page: Page, what: Locator, onto: Locator) -> None:
	"""Drag with the mouse, in steps: the board follows the pointer."""
	expect(what).to_be_visible()
	start, end = what.bounding_box(), onto.bounding_box()
	assert start is not None
	assert end is not None
	page.mouse.move(start["x"] + 20, start["y"] + 20)
	page.mouse.down()
	page.mouse.move(end["x"] + 40, end["y"] + 10, steps=20)
	page.mouse.move(end["x"] + 45, end["y"] + 15, steps=5)
	page.mouse.up()


def test_a_calendar_shows_events(desk: Desk) -> None:
	today = desk.page.evaluate("frappe.datetime.get_today()")
	desk.insert("Event", subject="Voting day", starts_on=f"{today} 08:00:00", ends_on=f"{today} 20:00:00")
	page = desk.open("event/view/calendar/default")
	expect(page.locator(".fc-event").filter(has_text="Voting day").first).to_be_visible()
	desk.picture("calendar")


def test_a_file_is_uploaded_to_a_document(desk: Desk) -> None:
	name = desk.insert("ToDo", description="keep the minutes")
	page = desk.open(f"todo/{name}")
	page.locator(".form-attachments button").first.click()
	file = upload(desk, "minutes.txt", b"Minutes of the session")
	assert file["is_private"] == 1
	assert page.request.get(file["file_url"]).body() == b"Minutes of the session"


def upload(desk: Desk, name: str, content: bytes) -> dict:
	"""Choose a file in the open dialogue and send it; the File that the server made."""
	dialog = desk.page.locator(".modal:visible")
	with desk.page.expect_file_chooser() as chooser:
		dialog.locator(".btn-file-upload").first.click()
	chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})
	expect(dialog.get_by_text(name)).to_be_visible()
	desk.picture("upload")
	with desk.page.expect_response("**/api/method/upload_file") as answer:
		dialog.locator(".btn-modal-primary").click()
	return answer.value.json()["message"]


def test_rows_are_imported_from_a_file(desk: Desk) -> None:
	job = desk.insert("Data Import", reference_doctype="Contact", import_type="Insert New Records")
	page = desk.open(f"data-import/{job}")
	desk.field("import_file").locator(".btn-attach").click()
	mark = f"Imported {secrets.token_hex(3)}"
	upload(desk, "people.csv", f"First Name,Last Name\n{mark},Alisher\n{mark},Barno\n".encode())
	page.wait_for_function("cur_frm.doc.import_file")
	desk.settle()
	expect(desk.field("import_preview").locator(".dt-row").filter(has_text="Barno")).to_be_visible()
	desk.picture("import-preview")
	desk.primary()
	# a worker imports; realtime brings its progress to the form
	page.wait_for_function("cur_frm.doc.status === 'Success'", timeout=120_000)
	desk.picture("import-done")
	names = desk.call("frappe.client.get_list", doctype="Contact", filters={"first_name": mark})
	for row in names:
		desk.remove_later("Contact", row["name"])
	assert len(names) == 2


def test_a_list_grows_when_somebody_else_adds(desk: Desk) -> None:
	page = desk.open("todo?priority=High")
	page.wait_for_function("frappe.realtime.socket.connected")
	desk.settle()
	other = page.context.new_page()
	other.goto("/app/todo/new")
	other.wait_for_function("window.cur_frm")
	doc = {"doctype": "ToDo", "description": "arrived", "priority": "High"}
	made = other.evaluate("doc => frappe.xcall('frappe.client.insert', {doc})", doc)
	name = desk.remove_later("ToDo", made["name"])
	expect(page.locator(f".list-row [data-name='{name}']").first).to_be_visible()
	desk.picture("realtime")
