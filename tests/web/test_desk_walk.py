"""Every screen of every role in the Desk, with no call refused and no word untranslated: workspaces, lists, reports, forms, papers, new documents.

In a browser, which takes long, and over HTTP by the calls that the browser was seen to make for a screen of each kind.

What is called is recorded: with ESAYLOV_RECORD=FILE it is added there, a line a call (role, verb, method), for whoever reviews the manifest.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import requests
from factories import inside
from factories.desk import Desk
from factories.desk_words import HEAR, untranslated
from factories.http import PASSWORD, Client
from factories.profile import IS_FULL
from playwright.sync_api import Page, Response
from playwright.sync_api import TimeoutError as TooLong

pytestmark = pytest.mark.web
ROLES = {
	"secretary": "ru",
	"chair": "uz-Cyrl",
	"regional.chair": "uz",
	"cec.chair": "ru",
	"administrator": "uz",
	"auditor": "ru",
}
"""Login of the demonstration -> the language in which its screens are walked."""
IN_EACH_RUN = {"secretary": ("Appeal", "Constituency")}
OURS = Path(__file__).parents[2] / "esaylov" / "esaylov"
OF_THE_FRAME = ("ToDo", "File", "Note", "Event", "Notification Log")
"""Lists that the frame of the Desk offers to everybody."""
METHOD = re.compile(r"^/api(?:/v\d)?/(?:method|resource|document|doctype)/(.+)$")
PATIENCE = 60_000
"""Milliseconds for one screen, on a machine that does other work too."""
STANDS = {
	"List": "([name]) => cur_list?.doctype === name && ['List', 'File'].includes(cur_list.view_name)",  # files have their own
	"Report": "([name]) => cur_list?.doctype === name && cur_list.view_name === 'Report'",
	"Form": "([name]) => cur_frm?.doctype === name && cur_frm.$wrapper.is(':visible')",
	"print": "() => document.querySelector('.print-preview-wrapper, .print-format-container')",
	"query-report": "([name]) => frappe.query_report?.report_name === name && frappe.query_report.page",
	"Workspaces": "() => document.querySelector('.layout-main .codex-editor, .layout-main .widget')",
}
"""Kind of screen -> what says that it stands."""
MOVED = """cur_list.datatable?.datamanager.rows
	.map((row) => row.map((cell) => cell.column.id))
	.filter((ids) => ids.join() !== cur_list.datatable.datamanager.columns.map((column) => column.id).join()) ?? []"""
"""Rows of a report view that have other cells than it has columns."""
QUIET = "() => !frappe.request.ajax_count"
SPEAK = """
answer = frappe.db.get_value("User", given["user"], "language")
frappe.db.set_value("User", given["user"], "language", given["language"])
frappe.clear_cache(user=given["user"])
frappe.db.commit()
"""
"""Let a login read another language; which it was."""


class Walk:
	"""The Desk of one role, and what it called."""

	def __init__(self, desk: Desk, role: str) -> None:
		self.page, self.role = desk.page, role
		self.calls: set[tuple[str, str, str]] = set()
		self.refused: list[str] = []
		self.english: dict[str, str] = {}
		self.screens = 0
		self.at = ""
		desk.page.on("response", self._note)

	def _note(self, answer: Response) -> None:
		path = unquote(urlsplit(answer.url).path)
		if found := METHOD.match(path):
			self.calls.add((self.role, answer.request.method, found[1]))
			if answer.status in (401, 403, 405, 417):
				self.refused.append(
					f"{self.at}: {answer.status} {answer.request.method} {path} {answer.request.post_data or ''}"[
						:300
					]
				)

	def show(self, kind: str, *route: str) -> None:
		"""Lead the Desk to a screen and wait until it stands."""
		self.at = " / ".join((kind, *route))
		shown = ["List", route[0], kind] if kind in ("List", "Report") else [kind, *route]
		self.page.evaluate("route => { frappe.set_route(route) }", shown)
		self._wait(STANDS[kind], list(route))
		self.screens += 1

	def _wait(self, what: str, given: list[str]) -> None:
		try:
			self.page.wait_for_function(what, arg=given, timeout=PATIENCE)
			self.page.wait_for_function(QUIET, timeout=PATIENCE)
		except TooLong as problem:
			raise AssertionError(
				f"{self.role}: {self.at} does not stand; refused: {self.refused}"
			) from problem
		for words in untranslated(self.page):
			self.english.setdefault(words, self.at)

	def create(self, doctype: str) -> None:
		"""The empty form of a new document."""
		self.at = f"new / {doctype}"
		self.page.evaluate(
			"name => { frappe.model.with_doctype(name, () => frappe.set_route('Form', name, frappe.model.make_new_doc_and_get_name(name))) }",
			doctype,
		)
		self._wait(STANDS["Form"], [doctype])
		self.screens += 1


@pytest.fixture
def walk(page: Page, keep: Callable[[str], Path]) -> Iterator[Callable[[str], Walk]]:
	"""`walk("chair")`: the Desk of a demonstration login, from its first screen on."""
	walks: list[Walk] = []
	spoken: list[tuple[str, str]] = []

	def as_role(local: str) -> Walk:
		user = f"{local}@esaylov.example"
		spoken.append((user, inside.run(SPEAK, user=user, language=ROLES[local])))
		page.add_init_script(HEAR)
		form = {"usr": user, "pwd": PASSWORD}
		answer = page.context.request.post("/api/method/login", form=form)
		assert answer.ok, answer.text()
		desk = Desk(page, keep)
		walks.append(Walk(desk, local))
		desk.open("")
		return walks[-1]

	yield as_role
	for user, language in spoken:
		inside.run(SPEAK, user=user, language=language)
	if file := os.environ.get("ESAYLOV_RECORD"):
		with Path(file).open("a", encoding="utf-8") as lines:
			lines.writelines(
				f"{role} {verb} {name}\n" for walk in walks for role, verb, name in sorted(walk.calls)
			)


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
	with capsys.disabled():
		print(
			f"\n{role}: {walked.screens} screens, {len(walked.calls)} methods; refused: {walked.refused}; English: {walked.english}"
		)
	assert walked.refused == []
	assert walked.english == {}
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
def test_what_the_desk_asks_for_each_screen_is_answered(login, role, capsys):
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
	assert len(asked) > 150


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
def test_every_link_of_the_sidebar_opens(login, role):
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
