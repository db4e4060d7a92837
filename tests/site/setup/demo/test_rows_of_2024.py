"""Rows of the size of 2024 are as the system's own: the same columns, links that lead somewhere, values that a field takes."""

# names of tables and columns are the framework's
# ruff: noqa: S608
from collections.abc import Iterator

import frappe
import pytest
from factories import decisions as deciding
from factories import intake

from esaylov.appeals.review import deadlines
from esaylov.framework.errors import WrongState
from esaylov.setup.demo import columns_of_2024, ground, rows_of_2024
from esaylov.setup.demo.columns_of_2024 import PREFIX
from esaylov.setup.imports import ground_targets

SHARE = 0.002
WAITING = {"Appeal": {"checks_due_at"}}
"""What the system fills for a while only: until the persons of an appeal were checked."""
UNKNOWN_HERE = {
	"Candidate": {
		"candidate_list",
		"list_position",
		"login",
	},  # of an election by lists, which these are not; nobody has logged in by their numbers
	"Proxy": {"login"},
	"Observer": {"election_type"},
}
OTHER_WAYS = {
	"Person": {
		"birth_date",
		"gender",
		"passport",
		"address",
		"workplace_position",
		"phone",
	},  # a state register gave them, or their holder; no decision does
	"Candidate": {"appeal", "birthplace", "biography", "program"},  # one who was filed, and not imported
	"Proxy": {"appeal"},
	"Polling Station": {"is_synthetic", "boundaries", "building", "phone", "longitude"},
	"Constituency": {"boundaries", "center"},
	"Appeal": {"reminded_for", "overdue_for", "escalated_for"},  # whose limits come near and pass
}
"""What rows have whose way the test does not go."""


@pytest.fixture
def filled():
	rows_of_2024.load(SHARE)


def own() -> dict[str, list[str]]:
	"""Rows that filing, deciding, sending, importing and the demonstration wrote, by DocType."""
	appeal = deciding.filed()
	decision = deciding.decided(appeal).decision
	observers = names("Observer", {"decision": decision})
	# whatever other elections the site has, with entries that have ended
	standing = {"election": ground.ELECTION, "status": "Registered"}
	intake.ran(intake.intake("Polling Stations", intake.stations(1)))
	squares = [
		{
			"election_type": "DC",
			"territory": ground.DISTRICT,
			"number": 900,
			"title_uz": "900-okrug",
			"voters_count": 9,
		}
	]
	intake.ran(intake.intake("Constituencies", squares))
	return {
		"Appeal": [appeal],
		"Decision": [decision],
		"Decision Row": names("Decision Row", {"parent": decision}),
		"Observer": observers,
		"Person": frappe.get_all(
			"Observer", {"name": ["in", observers]}, pluck="person", order_by="name asc"
		),
		"Document Signature": names("Document Signature", {"reference_name": ["in", [appeal, decision]]}),
		"Certificate": names("Certificate", {"decision": decision}),
		"SMS Message": names("SMS Message", {"reference_name": appeal}),
		"Candidate": names("Candidate", {"election_type": "DC", **standing}),
		"Proxy": names("Proxy", {"election_type": "DC", **standing}),
		"Polling Station": names("Polling Station", {"number": 50_001}),
		"Constituency": names("Constituency", {"number": 900}),
	}


def names(doctype: str, filters: dict) -> list[str]:
	return frappe.get_all(doctype, filters, pluck="name", order_by="name asc")


def columns(doctype: str, condition: str, values: list[str]) -> set[str]:
	"""Columns that one of the rows fills."""
	rows = frappe.db.sql(f"select * from `tab{doctype}` where {condition}", values, as_dict=True)
	assert rows, doctype
	return {column for row in rows for column, value in row.items() if value not in (None, "", 0)}


def test_rows_have_the_columns_of_those_that_the_system_wrote(monkeypatch):
	monkeypatch.setattr(ground_targets, "is_opened", lambda: True)
	stood = own()
	rows_of_2024.load(SHARE)
	assert stood.keys() == columns_of_2024.SIZES.keys()
	for doctype, rows in stood.items():
		real = columns(doctype, "name in %s", [rows])
		made = columns(doctype, "name like %s", [f"{PREFIX}%"])
		assert real - made - WAITING.get(doctype, set()) == UNKNOWN_HERE.get(doctype, set()) & real, doctype
		assert made - real == OTHER_WAYS.get(doctype, set()) & made - real, doctype


def fields(kind: str) -> Iterator[tuple[str, str, str]]:
	for doctype in columns_of_2024.SIZES:
		for field in frappe.get_meta(doctype).fields:
			if field.fieldtype == kind and field.fieldname in columns_of_2024.columns(SHARE)[doctype]:
				yield doctype, field.fieldname, field.options or ""


def test_links_lead_somewhere_and_choices_are_those_of_the_field(filled):
	for doctype, field, target in fields("Link"):
		lost = frappe.db.sql(
			f"select count(*) from `tab{doctype}` r left join `tab{target}` t on t.name = r.`{field}`"
			f" where r.name like '{PREFIX}%' and ifnull(r.`{field}`, '') != '' and t.name is null"
		)
		assert lost[0][0] == 0, (doctype, field)
	for doctype, field, options in fields("Select"):
		held = frappe.db.sql(
			f"select distinct `{field}` from `tab{doctype}` where name like '{PREFIX}%'", pluck=True
		)
		assert set(held) <= set(options.split("\n")), (doctype, field)


def test_who_filed_is_who_was_told(filled):
	told = frappe.db.sql(
		"select count(*) from `tabSMS Message` m join `tabAppeal` a on a.name = m.reference_name"
		f" where m.name like '{PREFIX}%' and m.receiver_person = a.applicant_person"
	)
	assert told[0][0] == columns_of_2024.sizes(SHARE)["SMS Message"]


def test_the_clock_of_limits_leaves_the_rows_alone():
	while deadlines.run():
		pass
	rows_of_2024.load(SHARE)
	assert frappe.db.count("Appeal", {"name": ["like", f"{PREFIX}%"], "status": "Registered"})
	assert deadlines.run() == 0


def test_a_site_that_is_no_demonstration_is_left_alone(monkeypatch):
	monkeypatch.delitem(frappe.conf, "esaylov_demo")
	with pytest.raises(WrongState):
		rows_of_2024.fill(SHARE)
	assert not frappe.db.exists("Person", {"name": ["like", f"{PREFIX}%"]})


@pytest.fixture
def taken_away(monkeypatch):
	"""`fill` commits; pages of the site stay built."""
	monkeypatch.setattr(rows_of_2024.jobs, "forget", lambda: None)
	yield
	frappe.db.rollback()
	rows_of_2024.remove()


def stood() -> dict[str, int]:
	frappe.db.rollback()  # what other connections wrote since
	return {
		doctype: frappe.db.count(doctype, {"name": ["like", f"{PREFIX}%"]})
		for doctype in columns_of_2024.SIZES
	}


def test_a_second_run_writes_what_is_missing_and_another_share_replaces_the_first(taken_away, capsys):
	rows_of_2024.fill(0.0005)
	assert stood() == columns_of_2024.sizes(0.0005)
	assert "12 of 12: " in capsys.readouterr().out
	kept = frappe.db.get_value("Person", f"{PREFIX}0000001", "full_name")

	frappe.db.sql(f"delete from `tabProxy` where name like '{PREFIX}%'")
	frappe.db.commit()
	rows_of_2024.fill(0.0005)
	assert stood() == columns_of_2024.sizes(0.0005)
	assert capsys.readouterr().out == "1 of 1: 30 × Proxy\n"
	rows_of_2024.fill(0.0005)
	assert capsys.readouterr().out == ""

	rows_of_2024.fill(0.001)
	assert stood() == columns_of_2024.sizes(0.001)
	assert frappe.db.get_value("Person", f"{PREFIX}0000001", "full_name") == kept
