"""Filters of Link fields: places, lists, what is not set, and what is the applicant's own."""

import frappe
import pytest
from factories import people

from esaylov.appeals.form_facts import links, ownership
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.form_facts.links import _filters
from esaylov.core import forms
from esaylov.framework import clock
from esaylov.identity.bodies import Body
from esaylov.setup.demo import ground

REGION, OTHER_REGION = "1726", "1703"
BRANCH = Body(
	"party_district_branch",
	"Party Branch",
	f"OZLIDEP-{ground.DISTRICT}",
	"",
	"",
	ground.DISTRICT,
	"OZLIDEP",
)


def found(doctype: str, **filters: object) -> set[str]:
	"""Names that pass the filters for the demonstration branch."""
	applicant = Applicant("party_district_branch", BRANCH, "", "", "uz")
	facts = {**applicant.sources(), "appeal.election": ground.ELECTION}
	made = _filters(forms.LinkTo(doctype, filters), facts, applicant)
	return set() if made is None else set(frappe.get_all(doctype, filters=made, pluck="name"))


class TestPlaces:
	def test_within_a_region_are_it_and_its_districts(self):
		names = found(links.TERRITORY, within=REGION)
		assert {REGION, ground.DISTRICT} <= names
		assert OTHER_REGION not in names

	def test_around_a_district_is_its_region_and_no_sibling(self):
		names = found(links.TERRITORY, around="@body.territory")
		assert names == {ground.DISTRICT, REGION, "17"}

	def test_a_record_is_within_by_its_territory(self):
		stations = found("Polling Station", within="@body.territory")
		assert stations == set(
			frappe.get_all("Polling Station", {"territory": ground.DISTRICT}, pluck="name")
		)
		assert stations

	def test_a_member_is_within_by_the_commission(self):
		members = found(
			"Commission Membership", within="@body.territory", ends_on=None, commission_level="DC"
		)
		held = frappe.get_all("Commission Membership", {"commission": ground.COMMISSION}, pluck="name")
		assert members == set(held)

	def test_an_unknown_place_lets_nothing_through(self):
		assert found("Polling Station", within="nowhere") == set()
		assert found("Polling Station", within="@body.election") == set()


def test_a_list_is_one_of_and_nothing_is_not_set():
	parties = found("Political Party", name=["OZLIDEP", "ADOLAT"])
	assert parties == {"OZLIDEP", "ADOLAT"}
	member = frappe.get_doc(
		"Commission Membership", {"commission": ground.COMMISSION, "position": "Secretary"}
	)
	member.db_set("ends_on", clock.today())
	assert member.name not in found("Commission Membership", commission=ground.COMMISSION, ends_on=None)


class TestOwn:
	@pytest.fixture
	def candidate(self) -> object:
		return people.candidate(people.person())

	def test_a_candidate_owns_the_own_entry_and_no_other(self, candidate):
		body = Body("candidate", "Candidate", candidate.name, "", "", "", "")
		people.candidate(people.person())
		assert ownership.names("Candidate", body) == [candidate.name]

	def test_a_candidate_owns_the_papers_of_the_own_proxies(self, candidate):
		proxy = people.proxy(people.person(), candidate)
		paper = certificate("Proxy", proxy)
		body = Body("candidate", "Candidate", candidate.name, "", "", "", "")
		assert ownership.names("Certificate", body) == [paper]
		of_proxy = Body("proxy", "Proxy", proxy.name, "", "", "", "")
		assert ownership.names("Certificate", of_proxy) == [paper]

	def test_a_branch_owns_nothing_of_anothers_appeals(self, candidate):
		certificate("Candidate", candidate)
		assert found("Certificate", own=True, holder=candidate.person) == set()


def certificate(register: str, entry: object) -> str:
	"""A certificate of an entry, past the service that forms them."""
	document = frappe.get_doc(
		{
			"doctype": "Certificate",
			"kind": register.lower(),
			"number": 7000 + frappe.db.count("Certificate"),
			"status": "Valid",
			"issued_on": clock.today(),
			"holder": entry.person,
			"holder_name_as_printed": entry.full_name,
			"issuer_commission": ground.COMMISSION,
			"election": ground.ELECTION,
			"decision": entry.decision,
			"register_doctype": register,
			"register_name": entry.name,
		}
	)
	document.set_new_name()
	document.db_insert()
	return document.name
