"""Candidates, proxies and authorized representatives: applicants whose body is their own entry in a register."""

import frappe
import pytest
from factories import appeals as filing
from factories import codes, people

from esaylov.appeals.corrections import reading
from esaylov.appeals.drafts import confirming, drafting
from esaylov.appeals.filing import receipt_paper, submitting
from esaylov.appeals.form_facts import applicants, links
from esaylov.appeals.review import steps
from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.decisions.signatures import paper
from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.identity import bodies, persons, roles
from esaylov.permissions.reach import reach
from esaylov.setup.demo import ground

USER = "nomzod@sinov.example"


@pytest.fixture
def candidate():
	"""A registered candidate who may log in."""
	return people.candidate(people.person(USER))


def version(
	kinds: list[str], election_types: tuple[str, ...] = (), authentication: str = "EDS"
) -> TypeVersion:
	field = {"name": "note", "kind": "Short Text", "label": {"uz": "x"}}
	form = read_definition({"code": "T01", "version": 1, "fields": [field], "rules": []})
	data = {"applicant_kinds": kinds, "election_types": election_types, "authentication": authentication}
	return TypeVersion("T01", 1, form, data)


def test_a_registered_candidate_is_a_body_of_its_own(candidate):
	(body,) = bodies.bodies_of(USER)
	assert (body.kind, body.doctype, body.name) == ("candidate", "Candidate", candidate.name)
	assert (body.title, body.party, body.territory) == (candidate.full_name, "OZLIDEP", ground.DISTRICT)
	assert (body.election, body.election_type, body.candidate) == (ground.ELECTION, "DC", candidate.name)
	assert bodies.load("Candidate", candidate.name) == body


def test_a_proxy_is_one_with_the_candidate_it_serves(candidate):
	user = "vakil@sinov.example"
	proxy = people.proxy(people.person(user), candidate)
	(body,) = bodies.bodies_of(user)
	assert (body.kind, body.name, body.candidate) == ("proxy", proxy.name, candidate.name)


def test_an_authorized_representative_is_one_for_the_party():
	user = "vakolatli@sinov.example"
	entry = people.entry("Authorized Representative", people.person(user))
	(body,) = bodies.bodies_of(user)
	assert (body.kind, body.name, body.party) == ("authorized_representative", entry.name, "OZLIDEP")


@pytest.mark.parametrize("status", ["Withdrawn", "Nomination Revoked", "Excluded", "Replaced"])
def test_who_is_no_candidate_any_more_is_no_body(candidate, status):
	frappe.db.set_value("Candidate", candidate.name, "status", status)
	assert bodies.bodies_of(USER) == []


def test_roles_follow_the_entry(candidate):
	roles.sync_roles(USER)
	assert "Candidate" in frappe.get_roles(USER)
	frappe.db.set_value("Candidate", candidate.name, "status", "Withdrawn")
	roles.sync_roles(USER)
	assert "Candidate" not in frappe.get_roles(USER)


@pytest.mark.parametrize(
	("kinds", "election_types", "fits"),
	[
		(["candidate"], ("DC",), True),
		(["candidate"], (), True),
		(["candidate"], ("REG", "JK"), False),
		(["any_participant"], ("DC", "REG"), True),
		(["proxy"], ("DC",), False),
	],
)
def test_a_type_fits_candidates_of_its_elections(candidate, kinds, election_types, fits):
	assert bool(applicants.fitting(USER, version(kinds, election_types))) is fits


def test_a_candidate_files_in_its_own_election_only(candidate):
	assert applicants.choose(USER, version(["candidate"]), ground.ELECTION, None).body.name == candidate.name
	with pytest.raises(NotPermitted) as refused:
		applicants.choose(USER, version(["candidate"]), "2024-10-27", None)
	assert refused.value.code == "type_not_yours"


@pytest.mark.parametrize(
	("allowed", "own", "branch"),
	[("EDS", "EDS", "EDS"), ("SMS", "SMS", "EDS"), ("EDS or SMS", "SMS", "EDS")],
)
def test_candidates_confirm_by_code_where_the_type_allows_it(candidate, allowed, own, branch):
	asked = version(["any_participant"], (), allowed)
	assert applicants.choose(USER, asked, ground.ELECTION, None).authentication == own
	assert applicants.choose("party@esaylov.example", asked, ground.ELECTION, None).authentication == branch


def test_the_facts_of_a_candidate_may_be_named_in_forms(candidate):
	sources = applicants.choose(USER, version(["candidate"]), ground.ELECTION, None).sources()
	assert sources["body.candidate"] == candidate.name
	assert sources["body.election_type"] == "DC"


class TestAfterTheEntry:
	"""A withdrawn candidate logs in as themselves and reads their own cases; they file, withdraw and change nothing."""

	@pytest.fixture
	def filed(self, candidate):
		frappe.db.set_value("Person", candidate.person, "phone", codes.phone())
		roles.sync_roles(USER)
		frappe.set_user(USER)
		name = drafting.create(USER, "A49", ground.ELECTION, {"reason": "Sogʻliq sababli"})
		draft = drafting.create(USER, "A49", ground.ELECTION, {"reason": "Oila sababli"})
		confirming.send_code(name)
		submitting.submit(name, "", filing.new_key(), codes.sent(candidate.person)[-1])
		frappe.set_user("Administrator")
		frappe.db.set_value("Candidate", candidate.name, "status", "Withdrawn")
		roles.sync_roles(USER)
		yield name, draft
		frappe.set_user("Administrator")

	def test_they_may_log_in_and_hold_no_body(self, candidate, filed):
		assert not persons.has_right(candidate.person)
		assert persons.may_enter(candidate.person)
		assert bodies.bodies_of(USER) == []
		assert [body.name for body in bodies.past_bodies(USER)] == [candidate.name]

	def test_they_read_their_appeal_and_its_receipt(self, filed):
		frappe.set_user(USER)
		name, _ = filed
		assert reading.readable(USER, name).name == name
		assert reading.rounds(name) == reading.remarks(name) == []
		assert receipt_paper.pdf(name)[1].startswith(b"%PDF")

	def test_they_change_nothing(self, filed):
		frappe.set_user(USER)
		name, draft = filed
		for step in (
			lambda: steps.withdraw(name),
			lambda: drafting.update(draft, {"reason": "Boshqa sabab"}),
			lambda: drafting.discard(draft),
			lambda: confirming.send_code(draft),
			lambda: submitting.submit(draft, "", filing.new_key(), "123456"),
		):
			with pytest.raises(NotFound):
				step()
		assert frappe.db.get_value("Appeal", name, "status") == "Registered"
		assert not reach(USER).has("Appeal", [name], reading=False)

	def test_nobody_else_reads_it(self, filed):
		stranger = "begona@sinov.example"
		other = people.candidate(people.person(stranger))
		frappe.db.set_value("Candidate", other.name, "status", "Withdrawn")
		frappe.set_user(stranger)
		with pytest.raises(NotFound):
			reading.readable(stranger, filed[0])
		with pytest.raises(NotFound):
			receipt_paper.pdf(filed[0])

	def test_the_extract_of_the_decision_about_them_is_theirs_alone(self, candidate, filed):
		assert paper._is_about(frappe.get_doc("Decision", candidate.decision), USER, "rows[0]")
		assert not paper._is_about(frappe.get_doc("Decision", candidate.decision), USER, "rows[1]")
		assert not paper._is_about(frappe.get_doc("Decision", candidate.decision), USER, "")

	def test_an_elected_deputy_may_enter(self):
		person = people.person()
		assert not persons.may_enter(person.name)
		people.entry("Elected Deputy", person, candidate=None)
		assert persons.may_enter(person.name)


def test_a_candidate_of_the_whole_country_chooses_any_district_for_a_meeting():
	"""A60; such an entry has no territory."""
	user = "mamlakat@sinov.example"
	people.candidate(people.person(user), territory=None, constituency=None, election_type="LC_PL")
	kind = definitions.current("A60")
	applicant = applicants.choose(user, kind, ground.ELECTION, None)
	answers = {"district_scope": ground.DISTRICT}
	assert links.known(kind, answers, applicant)["district_scope"] == {ground.DISTRICT}
	people_of_district = "tuman@sinov.example"
	people.candidate(people.person(people_of_district), territory="1735")
	applicant = applicants.choose(people_of_district, kind, ground.ELECTION, None)
	assert links.known(kind, answers, applicant)["district_scope"] == set()
