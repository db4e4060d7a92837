"""Lists read what they show: the same rows as a check of each, by a union or row by row, without reading whole tables."""

# statements of conditions, which are text
# ruff: noqa: S608
from collections.abc import Iterator
from dataclasses import replace

import frappe
import pytest
from factories.queries import rows_read

from esaylov.elections import commissions
from esaylov.permissions import reach
from esaylov.permissions.row_rules import SCOPES
from esaylov.permissions.stock_row_rules import STOCK
from esaylov.setup.demo import ground, rows_of_2024
from esaylov.setup.demo.columns_of_2024 import PREFIX

SHARE = 0.002
LOGINS = (
	"cec.chair",
	"regional.chair",
	"chair",
	"sibling.chair",
	"party",
	"candidate",
	"administrator",
	"auditor",
	"mahalla",
)
LISTS = ("Person", "Document Signature", "Certificate", "Decision", "Observer")
SHOWN = 20
FEW = 5
"""Rows of each DocType."""
LOOK_UPS, OTHERS = 40, 900
"""Rows read for each that is passed or counted; and what the parts of the union cost that give none (positions, commissions)."""


@pytest.fixture(scope="module")
def counted(connected: None) -> Iterator[None]:
	"""800 persons with their entries, 200 appeals, decisions, signatures and certificates, over all districts; made once.

	Counted by the database: its plans rest on what it knows of its tables, which other tests have filled and emptied.
	"""
	rows_of_2024.load(SHARE)
	branch, person = (
		f"OZLIDEP-{ground.DISTRICT}",
		frappe.db.get_value("Person", {"user": "candidate@esaylov.example"}),
	)
	for number, values in enumerate(
		({"applicant_body": branch}, {"applicant_person": person}, {"status": "Draft"}) * 2
	):
		name = f"{PREFIX}{1 + number:07d}"
		lft = frappe.db.get_value("Election Commission", ground.COMMISSION, "lft")
		frappe.db.set_value("Appeal", name, {**values, "recipient": ground.COMMISSION, "recipient_lft": lft})
	frappe.db.set_value("SMS Message", f"{PREFIX}0000001", "is_secret", 1)
	rows_of_2024.count()
	yield
	frappe.db.rollback()
	rows_of_2024.remove()


def named(doctype: str, condition: str) -> list[str]:
	return sorted(name for (name,) in frappe.db.sql(f"select name from `tab{doctype}` where {condition}"))


@pytest.mark.parametrize("login", LOGINS)
def test_a_list_has_the_rows_that_a_check_of_each_lets_through(counted, login):
	user = reach.reach(f"{login}@esaylov.example")
	many = 0
	for doctype in SCOPES:
		for reading in (True, False):
			expected = named(doctype, user.condition(doctype, reading))
			many += len(expected)
			for wide in (True, False):
				asked = replace(user, is_wide=wide).sql(doctype, reading)
				assert named(doctype, asked) == expected, (doctype, reading, wide)
	assert many > 0 or login == "mahalla"


@pytest.mark.parametrize("login", LOGINS)
def test_who_writes_a_stored_row_inserts_the_same_and_nobody_else(counted, login):
	"""One predicate answers both; whom other rows name is stored before they do, so a Person is left out."""
	user = reach.reach(f"{login}@esaylov.example")
	asked = 0
	for doctype in [*SCOPES, *STOCK]:
		if doctype == "Person" or not frappe.db.exists(
			"DocType", doctype
		):  # some are of one release of Frappe
			continue
		may_write = named(doctype, user.condition(doctype, reading=False))
		others = frappe.get_all(doctype, limit=FEW, pluck="name", order_by="name desc")
		for name in [*may_write[:FEW], *others]:
			doc = frappe.get_doc(doctype, name)
			doc.set("__islocal", 1)
			assert user.covers(doc, "create") == (name in may_write), (doctype, name)
			asked += 1
	assert asked > FEW


def read_rows(statement: str) -> int:
	"""Rows that the database reads for a statement, by its own counters of this session."""
	before = rows_read()
	frappe.db.sql(statement)
	return rows_read() - before


@pytest.mark.parametrize("login", ["cec.chair", "regional.chair"])
@pytest.mark.parametrize("doctype", LISTS)
def test_who_reaches_a_large_part_is_asked_about_the_rows_up_to_the_last_that_is_shown(
	counted, login, doctype
):
	"""Whatever the other tables hold: a condition that reads them as wholes reads thousands for the first row."""
	condition = reach.reach(f"{login}@esaylov.example").sql(doctype)
	ours = f"name like '{PREFIX}%'"
	statement = f"select name from `tab{doctype}` force index (primary) where {ours} and ({condition}) order by name limit {SHOWN}"
	shown = [name for (name,) in frappe.db.sql(statement)]
	assert len(shown) > SHOWN / 2
	last = shown[-1] if len(shown) == SHOWN else f"{PREFIX}9"
	passed = frappe.db.count(doctype, [["name", ">=", f"{PREFIX}0"], ["name", "<=", last]])
	assert read_rows(statement) <= LOOK_UPS * passed


def test_who_reaches_one_district_has_its_persons_read_and_no_others(counted):
	"""Also where precinct commissions stand below it, as thirty and more do below each district."""
	places = frappe.get_all(
		"Election Commission", {"level": "PEC", "parent_election_commission": ground.COMMISSION}
	)
	for number in range(5 - len(places)):
		place = {"territory": ground.DISTRICT, "number": 980 + number, "kind": "Ordinary", "title_uz": "x"}
		station = frappe.get_doc({"doctype": "Polling Station", **place}).insert().name
		commissions.of_station(station)
	doctype = "Person"
	user = reach.reach("chair@esaylov.example")
	statement = "select count(*) from `tab{}` where {}"
	number = frappe.db.sql(statement.format(doctype, user.sql(doctype)))[0][0]
	assert read_rows(statement.format(doctype, user.sql(doctype))) <= LOOK_UPS * number + OTHERS
	assert read_rows(statement.format(doctype, user.condition(doctype))) > LOOK_UPS * number + OTHERS


def test_who_counts_a_region_reads_fewer_rows_than_the_country_has(counted):
	doctype = "Observer"
	statement = f"select count(*) from `tab{doctype}` where {{}}"
	region, country = (reach.reach(f"{login}@esaylov.example") for login in ("regional.chair", "cec.chair"))
	asked, row_by_row = (statement.format(text) for text in (region.counting(doctype), region.sql(doctype)))
	assert frappe.db.sql(asked) == frappe.db.sql(row_by_row)
	assert 2 * read_rows(asked) < read_rows(row_by_row)
	assert country.counting(doctype) == country.sql(doctype)
