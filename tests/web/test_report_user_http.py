"""Reports, exports, lists and open data over HTTP on a site whose reports are read as the database's user for them; and what SQL in a report gets.

A web server of its own has the user in its settings; the site's own server asks as ever.
"""

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import requests
from factories import gate, inside
from factories.http import Client

import esaylov

pytestmark = [pytest.mark.web, pytest.mark.full]  # each run: tests/site/setup/test_report_user.py
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
ROOT = """
from frappe.database import get_db
from esaylov.framework.desk import report_user
from esaylov.setup import report_user as setup
frappe.local.conf[report_user.PASSWORD] = given['password']
place = {key: frappe.conf.get(f'db_{key}') for key in ('socket', 'host', 'port')}
account = {'user': frappe.conf.get('root_login') or 'root', 'password': frappe.conf.root_password}
root = get_db(**place, **account, cur_db_name=frappe.conf.db_name)
"""
MAKE = ROOT + "[root.sql(line) for line in setup.statements()]\nanswer = setup.name()"
DROP = ROOT + "root.sql(setup.statements()[0])"
WRITE = """
answer = {}
for query in given['queries']:
	row = frappe.get_doc(
		doctype='Report', report_type='Query Report', is_standard='No', module='Core', ref_doctype='Appeal', query=query
	)
	row.name = row.report_name = frappe.generate_hash(length=10)
	row.db_insert()
	answer[query] = row.name
"""
RUN = "frappe.desk.query_report.run"
PINFL = re.compile(r"(?<!\d)[1-6]\d{13}(?!\d)")
OPEN = "select name, status from `tabElection`"
NUMBERS = "select pinfl, full_name from `tabPerson`"
QUERIES = (
	NUMBERS,
	"select * from `tabPerson`",
	"select group_concat(phone) from `tabPerson`",
	"select name from `tabPerson` where left(pinfl, 1) = '3'",
	"select name from `tabElection` union select passport from `tabPerson`",
	"select sid from `tabSessions`",
	"select data from `tabDeleted Document`",
	"select password from `__Auth`",
)
FOLDER = Path(esaylov.__file__).parent / "esaylov" / "report"
REPORTS = sorted(json.loads(path.read_text())["name"] for path in FOLDER.glob("*/*.json"))


@pytest.fixture(scope="module")
def apart(sites, tmp_path_factory) -> Iterator[str]:
	"""The address of a web server of the site that has the user."""
	if not json.loads((sites / "common_site_config.json").read_text()).get("root_password"):
		pytest.skip("no root password of MariaDB in common_site_config.json")
	password = secrets.token_urlsafe(32)
	name = inside.run(MAKE, password=password)
	settings = {"esaylov_report_user": name, "esaylov_report_password": password}
	try:
		with gate.server(sites, SITE, tmp_path_factory.mktemp("apart"), **settings) as server:
			yield server.address
	finally:
		inside.run(DROP, password=password)


@pytest.fixture(scope="module")
def written(apart) -> Iterator[dict[str, str]]:
	"""SQL -> a report of it, put past the doors that let nobody write one."""
	names = inside.run(WRITE, queries=[OPEN, *QUERIES])
	yield names
	inside.run("frappe.db.delete('Report', {'name': ['in', given['names']]})", names=list(names.values()))


@pytest.fixture(scope="module")
def enter(apart) -> Callable[..., Client]:
	@cache
	def as_user(local: str, address: str = apart) -> Client:
		client = Client(address, SITE)
		client.login(f"{local}@esaylov.example")
		return client

	return as_user


def asked(client: Client, method: str, **values: str) -> requests.Response:
	"""A stock method, as the Desk asks it."""
	return client.session.post(f"{client.address}/api/method/{method}", data=values, timeout=120)


def given(client: Client, method: str, **values: str) -> requests.Response:
	"""What it gives."""
	answer = asked(client, method, **values)
	assert answer.status_code == 200, answer.text[:1000]
	return answer


def refused(client: Client, method: str, **values: str) -> requests.Response:
	"""The refusal, in which no number of anybody stands."""
	answer = asked(client, method, **values)
	assert answer.status_code == 403, answer.text[:1000]
	assert not PINFL.search(answer.text)
	return answer


def columns(answer: requests.Response) -> list[str]:
	return [column["fieldname"] for column in answer.json()["message"]["columns"]]


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_says_the_same_as_where_there_is_no_such_user(report, enter, address):
	filters = json.dumps({} if "Access" in report else {"election": "demo"})
	answers = [
		given(enter("auditor", place), RUN, report_name=report, filters=filters, ignore_prepared_report="1")
		for place in (enter("auditor").address, address)
	]
	assert columns(answers[0]) == columns(answers[1])
	results = [answer.json()["message"]["result"] for answer in answers]
	assert results[0] == results[1]
	assert results[0] or report != "Candidate Statistics", "the demonstration has candidates"


def test_a_report_is_given_as_a_file(enter):
	answer = given(
		enter("auditor"),
		"frappe.desk.query_report.export_query",
		report_name="Candidate Statistics",
		file_format_type="CSV",
		filters=json.dumps({"election": "demo"}),
		visible_idx="[]",
	)
	assert answer.content.count(b"\n") > 1


def listed(client: Client, method: str, doctype: str, *columns: str, **values: str) -> requests.Response:
	"""What a list of the Desk gives: all its rows, in the order of their names."""
	fields = json.dumps([f"`tab{doctype}`.`{column}`" for column in ("name", *columns)])
	order = f"`tab{doctype}`.`name` asc"
	return given(client, method, doctype=doctype, fields=fields, filters="[]", order_by=order, **values)


def test_a_list_is_exported(enter):
	method = "frappe.desk.reportview.export_query"
	answer = listed(enter("auditor"), method, "Decision", "status", file_format_type="CSV", title="x")
	assert b"Signed" in answer.content


@pytest.mark.parametrize(
	("local", "method", "values"),
	[
		("chair", "inbox.export", {"filters": "[]", "form": "csv"}),
		("regional.chair", "cockpit.export", {"form": "xlsx"}),
		("administrator", "intake.export", {"kind": "Commissions", "election": "demo", "form": "csv"}),
	],
)
def test_our_own_exports_work(local, method, values, enter):
	answer = enter(local).post(method, **values)
	assert answer.status_code == 200, answer.text[:1000]
	assert len(answer.content) > 40


def test_lists_of_the_desk_show_rows(enter):
	method = "frappe.desk.reportview.get"
	answer = listed(enter("chair"), method, "Election Commission", "level", start="0", page_length="5")
	assert answer.json()["message"]["values"]


@pytest.mark.parametrize("name", ["candidates", "constituencies", "voters", "parties", "observers"])
def test_open_data_is_the_same(name, apart, address):
	given = [
		requests.get(f"{place}/api/method/esaylov.api.open_data.{name}", headers={"Host": SITE}, timeout=120)
		for place in (apart, address)
	]
	assert [answer.status_code for answer in given] == [200, 200]
	assert given[0].json()["message"].keys() == given[1].json()["message"].keys()


def test_sql_about_what_is_open_is_read(enter, written):
	answer = given(enter("auditor"), RUN, report_name=written[OPEN], filters="{}")
	assert answer.json()["message"]["result"]


@pytest.mark.parametrize("query", QUERIES)
def test_sql_in_a_report_reads_nothing_personal(query, enter, written):
	answer = refused(enter("auditor"), RUN, report_name=written[query], filters="{}")
	assert "result" not in answer.json().get("message", {})


def test_where_a_site_has_no_such_user_that_sql_would_give_them(enter, written, address):
	"""Else that nothing is given would say nothing."""
	answer = given(enter("auditor", address), RUN, report_name=written[NUMBERS], filters="{}")
	assert PINFL.search(answer.text)


@pytest.mark.parametrize("method", [RUN, "frappe.desk.query_report.export_query"])
@pytest.mark.parametrize(("field", "status"), [("pinfl", 403), ("full_name", 200)])
def test_a_reader_adds_no_column_of_persons_to_a_report_but_what_is_open(field, status, method, enter):
	link = {"fieldname": "person", "names": []}
	added = {"fieldname": field, "label": "Sinov", "fieldtype": "Data", "doctype": "Person"}
	client = enter("auditor")
	answer = client.session.post(
		f"{client.address}/api/method/{method}",
		json={  # a list as such: the framework's `run` reads no text of one
			"report_name": "Candidate Statistics",
			"custom_columns": [added | {"link_field": link, "insert_after_index": 0}],
			"file_format_type": "CSV",
			"visible_idx": [],
			"filters": {"election": "demo"},
		},
		timeout=120,
	)
	assert answer.status_code == status, answer.text[:1000]
	assert not PINFL.search(answer.text)
	assert (b"Sinov" in answer.content) == (status == 200)
