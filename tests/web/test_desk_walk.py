"""Every screen of every role in the Desk, with no call refused and no word untranslated: workspaces, lists, reports, forms, papers, new documents.

In a browser, which takes long, and over HTTP by the calls that the browser was seen to make for a screen of each kind. A role reads one
language here; what it is shown must stand in the files of Uzbek in both scripts and of Russian. Pages that are worked in: test_desk_pages_walk.py.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from factories import desk_people, inside
from factories.desk_people import ROLES
from factories.desk_walk import Walk, walking
from factories.http import Client
from factories.profile import IS_FULL
from playwright.sync_api import Page

pytestmark = pytest.mark.web
IN_EACH_RUN = {"secretary": ("Appeal", "Constituency")}
OURS = Path(__file__).parents[2] / "esaylov" / "esaylov"
OF_THE_FRAME = ("ToDo", "File", "Note", "Event", "Notification Log")
"""Lists that the frame of the Desk offers to everybody."""
PEOPLE = """
from factories import desk_people
getattr(desk_people, given["step"])(given["local"])
"""
MOVED = """cur_list.datatable?.datamanager.rows
	.map((row) => row.map((cell) => cell.column.id))
	.filter((ids) => ids.join() !== cur_list.datatable.datamanager.columns.map((column) => column.id).join()) ?? []"""
"""Rows of a report view that have other cells than it has columns."""


@pytest.fixture(scope="module")
def present() -> Iterator[Callable[[str], None]]:
	"""`present("manager.sinov")`: the login is there; one that the demonstration lacks is made, until the file is through."""
	made: set[str] = set()

	def make(role: str) -> None:
		if role in desk_people.LOCALS and role not in made:
			made.add(role)
			inside.run(PEOPLE, step="remove", local=role)  # a run that was broken off
			inside.run(PEOPLE, step="make", local=role)

	yield make
	for role in made:
		inside.run(PEOPLE, step="remove", local=role)


@pytest.fixture
def walk(
	page: Page, keep: Callable[[str], Path], present: Callable[[str], None]
) -> Iterator[Callable[[str], Walk]]:
	"""`walk("chair")`: the Desk of a login, from its first screen on."""

	def begin(role: str) -> Walk:
		present(role)
		return as_role(role, ROLES[role])

	with walking(page, keep) as as_role:
		yield begin


def kinds() -> dict[str, bool]:
	"""Our DocTypes but tables -> whether there is one document only."""
	found = [json.loads(path.read_text(encoding="utf-8")) for path in OURS.glob("doctype/*/*.json")]
	return {
		kind["name"]: bool(kind.get("issingle"))
		for kind in found
		if kind.get("doctype") == "DocType" and not kind.get("istable")
	}


def of_role(page: Page, right: str) -> set[str]:
	return set(page.evaluate("right => frappe.boot.user[right]", right))


@pytest.mark.parametrize(
	"role", [role if role in IN_EACH_RUN else pytest.param(role, marks=pytest.mark.full) for role in ROLES]
)
def test_no_screen_of_a_role_asks_for_what_is_refused_or_speaks_english(walk, role, capsys):
	walked = walk(role)
	page = walked.page
	single = kinds()
	readable, creatable, printable = (
		of_role(page, right) for right in ("can_read", "can_create", "can_print")
	)
	shown = sorted(readable & set(single)) if IS_FULL else IN_EACH_RUN[role]
	for doctype in shown:
		if single[doctype]:
			walked.show("Form", doctype, doctype)
			continue
		lists_and_forms(walked, doctype, doctype in printable)
	if IS_FULL:
		the_rest(walked, sorted(creatable & set(single)))
	if role == desk_people.MANAGER:
		of_the_framework(walked, readable - set(single))
	with capsys.disabled():
		print(
			f"\n{role}: {walked.screens} screens, {len(walked.calls)} addresses; refused: {walked.refused}; stuck: {walked.stuck}; "
			f"English: {walked.english}"
		)
	assert walked.refused == []
	assert walked.stuck == []
	assert {words: at for words, at in walked.english.items() if is_ours(role, at, single)} == {}
	assert walked.screens >= 2 * len(shown)


def lists_and_forms(walked: Walk, doctype: str, is_printed: bool) -> None:
	page = walked.page
	walked.show("Report", doctype)
	assert page.evaluate(MOVED) == [], (
		f"{doctype}: rows of the report view whose values stand under other headings"
	)
	walked.show("List", doctype)
	if name := page.evaluate("cur_list.data[0]?.name"):
		walked.show("Form", doctype, name)
		if is_printed:
			walked.show("print", doctype, name)


def the_rest(walked: Walk, creatable: list[str]) -> None:
	page = walked.page
	for doctype in creatable:
		walked.create(doctype)
	for doctype in OF_THE_FRAME:
		walked.show("List", doctype)
	reports = page.evaluate(
		"Object.entries(frappe.boot.user.all_reports).filter(([, of]) => frappe.boot.user.can_read.includes(of.ref_doctype)).map(([name]) => name)"
	)
	for name in reports:
		walked.show("query-report", name)
	for place in page.evaluate(
		"(frappe.boot.workspaces?.pages || frappe.boot.allowed_workspaces).map(one => one.name)"
	):
		walked.show("Workspaces", place)
	walked.show("Form", "User", f"{walked.role}@esaylov.example")


SINGLE = "names => names.filter((name) => frappe.boot.single_types.includes(name))"


def of_the_framework(walked: Walk, readable: set[str]) -> None:
	"""The framework's own DocTypes, which a System Manager's Desk is of: a list each, and the form of its first row; one document where there is one."""
	single = set(walked.page.evaluate(SINGLE, sorted(readable)))
	for doctype in sorted(readable):
		if doctype in single:
			walked.show("Form", doctype, doctype)
			continue
		walked.show("List", doctype)
		if name := walked.page.evaluate("cur_list?.data?.[0]?.name"):
			walked.show("Form", doctype, name)


def is_ours(role: str, at: str, single: dict[str, bool]) -> bool:
	"""Whether a screen is one whose words we answer for: a System Manager's tools speak as the framework has them."""
	return role != desk_people.MANAGER or bool(set(at.split(" / ")[1:2]) & set(single))


OFFERED = """
from frappe.utils.user import UserPermissions
frappe.set_user(given["user"])
right = lambda name: [doctype for doctype in given["doctypes"] if frappe.has_permission(doctype, name)]
reports = UserPermissions(given["user"]).get_all_reports()
answer = {
	"read": right("read"),
	"print": right("print"),
	"reports": sorted(name for name, of in reports.items() if of["ref_doctype"] in given["doctypes"]),
}
"""
DEFAULTS = {"by": "kind", "from_date": "2024-01-01", "to_date": "2024-01-02"}
"""Filters that a report may ask for."""


@pytest.mark.full
@pytest.mark.parametrize("role", ROLES)
def test_what_the_desk_asks_for_each_screen_is_answered(login, present, role, capsys):
	present(role)
	client, single = login(role), kinds()
	offered = inside.run(OFFERED, user=f"{role}@esaylov.example", doctypes=sorted(single))
	asked = [
		call
		for doctype in offered["read"]
		for call in of_doctype(client, doctype, single[doctype], doctype in offered["print"])
	]
	asked += [call for name in offered["reports"] for call in of_report(name)]
	answers = [(call, send(client, call)) for call in asked]
	refused = [
		(call, answer.status_code, answer.text[:200]) for call, answer in answers if answer.status_code != 200
	]
	with capsys.disabled():
		print(
			f"\n{role}: {len(offered['read'])} DocTypes, {len(offered['reports'])} reports, {len(asked)} calls, {len(refused)} refused"
		)
	assert refused == []
	assert len(asked) > (20 if role == desk_people.MANAGER else 150)


Call = tuple[str, str, dict[str, str]]
"""Verb, method, arguments."""


def send(client: Client, call: Call) -> requests.Response:
	verb, method, values = call
	sent = {"params": values} if verb == "GET" else {"data": values}
	return client.session.request(verb, f"{client.address}/api/method/{method}", timeout=120, **sent)


def of_doctype(client: Client, doctype: str, is_single: bool, is_printed: bool) -> Iterator[Call]:
	"""What the Desk calls for a list, a report view, a form and a paper of a DocType."""
	of = {"doctype": doctype}
	yield "GET", "frappe.desk.form.load.getdoctype", of
	if is_single:
		yield "GET", "frappe.desk.form.load.getdoc", {**of, "name": doctype}
		return
	rows = (
		"POST",
		"frappe.desk.reportview.get",
		{
			**of,
			"fields": json.dumps([f"`tab{doctype}`.`name`"]),
			"start": "0",
			"page_length": "20",
			"view": "List",
		},
	)
	yield rows
	yield "POST", "frappe.desk.listview.get_list_settings", of
	yield (
		"POST",
		"frappe.desk.reportview.get_count",
		{**of, "filters": "[]", "fields": "[]", "distinct": "false", "limit": "1001"},
	)
	yield "POST", "frappe.model.utils.user_settings.save", {**of, "user_settings": "{}"}
	yield "POST", "frappe.desk.search.search_link", {**of, "txt": "", "page_length": "10"}
	if not (found := send(client, rows).json().get("message")):
		return
	name = found["values"][0][0]
	yield "GET", "frappe.desk.form.load.getdoc", {**of, "name": name}
	yield "GET", "frappe.desk.notifications.get_open_count", {**of, "name": name, "items": "[]"}
	yield "POST", "frappe.desk.search.get_link_title", {**of, "docname": name}
	if is_printed:
		yield "POST", "frappe.printing.page.print.print.get_print_settings_to_show", {**of, "docname": name}
		yield "POST", "frappe.www.printview.get_html_and_style", {"doc": doctype, "name": name}


def of_report(name: str) -> Iterator[Call]:
	yield "POST", "frappe.desk.query_report.get_script", {"report_name": name}
	yield "POST", "frappe.desk.query_report.run", {"report_name": name, "filters": json.dumps(DEFAULTS)}


LINKS = """
from esaylov.permissions import desk
from frappe.boot import get_bootinfo
frappe.set_user(given["user"])
told = get_bootinfo()
desk.tell(told)
own = (told.get("workspace_sidebar_item") or {}).get("e-saylov", {"items": []})
answer = [(item["link_type"], item["link_to"]) for item in own["items"] if item["type"] == "Link"]
"""
OPENED = {
	"DocType": ("GET", "frappe.desk.form.load.getdoctype", "doctype"),
	"Page": ("GET", "frappe.desk.desk_page.getpage", "name"),
	"Report": ("POST", "frappe.desk.query_report.get_script", "report_name"),
}


@pytest.mark.parametrize(
	"role", [role if role in IN_EACH_RUN else pytest.param(role, marks=pytest.mark.full) for role in ROLES]
)
@pytest.mark.full
def test_every_link_of_the_sidebar_opens(login, present, role):
	present(role)
	client = login(role)
	links = [
		link for link in inside.run(LINKS, user=f"{role}@esaylov.example") if link[0] in OPENED
	]  # 15 has none
	answers = {
		(kind, to): send(client, (verb, method, {argument: to})).status_code
		for kind, to in links
		for verb, method, argument in [OPENED[kind]]
	}
	assert {link: status for link, status in answers.items() if status != 200} == {}
