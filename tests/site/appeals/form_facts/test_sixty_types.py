"""Each of the sixty types, and our own, from the demonstration alone: who can file it today, and the whole way from there (19, done when 2).

A few in each run: tests/site/setup/demo/test_demo.py. Over HTTP, refused, and with broken answers: tests/web/test_catalogue.py.
"""

from collections.abc import Iterator
from functools import cache

import frappe
import pytest
from factories import demonstration as demo
from factories.catalogue import deciding
from factories.catalogue.cases import CASES
from factories.fresh import fresh

from esaylov.appeals.form_facts import offers
from esaylov.setup.demo import loading, stages
from esaylov.setup.demo import stage_people as actors
from esaylov.setup.demo.acting import user_of
from esaylov.setup.demo.ground import COMMISSION, HIGHER
from esaylov.setup.demo.signing import keys

pytestmark = pytest.mark.full
TABLES = (
	*(
		"User",
		"Person",
		"Party Branch",
		"Participant Organization",
		"Election",
		"Election Stage",
		"Constituency",
	),
	*(
		"Commission Membership",
		"Candidate",
		"Proxy",
		"Observer",
		"Party Admission",
		"Appeal",
		"Decision",
		"Certificate",
	),
)


@pytest.fixture(scope="module")
def staged(connected: None) -> Iterator[None]:
	"""The demonstration with its other stages, in one transaction for all tests of the file: it is dear to make, and nothing of it stays."""
	fresh()
	commit, frappe.db.commit = frappe.db.commit, lambda: None
	try:
		demo.alone()
		loading.load("en", staged=True)
		yield
	finally:
		frappe.db.commit = commit
		frappe.db.rollback()
		fresh()


@pytest.fixture(autouse=True)
def rolled_back(staged: None) -> Iterator[None]:
	"""Each test begins with what `staged` made, and nothing of the test is left."""
	fresh()
	frappe.db.savepoint("before_test")
	yield
	frappe.db.rollback(save_point="before_test")
	fresh()


@cache
def offered(user: str) -> dict[str, set[str]]:
	"""Type to the elections in which a user may file it today."""
	return {
		offer.code: {one.election for one in offer.elections if one.is_open}
		for offer in offers.types_for(user)
		if offer.is_open
	}


@pytest.mark.parametrize("code", sorted(CASES))
def test_somebody_can_file_it_today(code):
	assert demo.election_of(code) in offered(user_of(demo.login_of(code))).get(code, set())


@pytest.mark.parametrize("code", sorted(CASES))
def test_it_is_filed_decided_and_taken_back(code):
	assert demo.dealt_with(code) == demo.expected(code)


def test_a_candidate_was_refused_and_the_complaint_about_it_waits_to_be_decided():
	(refusal,) = frappe.get_all(
		"Decision",
		{"election": stages.UNDER_WAY, "outcome": "Refused", "status": "Signed"},
		["name", "commission"],
		order_by="name asc",
	)
	nomination = {"election": stages.UNDER_WAY, "appeal_type": "A47"}
	assert frappe.db.get_value("Appeal", nomination, ["status", "decision"]) == ("Refused", refusal.name)
	seats = {
		number: frappe.db.get_value("Constituency", {"election": stages.UNDER_WAY, "number": number})
		for number in (5, 6)
	}
	standing = {"election": stages.UNDER_WAY, "status": "Registered"}
	assert {
		number: frappe.db.count("Candidate", {**standing, "constituency": seat})
		for number, seat in seats.items()
	} == {5: 2, 6: 1}

	(complaint,) = frappe.get_all(
		"Appeal", {"contested_decision": refusal.name}, ["name", "status", "recipient"], order_by="name asc"
	)
	assert (refusal.commission, complaint.recipient, complaint.status) == (COMMISSION, HIGHER, "Under Review")
	members = [user_of(local) for local in actors.SITTING[HIGHER]]
	session = deciding.opened(HIGHER, members)
	upheld = deciding.decided(complaint.name, members, session, deciding.GRANTED)
	assert frappe.db.count("Complaint Outcome", {"decision": upheld, "status": "Registered"}) == 1


def test_on_the_eve_the_campaign_is_over_and_what_cannot_wait_may_still_be_filed():
	found = {
		code
		for row in loading.logins()
		for code, elections in offered(row["user"]).items()
		if stages.EVE in elections
	}
	complaints, members = {"A26", "A44", "A59"}, {"A13", "A37", "A53"}
	assert found >= complaints | members
	assert found & {"A06", "A21", "A50", "A56", "A60"} == set(), "candidates, proxies, observers, meetings"


def test_each_login_that_the_set_up_prints_has_its_key():
	printed = {row["user"] for row in loading.logins()}
	assert printed >= {login.user for login in actors.LOGINS}
	assert [user for user in sorted(printed) if not keys.path_of(user.partition("@")[0]).exists()] == []


def test_loading_it_again_changes_nothing(monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	before = {doctype: frappe.db.count(doctype) for doctype in TABLES}
	loading.load("en", staged=True)
	assert {doctype: frappe.db.count(doctype) for doctype in TABLES} == before
