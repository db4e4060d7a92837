"""Pages of the cabinet of a body that has filed thousands: a page is read from an index, and a thousand rows at most are counted."""

from collections.abc import Callable

import frappe
import pytest
from factories.queries import rows_read
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.identity import persons
from esaylov.identity.bodies import bodies_of
from esaylov.portal.cabinet import bodies, lists, paging
from esaylov.portal.web import PortalRequest
from esaylov.setup.demo import rows_of_2024
from esaylov.setup.demo.columns_of_2024 import PREFIX
from esaylov.www.cabinet import appeals, messages, papers

PARTY = "party@esaylov.example"
SHARE = 0.03
FILED = 2_200
"""Appeals of one branch here, of 3,000 at SHARE."""


@pytest.fixture(scope="module")
def filed(connected: None):
	"""A branch with 2,200 appeals, all decided with a certificate each, and 6,600 messages; counted by the database."""
	frappe.set_user("Administrator")
	rows_of_2024.load(SHARE)
	(body,) = bodies_of(PARTY)
	last = f"{PREFIX}{FILED:07d}"
	span = [["name", ">=", PREFIX], ["name", "<=", last]]
	names = frappe.get_all("Appeal", span, pluck="name", order_by="name asc", limit=0)
	ours = {"name": ["in", names]}
	about = {"reference_name": ["in", names], "reference_doctype": "Appeal"}
	person = persons.person_of(PARTY)
	of_body = {"applicant_body_type": body.doctype, "applicant_body": body.name, "applicant_person": person}
	frappe.db.set_value("Appeal", ours, of_body, update_modified=False)
	frappe.db.set_value(
		"Appeal", {"applicant_body": body.name}, "applicant_person", person, update_modified=False
	)
	frappe.db.set_value("SMS Message", about, "receiver_person", person, update_modified=False)
	rows_of_2024.count()
	yield
	frappe.db.rollback()
	rows_of_2024.remove()


@pytest.fixture
def asked(filed, monkeypatch, as_user) -> Callable[[str], tuple[PortalRequest, bodies.Bodies]]:
	"""`asked("page=3")`: a request of the branch's representative, and the bodies that they are here for."""

	def request(query: str) -> tuple[PortalRequest, bodies.Bodies]:
		as_user(PARTY)
		http = Request(EnvironBuilder(path="/cabinet/appeals", query_string=query).get_environ())
		monkeypatch.setattr(frappe.local, "request", http, raising=False)
		made = PortalRequest("uz", "cabinet/appeals")
		return made, bodies.of(made)

	return request


@pytest.mark.parametrize(
	("read", "query", "most"),
	[
		(appeals.appeal_page, "", 3_000),
		(appeals.appeal_page, "state=granted", 4_000),
		(messages.message_page, "", 8_000),
		(papers.paper_page, "", 26_000),
	],
)
def test_a_page_reads_few_of_a_long_history(asked, read, query, most):
	request, found = asked(query)
	read(request, found)
	before = rows_read()
	rows = read(request, found)
	assert rows_read() - before < most
	assert (len(rows.rows), rows.total, rows.pages, rows.is_longer) == (paging.SIZE, 1_000, 0, True)


def test_what_was_filed_last_is_read_from_the_index(asked):
	request, found = asked("")
	filed = tuple(state for states in lists.STATES.values() for state in states)
	lists.in_state(request, found, filed, 5, "received_at")
	before = rows_read()
	rows = lists.in_state(request, found, filed, 5, "received_at")
	assert rows_read() - before < 100
	assert [row.received_at for row in rows] == sorted((row.received_at for row in rows), reverse=True)


def test_the_pages_go_on_behind_what_is_counted(asked):
	seen: list[str] = []
	number = (FILED - 100) // paging.SIZE
	while True:
		request, found = asked(f"page={number}")
		rows = appeals.appeal_page(request, found)
		seen += [row.name for row in rows.rows]
		if not rows.after:
			break
		number += 1
	assert len(seen) == len(set(seen))
	assert len([name for name in seen if name.startswith(PREFIX)]) > 100


def test_a_short_list_says_its_number(asked):
	request, found = asked(f"q=S-{FILED}")
	rows = appeals.appeal_page(request, found)
	assert (rows.total, rows.pages, rows.is_longer, rows.after) == (1, 1, False, "")
