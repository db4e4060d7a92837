"""The demonstration: a login for each kind of applicant, and places to fill a form in with."""

import frappe
import pytest
from factories import demonstration

from esaylov.identity import bodies, positions
from esaylov.setup.demo import ground, loading, people

KINDS = sorted(
	{
		*bodies.KIND_OF_BRANCH.values(),
		*bodies.KIND_OF_ORGANIZATION.values(),
		*bodies.KIND_OF_PERSON.values(),
	}
	- {bodies.KIND_OF_ORGANIZATION["Initiative Group"]}  # the referendum is among the other stages
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_body_has_a_login_with_a_key_of_its_tin(kind):
	logins = [
		login for login in people.LOGINS if kind in {body.kind for body in bodies.bodies_of(login.user)}
	]
	assert logins
	(body,) = bodies.bodies_of(logins[0].user)
	assert not body.tin or len(body.tin) == 9
	assert frappe.db.get_value("User", logins[0].user, "user_type") == "Website User"


@pytest.mark.parametrize("level", ["CEC", "REG", "DC"])
def test_a_commission_of_each_level_that_takes_appeals_has_a_chair(level):
	held = [held for login in people.LOGINS for held in positions.positions_of(login.user)]
	assert "Chair" in {position.position for position in held if position.level == level}


@pytest.mark.parametrize("contest", ["PRES", "LC_SMD", "LC_PL", "JK", "REG", "DC"])
def test_each_kind_of_election_is_held(contest):
	elections = {"parent": ["in", [ground.ELECTION, ground.PRESIDENTIAL]], "election_type": contest}
	assert frappe.db.exists("Election Contest", elections)


@pytest.mark.parametrize("contest", ["LC_SMD", "JK", "REG", "DC"])
def test_there_are_constituencies_to_stand_in(contest):
	assert frappe.db.exists("Constituency", {"election": ground.ELECTION, "election_type": contest})


def test_the_address_and_every_login_are_printed(monkeypatch, capsys):
	monkeypatch.setitem(frappe.conf, "webserver_port", 8017)
	monkeypatch.setitem(frappe.conf, "host_name", "")
	loading._print_logins()
	printed = capsys.readouterr().out
	assert f"http://{frappe.local.site}:8017" in printed
	assert [one for one in loading.logins() if not {one["user"], one["password"]} <= {*printed.split()}] == []


@pytest.mark.full
def test_loading_it_again_changes_nothing():
	tables = (
		"User",
		"Person",
		"Party Branch",
		"Participant Organization",
		"Constituency",
		"Polling Station",
		"Candidate",
		"Decision",
	)
	before = {
		doctype: frappe.db.count(doctype) for doctype in (*tables, "Election Stage", "Election Contest")
	}
	commit, frappe.db.commit = frappe.db.commit, lambda: None
	try:
		loading.load()
	finally:
		frappe.db.commit = commit
	assert before == {doctype: frappe.db.count(doctype) for doctype in before}


@pytest.mark.parametrize("code", ["A58", "A60"])
def test_a_type_is_filed_decided_and_taken_back_by_the_people_of_the_demonstration(code):
	demonstration.alone()
	assert demonstration.dealt_with(code) == demonstration.expected(code)
