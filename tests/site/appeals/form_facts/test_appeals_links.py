"""What Link fields offer: records of any register by what names them, in groups too, and page by page."""

import frappe
import pytest
from factories import appeals as make
from factories import people

from esaylov.appeals.drafts import before_filing, choosing, drafting
from esaylov.appeals.form_facts import links, offers
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.identity import bodies
from esaylov.setup.demo import ground

BODY = bodies.Body("party_district_branch", "Party Branch", "x", "", "", ground.DISTRICT, "OZLIDEP")
APPLICANT = Applicant(BODY.kind, BODY, "", "", "uz")


def link(name: str, doctype: str, **filters: object) -> dict:
	return {
		"name": name,
		"kind": "Link",
		"label": {"uz": "x"},
		"link": {"doctype": doctype, "filters": filters},
	}


def version(*fields: dict) -> TypeVersion:
	form = read_definition({"code": "T01", "version": 1, "fields": list(fields), "rules": []})
	return TypeVersion("T01", 1, form, {})


def offered(*fields: dict, **answers: object) -> dict:
	return choosing.choices(version(*fields), answers, APPLICANT, ground.ELECTION)


def searched(text: str, *fields: dict, start: int = 0) -> tuple[list[str], bool]:
	name = fields[0]["name"]
	rows, more = choosing.search(version(*fields), name, text, {}, APPLICANT, ground.ELECTION, start)
	return [row["name"] for row in rows], more


def test_a_register_without_titles_shows_what_names_its_records():
	candidate = people.candidate(people.person(surname="Zarifov"))
	rows = offered(link("candidate_id", "Candidate", election="@appeal.election", status=["Registered"]))
	assert {"name": candidate.name, "title_uz": candidate.title} in rows["candidate_id"]


def test_a_member_is_shown_by_name_and_position():
	rows = offered(link("member_id", "Commission Membership", commission=ground.COMMISSION, position="Chair"))
	assert [row["title_uz"] for row in rows["member_id"]] == ["Davronov Davron Davronovich · Chair"]


def test_columns_of_a_group_are_offered_by_their_path_and_name():
	group = {"name": "stations", "kind": "Group", "label": {"uz": "x"}, "min_rows": 0}
	group["fields"] = [link("attached", "Constituency", election="@appeal.election", election_type="DC")]
	found = offered(group)
	there = frappe.get_all("Constituency", {"election": ground.ELECTION, "election_type": "DC"}, pluck="name")
	assert there
	assert {row["name"] for row in found["stations.attached"]} == set(there)
	assert found["attached"] == found["stations.attached"]


@pytest.mark.parametrize(
	("text", "names"),
	[("shayxon", [ground.DISTRICT]), ("Шайхан", [ground.DISTRICT]), ("%%", []), ("no such place", [])],
)
def test_a_search_finds_what_the_titles_hold_and_takes_wildcards_as_they_are(text, names):
	found, more = searched(text, link("district", "Administrative Territory", level="District"))
	assert (found, more) == (names, False)


def test_a_search_is_paged():
	field = link("district", "Administrative Territory", level="District")
	first, more = searched("", field)
	second, _ = searched("", field, start=len(first))
	assert (len(first), more) == (choosing.PAGE, True)
	assert not set(first) & set(second)


def test_filters_hold_in_a_search_too():
	field = link("district", "Administrative Territory", level="District", within="@body.territory")
	assert searched("", field) == ([ground.DISTRICT], False)
	assert searched("", link("station", "Polling Station", territory="@answers.district")) == ([], False)


def test_only_link_fields_of_an_own_type_are_searched():
	with pytest.raises(NotFound):
		choosing.link_search(make.PARTY, "A56", "party_decision_no", "", {}, ground.ELECTION)
	with pytest.raises(NotPermitted):
		choosing.link_search(make.CHAIR, "A56", "party", "", {}, ground.ELECTION)
	rows, _ = choosing.link_search(make.PARTY, "A56", "party", "", {}, ground.ELECTION)
	assert [row["name"] for row in rows] == ["OZLIDEP"]


def test_a_complaint_opens_when_there_is_a_commission_to_complain_of():
	def offered() -> str:
		(offer,) = [offer for offer in offers.types_for(make.PARTY) if offer.code == "A59"]
		return offer.why_not.code if offer.why_not else ""

	frappe.db.set_value("Election Commission", {"level": "PEC"}, "level", "OKR")
	assert offered() == "nothing_to_choose"
	frappe.db.set_value("Election Commission", ground.SIBLING, "level", "PEC")
	assert offered() == ""


def test_a_candidate_complains_as_a_candidate_and_confirms_by_code(as_user):
	user = "nomzod3@sinov.example"
	people.candidate(people.person(user))
	(offer,) = [offer for offer in offers.types_for(user) if offer.code == "A59"]
	assert set(offer.methods.values()) == {"SMS"}
	as_user(user)
	name = drafting.create(user, "A59", ground.ELECTION, {})
	assert frappe.db.get_value("Appeal", name, "applicant_kind") == "candidate"
	assert before_filing.authentication(name) == "SMS"


@pytest.mark.parametrize(
	("doctype", "filters"),
	[
		("Constituency", {}),
		("Constituency", {"election": "@appeal.election", "election_type": "DC"}),
		("Constituency", {"election_type": ["DC", "JK"], "decision": None}),
		("Constituency", {"within": "@body.territory"}),
		("Administrative Territory", {"level": ["District", "City"], "within": "@body.territory"}),
		("Administrative Territory", {"around": "@body.territory"}),
		("Certificate", {"ended_on": None}),
		("Candidate", {"status": []}),
	],
)
def test_chosen_records_are_those_that_the_frameworks_filters_pass(doctype, filters):
	there = frappe.get_all(doctype, pluck="name", order_by="name asc", limit=60)
	field = read_definition(
		{"code": "T01", "version": 1, "fields": [link("chosen", doctype, **filters)], "rules": []}
	).fields[0]
	asked = links.filters_of(field, {}, APPLICANT, ground.ELECTION)
	passed = {
		name
		for name in there
		if frappe.get_all(doctype, [*asked, ["name", "=", name]], pluck="name", limit=1)
	}
	for name in there:
		found = links.known(
			version(link("chosen", doctype, **filters)), {"chosen": name}, APPLICANT, ground.ELECTION
		)
		assert found["chosen"] == ({name} & passed), name
	nobody = links.known(
		version(link("chosen", doctype, **filters)), {"chosen": "x'`\\"}, APPLICANT, ground.ELECTION
	)
	assert nobody["chosen"] == frozenset()


def test_a_filter_by_what_is_no_column_finds_nothing_out():
	with pytest.raises(KeyError):
		links._statement(0, "Candidate", (("status`=1 or 1=1 -- ", "=", 1),))
