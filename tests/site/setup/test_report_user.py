# ruff: noqa: S608 # names of the database itself
"""The database's user for reports and exports: what MariaDB refuses to it, that no number of anybody is left in what it reads, and
that each report and export works as it.

It is made here as an operator makes it. What reports count is the demonstration's, which is committed: the user has a connection of its own.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.core.doctype.prepared_report import prepared_report
from frappe.database import get_db
from frappe.desk import query_report

from esaylov.api import exports
from esaylov.appeals.inbox import exporting
from esaylov.framework import clock
from esaylov.framework.desk import report_user
from esaylov.reports import cockpit, cockpit_lists
from esaylov.setup import report_user as setup
from esaylov.setup.demo import ground
from esaylov.setup.imports import files as tables
from esaylov.setup.imports.kinds import Kind
from esaylov.setup.verification import site as verification
from esaylov.setup.verification.result import Verdict

AUDITOR, CHAIR = "auditor@esaylov.example", "chair@esaylov.example"
HIGHER, ADMINISTRATOR = "regional.chair@esaylov.example", "administrator@esaylov.example"
FOLDER = Path(exports.__file__).parents[1] / "esaylov" / "report"
REPORTS = sorted(json.loads(path.read_text())["name"] for path in FOLDER.glob("*/*.json"))
PERSONAL = (
	*(("Person", field) for field in ("pinfl", "passport", "phone", "address", "birth_date", "birthplace")),
	*(("SMS Message", field) for field in ("phone", "sealed_text")),
	*(("Document Signature", field) for field in ("signer_pinfl", "signer_phone", "cms")),
	*(("Appeal", field) for field in ("answers", "payload", "receipt", "tracking_code")),
	*(("Appeal Correction", field) for field in ("answers", "payload")),
	*(("Feedback", field) for field in ("sender_name", "phone", "email")),
	*(("User", field) for field in ("phone", "mobile_no", "birth_date", "email", "reset_password_key")),
	*(("Version", "data"), ("Deleted Document", "data"), ("Error Log", "error"), ("Comment", "content")),
	*(("Sessions", "sessiondata"), ("One-time Code", "phone_key"), ("State Register Prefill", "filled")),
	*(
		("Communication", "content"),
		("File", "file_url"),
		("Prepared Report", "filters"),
	),
)
AT_LEAST = 40
"""Numbers of persons that the demonstration holds."""
NUMBERS = {"pinfl": r"\d{14}", "passport": r"[A-Z]{2}\d{7}", "phone": r"998\d{9}"}


@pytest.fixture(scope="module")
def root(connected: None) -> Iterator[Any]:
	"""Who administers the database."""
	if not frappe.conf.get("root_password"):
		pytest.skip("no root password of MariaDB in common_site_config.json")
	account = {"user": frappe.conf.get("root_login") or "root", "password": frappe.conf.root_password}
	place = {key: frappe.conf.get(f"db_{key}") for key in ("socket", "host", "port")}
	connection = get_db(**place, **account, cur_db_name=frappe.conf.db_name)
	yield connection
	connection.close()


@pytest.fixture(scope="module")
def made(root, tmp_path_factory) -> Iterator[str]:
	"""The user, made by the statements of the file, its password in this process alone; no setting of the site is touched."""
	frappe.local.conf[report_user.PASSWORD] = frappe.generate_hash(length=40)
	path = tmp_path_factory.mktemp("reports") / "reports.sql"
	setup.prepare(str(path))
	assert path.stat().st_mode & 0o777 == 0o600
	statements = path.read_text().split(";\n")[:-1]
	for statement in statements:
		root.sql(statement)
	yield setup.name()
	root.sql(statements[0])
	for name in (report_user.USER, report_user.PASSWORD):
		frappe.local.conf.pop(name, None)


@pytest.fixture
def as_it(made, monkeypatch) -> str:
	"""The site has it."""
	monkeypatch.setitem(frappe.local.conf, report_user.USER, made)
	return str(made)


@pytest.fixture
def asked(made) -> Iterator[Callable[..., Any]]:
	connection = report_user.connect(made)
	yield connection.sql
	connection.close()


def refused(ask: Callable[..., Any], statement: str) -> bool:
	try:
		ask(statement)
	except Exception as problem:  # of either driver
		denied = report_user.is_denied(problem)
	else:
		return False
	assert denied, statement
	return True


def test_columns_of_persons_are_refused_to_it_by_the_database(asked):
	read = [pair for pair in PERSONAL if not refused(asked, f"select `{pair[1]}` from `tab{pair[0]}`")]
	assert read == []
	assert refused(asked, "select * from `tabPerson`")
	assert refused(asked, "select password from __Auth")
	assert refused(asked, "select name from `tabPerson` where pinfl like '3%'"), "found out bit by bit"
	assert not refused(asked, "select name, full_name from `tabPerson` limit 1")


@pytest.mark.parametrize(
	"statement",
	[
		"update `tabAppeal` set status = 'Granted'",
		"delete from `tabChain Event`",
		"insert into `tabStatute` (name) values ('x')",
		"create table x (y int)",
		"drop table `tabAppeal`",
	],
)
def test_it_writes_nothing(asked, statement):
	assert refused(asked, statement)


def numbers() -> set[str]:
	"""Each number of a person that the site holds, as it is written anywhere."""
	rows = frappe.get_all("Person", fields=list(NUMBERS), limit=0)
	found = {str(row[field] or "").lstrip("+") for row in rows for field in NUMBERS}
	return {one for one in found if any(re.fullmatch(shape, one) for shape in NUMBERS.values())}


def held(ask: Callable[..., Any], columns: set[tuple[str, str]]) -> dict[str, int]:
	"""Table -> how many of those numbers stand in what may be read of it."""
	known, shape = numbers(), re.compile("|".join(NUMBERS.values()))
	assert len(known) >= AT_LEAST
	found = {}
	for table in sorted({table for table, _ in columns}):
		named = ", ".join(f"`{column}`" for of, column in sorted(columns) if of == table)
		rows = ask(f"select {named} from `{table}`")
		if there := {one for row in rows for value in row for one in shape.findall(str(value))} & known:
			found[table] = len(there)
	return found


def test_no_number_of_anybody_stands_in_anything_that_it_reads(asked):
	assert held(asked, setup.readable()) == {}


def test_the_same_search_finds_them_in_what_the_site_reads():
	"""Else that nothing is found would say nothing."""
	everything = {pair for pair in setup._columns(frappe.local.db) if pair[0] == "tabPerson"}
	assert held(frappe.db.sql, everything)["tabPerson"] >= AT_LEAST


def test_what_it_may_is_what_it_should_and_a_difference_is_told(root, made, as_it):
	assert setup.deviations(made) == []
	assert verification._reports().verdict is Verdict.RIGHT
	account, database = f"'{made}'@'{setup._host()}'", frappe.conf.db_name
	root.sql(f"grant select (pinfl) on `{database}`.`tabPerson` to {account}")
	root.sql(f"revoke select (full_name) on `{database}`.`tabPerson` from {account}")
	root.sql(f"grant insert on `{database}`.`tabToDo` to {account}")
	told = "; ".join(setup.deviations(made))
	assert "reads what it should not: " in told
	assert "tabPerson.pinfl" in told
	assert "does not read: 1 columns, the first of them tabPerson.full_name" in told
	assert "may do more than read: INSERT" in told
	assert verification._reports().verdict is Verdict.WRONG
	for statement in setup.statements():
		root.sql(statement)
	assert setup.deviations(made) == []


def test_it_is_switched_on_where_its_rights_are_right_alone(root, made, monkeypatch):
	written: dict[str, str] = {}
	monkeypatch.setattr(
		setup, "update_site_config", lambda key, value, validate: written.update({key: value})
	)
	monkeypatch.setitem(frappe.local.conf, report_user.USER, "")
	root.sql(
		f"revoke select (full_name) on `{frappe.conf.db_name}`.`tabPerson` from '{made}'@'{setup._host()}'"
	)
	with pytest.raises(frappe.ValidationError, match=r"tabPerson\.full_name"):
		setup.switch_on()
	assert (written, report_user.user()) == ({}, "")
	for statement in setup.statements():
		root.sql(statement)
	assert made in setup.switch_on()
	assert written == {report_user.USER: made}
	assert report_user.user() == made


def test_a_site_without_it_is_told(monkeypatch):
	monkeypatch.delitem(frappe.local.conf, report_user.USER, raising=False)
	assert verification._reports().verdict is Verdict.DOUBTFUL
	with report_user.reading():
		assert not report_user.is_reading()


def run(report: str, user: str) -> dict[str, Any]:
	frappe.set_user(user)
	answer = query_report.run(report, {"election": ground.ELECTION} if "Access" not in report else {})
	frappe.set_user("Administrator")
	return {"columns": answer["columns"], "result": answer["result"]}


@pytest.fixture
def connections(monkeypatch) -> list[str]:
	"""As whom the database was asked beside the site's own user."""
	seen: list[str] = []
	connect = report_user.connect

	def noted(name: str) -> Any:
		connection = connect(name)
		((account,),) = connection.sql("select current_user()")
		seen.append(str(account).partition("@")[0])
		return connection

	monkeypatch.setattr(report_user, "connect", noted)
	return seen


def test_the_reports_are_all_of_ours():
	assert set(frappe.get_all("Report", {"module": "Esaylov"}, pluck="name")) == {*REPORTS}


def test_what_the_framework_keeps_of_tables_is_as_the_sites_own_user_sees_them(as_it):
	"""MariaDB tells of no column without a right to it; a save by columns that were kept so would leave them out."""
	frappe.clear_cache()
	with report_user.reading():
		assert "pinfl" in frappe.db.get_table_columns("Person")
		assert "tabSessions" in frappe.db.get_tables(cached=False)
		assert frappe.get_meta("Person").get_valid_columns()
	assert {"pinfl", "passport", "phone"} <= {*frappe.db.get_table_columns("Person")}
	assert {"pinfl", "passport", "phone"} <= {*frappe.get_meta("Person").get_valid_columns()}


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_says_the_same_as_it(report, made, connections, monkeypatch):
	"""Also where nothing is cached."""
	frappe.db.rollback()
	before = run(report, AUDITOR)
	assert connections == []
	monkeypatch.setitem(frappe.local.conf, report_user.USER, made)
	frappe.clear_cache()
	assert run(report, AUDITOR) == before
	assert connections == [made]
	assert not report_user.is_reading(), "afterwards the site asks as ever"


def test_a_chair_gets_figures_within_reach_as_it(as_it, connections):
	frappe.db.rollback()
	rows = run("Decisions and Votes", CHAIR)["result"]
	of = {row["of"] for row in rows if isinstance(row, dict)}  # the last is a list: the totals
	assert "DC-1726277" in of
	assert "CEC" not in of
	assert connections == [as_it]


def test_a_report_that_is_prepared_by_a_job_is_read_as_it(as_it, connections, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # nothing of it stays
	frappe.set_user(AUDITOR)
	row = frappe.get_doc(
		doctype="Prepared Report", report_name="Appeal Statistics", filters="{}", status="Queued"
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()  # which orders no job
	prepared_report.generate_report(row.name)
	frappe.set_user("Administrator")
	assert frappe.db.get_value("Prepared Report", row.name, "status") == "Completed", (
		row.reload().error_message
	)
	assert as_it in connections


def exported(**arguments: Any) -> bytes:
	"""What the framework's export of a list gives."""
	frappe.local.form_dict = frappe._dict(
		arguments | {"file_format_type": "CSV", "title": "x", "filters": "{}"}
	)
	frappe.local.response = frappe._dict()
	exports._run(exports.ROWS)
	return frappe.local.response.filecontent


def test_a_list_is_exported_as_it_and_written_down_by_the_sites_own_user(as_it, connections, monkeypatch):
	monkeypatch.setattr(frappe, "in_test", True, raising=False)  # written at once, and not by a job
	monkeypatch.setitem(frappe.local.flags, "in_test", True)
	frappe.set_user(AUDITOR)
	before = frappe.db.count("Access Log")
	content = exported(doctype="Decision", fields='["name", "status"]')
	assert b"Signed" in content
	assert connections == [as_it]
	assert frappe.db.count("Access Log") == before + 1
	assert not report_user.is_reading()


def test_columns_of_persons_are_exported_to_nobody_whatever_their_rights(as_it):
	frappe.set_user("Administrator")
	rows = exported(doctype="Person", fields='["name", "pinfl"]')
	assert rows
	assert not re.search(NUMBERS["pinfl"], str(rows))
	assert not report_user.is_reading()
	assert frappe.db.count("Person") > 0


def test_the_address_of_ours_is_for_whom_the_frameworks_own_is(as_it):
	frappe.set_user(CHAIR)
	with pytest.raises(frappe.PermissionError):
		exported(doctype="Person", fields='["name"]')
	frappe.local.form_dict = frappe._dict(doctype="Statute")
	with pytest.raises(frappe.PermissionError):
		exports._run(exports.TABLE)


SQL = {
	"a column": "select pinfl from `tabPerson`",
	"the whole table": "select * from `tabPerson`",
	"under another name": "select p.phone as title from `tabPerson` p",
	"put together": "select group_concat(passport) from `tabPerson`",
	"bit by bit": "select count(*) from `tabPerson` where left(pinfl, 1) = '3'",
	"by the order": "select name from `tabPerson` order by birth_date limit 1",
	"beside what is open": "select name from `tabElection` union select phone from `tabPerson`",
	"in a table of its own": "with numbers as (select pinfl from `tabPerson`) select * from numbers",
	"answers of people": "select answers from `tabAppeal`",
	"what was deleted": "select data from `tabDeleted Document`",
	"whoever is logged in": "select sid from `tabSessions`",
	"passwords": "select password from `__Auth`",
	"users of the database": "select * from mysql.user",
}
"""What a report may be that somebody wrote into the database, past all doors."""


def written(report_type: str, **values: Any) -> str:
	"""A report of the site, put past the doors that let nobody write one."""
	row = frappe.get_doc(
		doctype="Report",
		report_type=report_type,
		is_standard="No",
		module="Core",
		**({"ref_doctype": "Appeal"} | values),
	)
	row.name = row.report_name = frappe.generate_hash(length=10)
	row.db_insert()
	return str(row.name)


@pytest.mark.parametrize("query", SQL.values(), ids=SQL)
def test_a_report_of_sql_reads_nothing_personal(query, as_it):
	name = written("Query Report", query=query)
	with pytest.raises(frappe.PermissionError, match="personal data"):
		query_report.run(name, filters={}, ignore_prepared_report=True)
	assert not report_user.is_reading()


def test_without_the_user_the_same_report_would_give_them(monkeypatch):
	"""Else that it gives nothing would say nothing."""
	monkeypatch.setitem(frappe.local.conf, report_user.USER, "")
	name = written("Query Report", query=SQL["a column"])
	assert len(query_report.run(name, filters={}, ignore_prepared_report=True)["result"]) >= AT_LEAST


def test_a_report_of_sql_about_what_is_open_works(as_it, connections):
	name = written("Query Report", query="select name, status from `tabElection`")
	assert query_report.run(name, filters={}, ignore_prepared_report=True)["result"]
	assert connections == [as_it]


def test_a_report_of_columns_reads_nothing_personal_either(as_it, connections):
	fields = {"fields": [["name", "Person"], ["pinfl", "Person"]]}
	name = written("Report Builder", ref_doctype="Person", json=json.dumps(fields))
	_, rows = frappe.get_doc("Report", name).get_data(as_dict=True, limit=3)
	assert len(rows) == 3
	assert not any(row.get("pinfl") for row in rows)
	fields["fields"].pop()
	name = written("Report Builder", ref_doctype="Person", json=json.dumps(fields))
	assert frappe.get_doc("Report", name).get_data(limit=3)[1]
	assert connections == [as_it, as_it]


def column(field: str, doctype: str = "Person") -> dict[str, Any]:
	"""A column that a reader adds to a report, as the Desk sends it."""
	link = {"fieldname": "person", "names": []}
	return {"fieldname": field, "doctype": doctype, "link_field": link, "insert_after_index": 0}


@pytest.mark.parametrize(
	("added", "is_refused"),
	[
		([column("full_name")], False),
		([column("full_name-person")], False),  # as the framework writes a name that is there already
		([column("enabled", "User")], False),
		([column("full_name"), column("pinfl")], True),
		([column("pinfl"), column("full_name")], True),
		([column("phone-person")], True),
		([column("password", "__Auth")], True),
		([column("email", "User")], True),
		([column("full_name", "")], True),  # of nothing that it reads
		([{"fieldname": "pinfl"}], False),  # a column of the report itself, which was read as it
		("no list", False),
	],
)
def test_no_column_that_it_may_not_read_is_added_to_a_report(added, is_refused, as_it):
	own = written(
		"Custom Report", reference_report="Access to Personal Data", json=json.dumps({"columns": added})
	)
	for form in (
		{"report_name": "Access to Personal Data", "custom_columns": json.dumps(added)},
		{"report_name": own},
	):
		if is_refused:
			with pytest.raises(frappe.PermissionError, match="personal data"):
				exports.check_columns(form)
		else:
			exports.check_columns(form)


def test_without_it_each_adds_what_the_permissions_give(monkeypatch):
	monkeypatch.setitem(frappe.local.conf, report_user.USER, "")
	exports.check_columns({"report_name": "x", "custom_columns": json.dumps([column("full_name")])})
	with pytest.raises(frappe.PermissionError, match="Not permitted"):
		exports.check_columns({"report_name": "x", "custom_columns": json.dumps([column("pinfl")])})


def test_a_template_with_rows_is_read_as_it(as_it, connections):
	def given(doctype: str, *columns: str) -> str:
		fields = json.dumps({doctype: list(columns)})
		frappe.local.form_dict = frappe._dict(
			doctype=doctype, export_fields=fields, export_records="all", file_type="CSV"
		)
		frappe.local.response = frappe._dict()
		exports._run(exports.TEMPLATE)
		return str(frappe.local.response.result)

	frappe.set_user("Administrator")
	assert "art" in given("Statute", "name", "article")
	assert not re.search(NUMBERS["pinfl"], given("Person", "name", "pinfl"))
	assert connections == [as_it, as_it]


@pytest.mark.parametrize(
	("user", "make"),
	[
		(HIGHER, partial(cockpit_lists.export, HIGHER)),
		(HIGHER, partial(cockpit_lists.export, HIGHER, part="unstaffed")),
		(CHAIR, partial(exporting.export, CHAIR, [], "csv")),
		(ADMINISTRATOR, partial(tables.export, Kind.COMMISSIONS.value, ground.ELECTION, "csv")),
		(ADMINISTRATOR, partial(tables.export, Kind.MEMBERS.value, ground.ELECTION, "csv")),
		(ADMINISTRATOR, partial(tables.export, Kind.CANDIDATES.value, ground.ELECTION, "csv")),
	],
)
def test_each_export_of_ours_is_read_as_it(user, make, as_it, connections):
	frappe.set_user(user)
	frappe.clear_cache()
	assert make()
	assert connections == [as_it]


@pytest.fixture
def out_of_reach(connected: None) -> Iterator[None]:
	"""A register that could not be asked about an open appeal; committed, for the user has a connection of its own."""
	appeal = frappe.db.get_value("Appeal", {"status": ["in", cockpit.OPEN]})
	answer = {"check_code": "WP", "result": "unreachable", "person_key": "sinov", "asked_at": clock.now()}
	row = frappe.get_doc({"doctype": "State Register Answer", "appeal": appeal, **answer})
	row.db_insert()
	frappe.db.commit()
	yield
	frappe.db.delete("State Register Answer", {"name": row.name})
	frappe.db.commit()


def test_the_cockpit_is_exported_while_a_register_is_out_of_reach(as_it, out_of_reach):
	"""It was refused just then: the appeals that are named beside the figure stand in a column that the user does not read."""
	frappe.set_user(HIGHER)
	assert cockpit_lists.export(HIGHER)
