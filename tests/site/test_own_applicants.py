"""Candidates, proxies and authorized representatives: applicants whose body is their own entry in a register."""

import frappe
import pytest
from factories import people

from esaylov.appeals import applicants
from esaylov.appeals.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.framework.errors import NotPermitted
from esaylov.identity import service as identity
from esaylov.setup.demo import service

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
	(body,) = identity.bodies_of(USER)
	assert (body.kind, body.doctype, body.name) == ("candidate", "Candidate", candidate.name)
	assert (body.title, body.party, body.territory) == (candidate.full_name, "OZLIDEP", service.DISTRICT)
	assert (body.election, body.election_type, body.candidate) == (service.ELECTION, "DC", candidate.name)
	assert identity.body("Candidate", candidate.name) == body


def test_a_proxy_is_one_with_the_candidate_it_serves(candidate):
	user = "vakil@sinov.example"
	proxy = people.proxy(people.person(user), candidate)
	(body,) = identity.bodies_of(user)
	assert (body.kind, body.name, body.candidate) == ("proxy", proxy.name, candidate.name)


def test_an_authorized_representative_is_one_for_the_party():
	user = "vakolatli@sinov.example"
	entry = people.entry("Authorized Representative", people.person(user))
	(body,) = identity.bodies_of(user)
	assert (body.kind, body.name, body.party) == ("authorized_representative", entry.name, "OZLIDEP")


@pytest.mark.parametrize("status", ["Withdrawn", "Nomination Revoked", "Excluded", "Replaced"])
def test_who_is_no_candidate_any_more_is_no_body(candidate, status):
	frappe.db.set_value("Candidate", candidate.name, "status", status)
	assert identity.bodies_of(USER) == []


def test_roles_follow_the_entry(candidate):
	identity.sync_roles(USER)
	assert "Candidate" in frappe.get_roles(USER)
	frappe.db.set_value("Candidate", candidate.name, "status", "Withdrawn")
	identity.sync_roles(USER)
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
	assert applicants.choose(USER, version(["candidate"]), service.ELECTION, None).body.name == candidate.name
	with pytest.raises(NotPermitted) as refused:
		applicants.choose(USER, version(["candidate"]), "2024-10-27", None)
	assert refused.value.code == "type_not_yours"


@pytest.mark.parametrize(
	("allowed", "own", "branch"),
	[("EDS", "EDS", "EDS"), ("SMS", "SMS", "EDS"), ("EDS or SMS", "SMS", "EDS")],
)
def test_candidates_confirm_by_code_where_the_type_allows_it(candidate, allowed, own, branch):
	asked = version(["any_participant"], (), allowed)
	assert applicants.choose(USER, asked, service.ELECTION, None).authentication == own
	assert applicants.choose("party@esaylov.example", asked, service.ELECTION, None).authentication == branch


def test_the_facts_of_a_candidate_may_be_named_in_forms(candidate):
	sources = applicants.choose(USER, version(["candidate"]), service.ELECTION, None).sources()
	assert sources["body.candidate"] == candidate.name
	assert sources["body.election_type"] == "DC"
