"""What the framework's own functions tell: each that the manifest opens to the Desk is called as a member of another commission and as an auditor, with
DocTypes of ours and whatever it takes, and its answer is searched for what these do not read.

A reason in the manifest says why a function is open; here it is held against the answers. No list of suspects: whatever is granted is asked. Beside
it what was found so, and by reading: answers that differ by what is out of reach, documents told along with others, and calls by a name.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from inspect import signature
from pkgutil import resolve_name
from typing import Any

import frappe
import pytest
from doors import method
from factories import inside
from factories.http import Client
from factories.profile import few
from test_doors import SECRET, opened
from test_every_method import ENDS_THE_SESSION, is_of_document

from esaylov.api import manifest
from esaylov.permissions.row_rules import SCOPES

CHANGES_ROWS = True
"""A function that told of a note has one to tell of."""
PERSONAL = r"\b[1-6]\d{13}\b|party_decision_no\W+Sinov"
"""A PINFL, or answers of an appeal: on levels that neither an auditor nor a member reads."""
TOLD = {
	"sibling.chair": re.compile(f"{SECRET}|{PERSONAL}"),
	"secretary": re.compile(PERSONAL),
	"auditor": re.compile(PERSONAL),
}
"""Who asks -> what no answer holds: words of another commission's rows, columns at a level that they lack."""
COLUMNS = {"Appeal": ("subject", "answers"), "Person": ("full_name", "pinfl")}
"""DocType -> a field that its readers read, and one that they do not; of the others the name stands for both."""
CASES = [(who, doctype) for who in TOLD for doctype in sorted({*SCOPES, *COLUMNS})]
IN_EACH_RUN = (("sibling.chair", "Appeal"), ("auditor", "Person"))
BY_FORM = ("doctype", "fields", "filters", "start", "page_length", "stats", "group_by")
"""What functions take that name no arguments and read the request."""
REST = (
	("/api/resource/{0}", {"fields": '["*"]', "limit_page_length": "50"}),
	("/api/resource/{0}/{1}", {}),
	("/api/v1/resource/{0}/{1}", {"expand_links": "1"}),
	("/api/v2/document/{0}", {"fields": '["*"]', "limit": "50"}),
	("/api/v2/document/{0}/{1}", {}),
	("/api/v2/document/{0}/{1}/copy", {}),
	("/api/v2/doctype/{0}/count", {}),
	("/api/v2/doctype/{0}/meta", {}),
)
EXPORT = "frappe.core.doctype.data_export.exporter.export_data"
REFUSED_BY_NAME = "frappe.contacts.doctype.address.address.address_query"
"""A function of a search that the manifest opens to System Managers alone."""


@cache
def granted() -> dict[str, list[str]]:
	"""The functions that answer the Desk to GET, where the version that runs here has them -> their arguments."""
	return {
		name: list(signature(function).parameters)
		for name, line in manifest.named().items()
		if "desk" in line.roles and "GET" in line.verbs and name not in ENDS_THE_SESSION
		if not name.startswith("frappe.api.") and not is_of_document(name)
		if (function := there(name))
	}


def there(name: str) -> Callable[..., Any] | None:
	try:
		return resolve_name(name)  # Frappe 15 answers nothing outside of a site
	except (ImportError, AttributeError):
		return None  # another version's


def arguments(doctype: str, name: str) -> dict[str, str]:
	"""Something for every argument that a function may take; what hides behind a field stands where the field is only named."""
	field, hidden = COLUMNS.get(doctype, ("name", "name"))
	one, many = json.dumps({"doctype": doctype, "name": name}), json.dumps([name])
	return {
		**dict.fromkeys(("doctype", "dt", "reference_doctype", "document_type", "child_type"), doctype),
		**dict.fromkeys(("name", "docname", "dn", "doc_name", "reference_name", "value"), name),
		**dict.fromkeys(("names", "docnames"), many),
		**dict.fromkeys(("fields", "fields_to_fetch", "filter_fields"), json.dumps(["name", hidden])),
		**dict.fromkeys(("fieldname", "workflow_state_field"), hidden),
		**dict.fromkeys(("field", "searchfield", "sort_field", "group_by"), field),
		**dict.fromkeys(("filters", "or_filters", "current_filters", "items", "ob_steps"), "[]"),
		**dict.fromkeys(("txt", "text", "search_term", "tag", "chart_name", "module_name", "note"), "Sinov"),
		**dict.fromkeys(("start", "prev"), "0"),
		**dict.fromkeys(("page_len", "page_length", "limit"), "50"),
		**dict.fromkeys(("doc", "document"), one),
		**dict.fromkeys(("user", "uid", "parent"), ""),
		"docs": f"[{one}]",
		"stats": json.dumps([field]),
		"states": '["x"]',
		"expand": json.dumps([field]),
		"field_map": json.dumps({"start": "creation", "end": "creation", "title": field, "id": "name"}),
		"end": "2040-01-01",
		"ignore_user_permissions": "1",
		"folder": "Home",
		"page": "{}",
		"report_name": "Overdue Appeals",
		"email": "chair@esaylov.example",
		"users": '["chair@esaylov.example"]',
		"label": "Sinov",
		"tree_method": "frappe.desk.treeview.get_children",
		"file_url": "/private/files/sinov-siri.txt",
		"sort_order": "desc",
		"print_format": "Standard",
	}


def asked(doctype: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
	"""Addresses and values of every function, and of the routes of documents."""
	every = arguments(doctype, name)
	for path, takes in granted().items():
		yield (
			f"/api/method/{path}",
			{key: value for key, value in every.items() if key in (takes or BY_FORM)},
		)
	for route, values in REST:
		yield route.format(doctype, name), values


def decoded(text: str) -> str:
	"""A text, and beside it what its Base64 holds, a character for each byte: certificates carry the number of their holder."""
	found = [
		base64.b64decode(word + "==").decode("latin-1") for word in re.findall(r"[A-Za-z0-9+/]{200,}", text)
	]
	return " ".join([text, *found])


@pytest.mark.parametrize("who", ["secretary", "auditor"])
def test_no_row_tells_a_personal_number_in_stored_bytes(login, made, who):
	client, told = login(who), []
	for doctype in sorted(SCOPES):
		asked = {"fields": '["*"]', "limit_page_length": "20", "order_by": "creation desc"}
		answer = client.session.get(f"{client.address}/api/resource/{doctype}", params=asked, timeout=60)
		told += [(doctype, found[0]) for found in [re.search(PERSONAL, decoded(answer.text))] if found]
	assert told == []


@pytest.mark.parametrize(("who", "doctype"), few(CASES, lambda case: case in IN_EACH_RUN))
def test_no_function_tells_what_its_caller_does_not_read(login, made, who, doctype):
	scopes, client = made["rows"][doctype], login(who)
	name = (scopes.get("home") or next(iter(scopes.values())))["name"]
	told = []
	for path, values in asked(doctype, name):
		answer = client.session.get(
			f"{client.address}{path}", params=values, timeout=60, allow_redirects=False
		)
		if found := TOLD[who].search(answer.text.replace("sinov-siri.txt", "")):
			told.append((path, found[0], answer.text[max(0, found.start() - 60) : found.end() + 60]))
	assert told == []


def test_they_are_many_and_the_words_are_there_to_be_told(login, made):
	assert len(granted()) > 90
	name = made["rows"]["Appeal"]["home"]["name"]
	door = ("GET", f"/api/resource/Appeal/{name}", {})
	assert SECRET in opened(login("chair"), door, {}).text
	assert inside.run("answer = frappe.db.count('Person', {'pinfl': ['is', 'set']})") > 5


ORACLES: tuple[tuple[str, Any, Any], ...] = (
	("Person", {"full_name": "Sinov-siri"}, {"full_name": "hech kim"}),
	("Person", {"pinfl": ["like", "1%"]}, {"pinfl": ["like", "9%"]}),
	("Person", [["pinfl", "like", "1%"]], [["pinfl", "like", "9%"]]),
	("Person", ["pinfl", "like", "1%"], ["pinfl", "like", "9%"]),
	("Appeal", {"answers": ["like", "%Sinov-siri%"]}, {"answers": ["like", "%hech kim%"]}),
)
"""DocType, a filter that finds somebody else's row, one that finds none."""
ASKING: dict[str, Callable[[str, Any], tuple[str, str, dict[str, Any]]]] = {
	"one document": lambda kind, name: method("frappe.client.get", doctype=kind, name=name),
	"its steps": lambda kind, name: method(
		"frappe.model.workflow.get_transitions", doc={"doctype": kind, "name": name}
	),
	"the steps of several": lambda kind, name: method(
		"frappe.model.workflow.get_common_transition_actions",
		docs=json.dumps([{"doctype": kind, "name": name}]),
		doctype=kind,
	),
	"a form": lambda kind, name: method("frappe.desk.form.load.getdoc", doctype=kind, name=name),
	"what stands beside it": lambda kind, name: method(
		"frappe.desk.form.load.get_docinfo", doctype=kind, name=name
	),
	"a reminder": lambda kind, name: method(
		"frappe.automation.doctype.reminder.reminder.create_new_reminder",
		remind_at="2040-01-01 10:00:00",
		description="x",
		reminder_doctype=kind,
		reminder_docname=name,
	),
}


@pytest.mark.parametrize("who", ["sibling.chair", "auditor"])
@pytest.mark.parametrize("step", ASKING)
def test_a_filter_in_the_place_of_a_name_finds_nobody(login, who, step):
	"""The framework looks among all documents by it, and answers otherwise where there is one."""
	client = login(who)
	for kind, some, none in ORACLES:
		answers = [opened(client, ASKING[step](kind, name), {}) for name in (some, none)]
		assert {answer.status_code for answer in answers} <= {400, 403, 417}, (kind, some)
		assert answers[0].status_code == answers[1].status_code, (kind, some)
		assert "permission on" not in answers[0].text, (kind, some)


def test_a_hidden_field_is_hidden_in_large_letters_too(login):
	"""The database knows a column by letters of either size; Frappe 15 asks for no level where it filters and sorts."""
	for where in (
		{"filters": '[["PINFL","like","1%"]]'},
		{"filters": '{"Pinfl":"1"}'},
		{"order_by": "PINFL"},
	):
		door = ("GET", "/api/resource/Person", where)
		assert opened(login("auditor"), door, {}).status_code == 403, where


def test_a_document_comes_without_those_that_it_names(login, made, names):
	"""The framework puts them there whole: answers, PINFLs, other people's logins with their keys."""
	rows = {"chair": ("Decision", names["$D"]), "auditor": ("Candidate", names["$C"])}
	for who, (doctype, name) in rows.items():
		path = f"/api/resource/{doctype}/{name}"
		assert opened(login(who), ("GET", path, {}), {}).status_code == 200
		for wish in ("1", "true", "yes"):
			answer = opened(login(who), ("GET", path, {"expand_links": wish}), {})
			assert answer.status_code == 403, (who, answer.text[:300])


@pytest.mark.parametrize("name", ["frappe.desk.search.search_link", "frappe.client.validate_link_and_fetch"])
def test_a_search_calls_no_function_that_is_not_granted(login, name):
	"""The framework calls whatever the argument names: what the manifest refuses was reached so."""
	if there(name) is None:
		assert frappe.__version__.startswith("15.")
		return
	given = {"doctype": "Election Type", "docname": "DC", "txt": "DC"}
	for query in (REFUSED_BY_NAME, EXPORT, "frappe.client.get_count"):
		door = method(name, **given, query=query)
		assert opened(login("sibling.chair"), door, {}).status_code == 403, query
	assert opened(login("sibling.chair"), method(name, **given), {}).status_code == 200


LISTED = """
from frappe.model.db_query import DatabaseQuery
from factories.permission_rows import raw
values = {'parent': given['decision'], 'parenttype': 'Decision', 'parentfield': 'rows', 'row_path': 'persons[0]'}
row = raw('Decision Row', **values)
frappe.db.set_value('Decision Row', row.name, values)
answer = {}
for user in given['users']:
	frappe.set_user(user)
	asked = DatabaseQuery('Decision Row').execute(parent_doctype='Decision', fields=['parent'], limit_page_length=0)
	read = frappe.get_list('Decision', pluck='name', limit_page_length=0)
	users = DatabaseQuery('Has Role').execute(parent_doctype='User', fields=['parent'], limit_page_length=0)
	answer[user] = [[found.parent for found in asked], read, [found.parent for found in users]]
frappe.set_user('Administrator')
frappe.db.delete('Decision Row', row.name)
"""


def test_rows_of_a_table_are_those_of_documents_in_reach(made, names):
	"""As Frappe 15 lists them: it asks whether one may read any document that has the table."""
	users = [f"{login}@esaylov.example" for login in ("sibling.chair", "chair", "auditor")]
	listed = inside.run(LISTED, decision=names["$D"], users=users)
	for user, (parents, read, logins) in listed.items():
		assert set(parents) <= set(read), user
		assert (names["$D"] in parents) == (not user.startswith("sibling")), user
		assert user in logins
		assert "candidate@esaylov.example" not in logins or user.startswith("auditor"), user


SEARCHED = """
from frappe.desk.doctype.global_search_settings.global_search_settings import get_doctypes_for_global_search
answer = get_doctypes_for_global_search()
"""


def test_the_search_in_everything_finds_what_its_caller_reads(login):
	"""Notes and appointments of others stood open; and no more than a number goes into its statement."""
	chair, word = login("chair"), "Zumrad" + frappe.generate_hash(length=8)
	written = {
		"Note": {"title": word, "content": word, "public": 0},
		"Event": {"subject": word, "event_type": "Private", "starts_on": "2040-01-01 10:00:00"},
	}
	made = {kind: _made(chair, kind, values) for kind, values in written.items()}
	try:
		inside.run(
			"from frappe.utils.global_search import sync_global_search\nsync_global_search()", word=word
		)
		for who in ("secretary", "sibling.chair", "auditor"):
			assert _found(login(who), word) == []
		searched = inside.run(SEARCHED)
		assert {row["doctype"] for row in _found(chair, word)} == set(made) & set(searched)
		door = method("frappe.utils.global_search.search", text=word, limit="1 offset 0")
		assert opened(chair, door, {}).status_code in (417, 422)
	finally:
		for kind, name in made.items():
			opened(chair, ("DELETE", f"/api/resource/{kind}/{name}", {}), {})


def _made(client: Client, doctype: str, values: dict[str, Any]) -> str:
	return opened(client, ("POST", f"/api/resource/{doctype}", values), {}).json()["data"]["name"]


def _found(client: Client, word: str) -> list[dict[str, Any]]:
	answer = opened(client, method("frappe.utils.global_search.search", text=word), {})
	assert answer.status_code == 200, answer.text[:300]
	return answer.json()["message"]


def test_a_reminder_is_of_a_document_that_one_reads(login, names):
	values = {"remind_at": "2040-01-01 10:00:00", "description": "x", "reminder_doctype": "Appeal"}
	name = "frappe.automation.doctype.reminder.reminder.create_new_reminder"
	for appeal in (names["$N"], "0000000000"):
		door = method(name, **values, reminder_docname=appeal)
		assert opened(login("sibling.chair"), door, {}).status_code == 403, appeal
	assert opened(login("chair"), method(name, **values, reminder_docname=names["$N"]), {}).status_code == 200


def test_whether_a_document_waits_is_told_to_who_reads_it(login, names):
	for name in (
		"frappe.client.is_document_amended",
		"frappe.core.doctype.submission_queue.submission_queue.get_latest_submissions",
	):
		for appeal in (names["$N"], "0000000000"):
			door = method(name, doctype="Appeal", docname=appeal)
			assert opened(login("sibling.chair"), door, {}).status_code == 403, (name, appeal)
		door = method(name, doctype="Appeal", docname=names["$N"])
		assert opened(login("chair"), door, {}).status_code == 200, name


def test_addresses_of_mail_are_told_of_oneself(login):
	name = "frappe.core.doctype.user.user.get_email_awaiting"
	for user, status in (("chair@esaylov.example", 403), ("secretary@esaylov.example", 200)):
		assert opened(login("secretary"), method(name, user=user), {}).status_code == status


def test_a_letter_is_written_beside_a_document_in_ones_own_name(login):
	"""The framework takes any sender, and asks for no permission where no document is named."""
	client, name = login("administrator"), "frappe.core.doctype.communication.email.make"
	commission = "DC-1726277"
	subject = frappe.generate_hash(length=12)
	letter = {
		"doctype": "Election Commission",
		"subject": subject,
		"content": "x",
		"recipients": "a@esaylov.example",
	}
	own = "administrator@esaylov.example"
	for wish in ({}, {"name": commission, "sender": "chair@esaylov.example"}, {"sender": own}):
		assert opened(client, method(name, **letter, **wish), {}).status_code == 403, wish
	for wish in ({}, {"sender": own}, {"sender": f"Ism <{own}>"}):
		answer = opened(client, method(name, **letter, name=commission, **wish), {})
		assert answer.status_code == 200, answer.text[:300]
	inside.run("frappe.db.delete('Communication', {'subject': given['subject']})", subject=subject)
