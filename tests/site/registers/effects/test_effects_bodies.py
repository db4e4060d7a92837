"""Effects about commissions, constituencies, stations, parties, complaints and meetings."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import settled

from esaylov.appeals.types import definitions
from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.permissions.reach import reach
from esaylov.registers.outcome_rules import outcome_checks
from esaylov.setup.demo import ground

REGIONAL = "regional.chair@esaylov.example"
MEMBERS = {"rows": "persons", "position": "proposed_position"}
SQUARE = {"type": "Polygon", "coordinates": [[[69, 41], [69.1, 41], [69.1, 41.1], [69, 41]]]}


def by_the_region(effect: str, answers: dict, mapping: dict, **more) -> str:
	return make.decided(
		make.filed(effect, answers, mapping, commission=ground.HIGHER, **more), by=REGIONAL
	).decision


def members(*positions: str, **answers) -> list:
	"""The members appointed to these positions, of a commission that is formed within the law."""
	persons = make.completed(*positions)
	decision = by_the_region("appoint_commission_member", {"persons": persons, **answers}, MEMBERS)
	return make.written(decision, "Commission Membership")[: len(positions)]


def test_members_of_a_district_commission_are_appointed_from_today():
	users = frappe.db.count("User")
	chair, member = members("Chair", "Member")
	assert [(row.commission, row.position, row.starts_on, row.ends_on) for row in (chair, member)] == [
		(make.COMMISSION, "Chair", clock.today(), None),
		(make.COMMISSION, "Member", clock.today(), None),
	]
	number = frappe.db.get_value("Decision", chair.decision, "number")
	assert chair.appointed_by == f"{number}, {clock.today():%d.%m.%Y}"
	assert frappe.db.count("User") == users


def test_a_precinct_commission_is_formed_with_its_first_members():
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	first = members("Chair", "Secretary", polling_station=station)
	formed = frappe.get_doc("Election Commission", first[0].commission)
	assert (formed.level, formed.parent_election_commission, formed.polling_station) == (
		"PEC",
		make.COMMISSION,
		station,
	)
	again = members("Member", polling_station=station)
	assert again[0].commission == formed.name


def test_reach_follows_the_tree_when_a_commission_is_formed_in_it():
	"""A row keeps a copy of its commission's place: an old one would put it into another commission's reach."""
	sibling = make.candidate(commission=ground.SIBLING)
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	members("Chair", polling_station=station)
	copied = frappe.db.get_value("Candidate", sibling, "commission_lft")
	assert copied == frappe.db.get_value("Election Commission", ground.SIBLING, "lft")
	assert not reach(filing.CHAIR).has("Candidate", [sibling])
	assert reach(filing.SIBLING_CHAIR).has("Candidate", [sibling])


def test_reach_follows_a_commission_that_moves_in_the_tree():
	below = ground.SIBLING
	name = make.candidate(commission=below)
	commission = frappe.get_doc("Election Commission", below)
	others = {"level": "REG", "name": ["!=", commission.parent_election_commission]}
	commission.parent_election_commission = frappe.get_all(
		"Election Commission", others, pluck="name", order_by="lft desc", limit=1
	)[0]
	commission.save()
	copied = frappe.db.get_value("Candidate", name, "commission_lft")
	assert copied == frappe.db.get_value("Election Commission", below, "lft")


def test_an_okrug_commission_is_formed_under_the_region():
	okrug = make.constituency(41, "REG")
	(chair,) = members("Chair", constituency=okrug)
	formed = frappe.get_doc("Election Commission", chair.commission)
	assert (formed.level, formed.parent_election_commission, formed.election) == (
		"OKR",
		ground.HIGHER,
		make.ELECTION,
	)


def test_a_member_is_replaced_from_one_day_to_the_next():
	former = settled.inserted(
		frappe.get_doc(
			{
				"doctype": "Commission Membership",
				"person": filing_person(),
				"commission": make.COMMISSION,
				"position": "Member",
				"starts_on": clock.today() - timedelta(days=9),
			}
		)
	)
	answers = {
		"member": former.name,
		"reason": "Ko'chib ketdi",
		"new_person": [make.person("Yangi A'zo", proposed_position="Member")],
	}
	mapping = {"rows": "new_person", "position": "proposed_position"}
	decision = by_the_region("replace_commission_member", answers, mapping)
	former.reload()
	assert (former.ends_on, former.end_decision) == (clock.today(), decision)
	(new,) = make.written(decision, "Commission Membership")
	assert (new.person_name, new.commission, new.starts_on) == ("Yangi A'zo", make.COMMISSION, clock.today())
	with pytest.raises(LawBroken):
		by_the_region(
			"replace_commission_member",
			{**answers, "new_person": [make.person(proposed_position="Member")]},
			mapping,
		)


def filing_person() -> str:
	return frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": "A'zo"}).insert().name


@pytest.mark.parametrize("field", ["position", "ends_on", "decision"])
def test_nobody_changes_a_membership_that_a_decision_gave(field):
	(member,) = members("Member")
	value = {"position": "Chair", "ends_on": clock.today(), "decision": None}[field]
	with pytest.raises(LawBroken):
		frappe.client.set_value("Commission Membership", member.name, field, value)
	with pytest.raises(LawBroken):
		frappe.delete_doc("Commission Membership", member.name)


def test_nobody_claims_a_decision_for_a_membership():
	(member,) = members("Member")
	copy = frappe.copy_doc(member)
	copy.person, copy.decision = filing_person(), member.decision
	with pytest.raises(LawBroken):
		copy.insert()


def okrugs(*rows: dict, **more) -> list:
	more = {"election_types": ["DC"], **more}
	decision = make.effect(
		"define_constituency", {"constituencies": list(rows)}, {"rows": "constituencies"}, **more
	)
	return frappe.get_all("Constituency", {"decision": decision}, ["*"], order_by="number asc")


def test_constituencies_are_defined_in_the_territory_of_who_proposed_them():
	first, second = okrugs(
		{
			"constituency_no": 51,
			"constituency_name": "Bog'ishamol",
			"center": "1-maktab",
			"voters_count": 900,
			"boundaries": "A — B",
		},
		{"constituency_no": 52, "constituency_name": "Chilonzor", "voters_count": 950},
	)
	assert (first.territory, first.election_type, first.title_uz, first.voters_count) == (
		make.DISTRICT,
		"DC",
		"Bogʻishamol",
		900,
	)
	assert (first.center, first.boundaries, second.number) == ("1-maktab", "A — B", 52)


def test_a_constituency_that_exists_is_not_written_over():
	(first,) = okrugs({"constituency_no": 56, "constituency_name": "Okrug", "voters_count": 900})
	with pytest.raises(LawBroken) as refused:
		okrugs(
			{"constituency_no": 57, "constituency_name": "Yangi", "voters_count": 900},
			{"constituency_no": 56, "constituency_name": "Okrug", "voters_count": 9},
		)
	assert (refused.value.code, refused.value.field) == ("constituency_exists", "constituencies[1]")
	make.annulled(first.decision)
	(renewed,) = okrugs({"constituency_no": 56, "constituency_name": "Okrug", "voters_count": 910})
	assert (renewed.name, renewed.voters_count) == (first.name, 910)


def test_constituencies_formed_before_count_towards_the_greatest_number():
	key = {"election": make.ELECTION, "election_type": "DC", "territory": make.DISTRICT, "is_annulled": 0}
	room = 30 - frappe.db.count("Constituency", key)
	rows = [
		{"constituency_no": 200 + at, "constituency_name": "Okrug", "voters_count": 900} for at in range(room)
	]
	assert len(okrugs(*rows)) == room
	with pytest.raises(LawBroken) as refused:
		okrugs({"constituency_no": 299, "constituency_name": "Okrug", "voters_count": 900})
	problem = refused.value
	assert (problem.code, problem.article) == ("constituencies_too_many", "9")
	assert problem.message_params == {"number": 31, "limit": 30}


def test_a_proposal_says_what_exists_and_what_is_too_much_before_it_is_filed():
	okrugs({"constituency_no": 58, "constituency_name": "Okrug", "voters_count": 900})
	answers = {"constituencies": [{"constituency_no": number} for number in (59, 58)]}
	version = definitions.offered("A54")
	about = frappe._dict(name="", election=make.ELECTION, received_at=None)
	found = outcome_checks.findings_of_filing(version.data, answers, about, make.COMMISSION)
	assert [(one.code, one.path) for one in found] == [("constituency_exists", "constituencies[1]")]


@pytest.mark.parametrize(
	"content",
	[
		SQUARE,
		{"type": "Feature", "properties": {}, "geometry": SQUARE},
		{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]},
	],
)
def test_the_boundary_is_the_polygon_of_the_attached_file(content):
	data = json.dumps(content).encode()
	row = {"constituency_no": 53, "constituency_name": "Okrug", "geojson": sha256_hex(data)}
	appeal = make.filed(
		"define_constituency", {"constituencies": [row]}, {"rows": "constituencies"}, election_types=["DC"]
	)
	make.attached(appeal, "geojson", data)
	decision = make.decided(appeal).decision
	stored = frappe.db.get_value("Constituency", {"decision": decision}, "boundary_geojson")
	assert json.loads(stored) == SQUARE


def test_what_a_decision_defined_changes_by_a_decision_only():
	(okrug,) = okrugs({"constituency_no": 54, "constituency_name": "Okrug", "voters_count": 900})
	for field, value in (("voters_count", 5), ("decision", None), ("title_uz", "Boshqa")):
		with pytest.raises(LawBroken):
			frappe.client.set_value("Constituency", okrug.name, field, value)
	frappe.client.set_value("Constituency", okrug.name, "title_ru", "Округ")  # a translation decides nothing


def test_stations_are_established_at_home_and_abroad():
	home = {
		"polling_station_no": 901,
		"polling_station_name": "901-uchastka",
		"building": "5-maktab",
		"voters_count": 1200,
	}
	decision = make.effect("establish_polling_station", {"stations": [home]}, {"rows": "stations"})
	found = frappe.get_doc("Polling Station", {"decision": decision})
	assert (found.territory, found.number, found.kind, found.building) == (
		make.DISTRICT,
		901,
		"Ordinary",
		"5-maktab",
	)
	abroad = [
		{"mission": f"Elchixona {n}", "country": "Turkiya", "city": "Anqara", "voters_count": 100}
		for n in (1, 2)
	]
	decision = make.effect("establish_polling_station", {"stations": abroad}, {"rows": "stations"})
	rows = frappe.get_all(
		"Polling Station", {"decision": decision}, ["number", "kind", "country"], order_by="number asc"
	)
	assert [(row.number, row.kind, row.country) for row in rows] == [
		(902, "Abroad", "Turkiya"),
		(903, "Abroad", "Turkiya"),
	]


def admitted(party: str, received_at) -> str:
	appeal = make.filed(
		"admit_party",
		{"party": party, "party_leader": "Rahbar", "signatures_total": 40001},
		{"leader": "party_leader"},
	)
	frappe.db.set_value("Appeal", appeal, "received_at", received_at)
	return make.written(make.decided(appeal).decision, "Party Admission")[0].name


def test_parties_stand_in_the_order_in_which_they_applied_not_were_decided():
	now = clock.now().replace(microsecond=0)
	later = admitted(make.PARTY, now)
	earlier = admitted(make.OTHER_PARTY, now - timedelta(hours=1))
	order = [frappe.db.get_value("Party Admission", name, "receipt_order") for name in (earlier, later)]
	assert order[1] == order[0] + 1


def test_signature_sheets_are_accepted_with_their_regions():
	regions = frappe.get_all(
		"Administrative Territory", {"level": "Region"}, pluck="name", order_by="name asc", limit=2
	)
	answers = {
		"party": make.PARTY,
		"sheets_total": 20,
		"signatures_total": 400,
		"signatures_by_region": [{"region": name, "signatures": 200} for name in regions],
	}
	decision = make.effect("accept_signature_sheets", answers, {"regions": "signatures_by_region"})
	(found,) = make.written(decision, "Signature Sheets")
	assert (found.sheets_total, found.signatures_total) == (20, 400)
	assert [(row.region, row.signatures) for row in found.regions] == [(name, 200) for name in regions]


def test_an_upheld_complaint_names_whose_decision_was_contested():
	answers = {
		"respondent_commission": make.COMMISSION,
		"contested_decision_no": "7",
		"facts": "Holat",
		"demand": "Talab",
	}
	mapping = {"respondent": "respondent_commission", "decision_no": "contested_decision_no"}
	(found,) = make.written(make.effect("uphold_complaint", answers, mapping), "Complaint Outcome")
	assert (found.respondent, found.contested_decision_no, found.facts, found.demand) == (
		make.COMMISSION,
		"7",
		"Holat",
		"Talab",
	)
	refused = make.decided(make.filed("uphold_complaint", answers, mapping), refused={0: "Asossiz"})
	assert make.written(refused.decision, "Complaint Outcome") == []


def test_a_meeting_of_a_candidate_is_recorded():
	candidate = make.candidate()
	answers = {
		"meeting_date": str(clock.today()),
		"meeting_time": "15:00",
		"place": "Madaniyat uyi",
		"expected_participants": 200,
	}
	decision = make.effect("record_only", answers, by=("Candidate", candidate), kind="candidate")
	(found,) = make.written(decision, "Campaign Meeting")
	assert (found.candidate, found.place, found.meeting_time, found.expected_participants) == (
		candidate,
		"Madaniyat uyi",
		"15:00",
		200,
	)
	assert found.meeting_date == clock.today()
