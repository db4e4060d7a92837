"""Which commission an appeal goes to: the level of the type, what its field names, and where none fits."""

import frappe
import pytest
from factories import settled

from esaylov.appeals.types import recipient
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.identity.bodies import Body
from esaylov.setup.demo import ground

BRANCH = Body(
	"party_district_branch",
	"Party Branch",
	f"OZLIDEP-{ground.DISTRICT}",
	"",
	"",
	ground.DISTRICT,
	"OZLIDEP",
)
PARTY = Body("political_party", "Political Party", "OZLIDEP", "", "", "", "OZLIDEP")
CITY, REPUBLIC = "1726", "1735"


def version(level: str, doctype: str = "") -> TypeVersion:
	"""A type of the level whose recipient field, if any, is a Link to the DocType."""
	link = {
		"name": "place",
		"kind": "Link",
		"label": {"uz": "x"},
		"link": {"doctype": doctype, "filters": {}},
	}
	fields = [link if doctype else {"name": "note", "kind": "Short Text", "label": {"uz": "x"}}]
	form = read_definition({"code": "T01", "version": 1, "fields": fields, "rules": []})
	data = {"recipient_level": level, "recipient_field": "place" if doctype else ""}
	return TypeVersion("T01", 1, form, data)


def chosen(level: str, doctype: str = "", name: str = "", body: Body = BRANCH) -> str:
	"""Name of the commission, or the code of the one finding that says why there is none."""
	answers = {"place": name} if name else {}
	found, why = recipient.choose(version(level, doctype), answers, body, ground.ELECTION)
	if found is None:
		assert [finding.path for finding in why] == ["place" if doctype else ""]
		return why[0].code
	assert not why
	assert found.lft == frappe.db.get_value("Election Commission", found.name, "lft")
	return found.name


def commission(code: str, level: str, above: str, **values: object) -> str:
	"""A commission made for the test; its name."""
	row = {
		"doctype": "Election Commission",
		"code": code,
		"register_code": code,
		"level": level,
		"title_uz": code,
	}
	document = frappe.get_doc({**row, "parent_election_commission": above, "is_group": 1, **values})
	return settled.inserted(document).name  # a place has one commission, but for what the set-up makes


@pytest.fixture
def station() -> str:
	"""A polling station of the demonstration district, for which no commission was formed."""
	place = {"territory": ground.DISTRICT, "number": 990, "kind": "Ordinary", "title_uz": "990-uchastka"}
	return frappe.get_doc({"doctype": "Polling Station", **place}).insert().name


@pytest.fixture
def other_election() -> str:
	"""Another election than the one that is applied in."""
	contest = [{"election_type": "DC"}]
	values = {"code": "other", "title_uz": "x", "election_day": "2026-12-20", "election_types": contest}
	return settled.inserted(frappe.get_doc({"doctype": "Election", **values})).name


class TestByPlace:
	@pytest.mark.parametrize(
		("level", "place", "expected"),
		[
			("DC", ground.DISTRICT, ground.COMMISSION),
			("REG", ground.DISTRICT, ground.HIGHER),  # the city of Tashkent is a region
			("REG", CITY, "REG-1726"),
			("REG", REPUBLIC, "REG-1735"),  # and so is the republic of Karakalpakstan
			("REG", "1735401", "REG-1735"),
			("CEC", ground.DISTRICT, "CEC"),
			("CEC", "", "CEC"),
			("DC", CITY, "recipient_too_wide"),
			("REG", "17", "recipient_too_wide"),
			("DC", "", "recipient_unnamed"),
			("DC", "no-such-place", "recipient_unnamed"),
			("OKR", ground.DISTRICT, "recipient_missing"),
			("ISSUER", ground.DISTRICT, "recipient_unnamed"),
		],
	)
	def test_a_territory_leads_to_its_commission(self, level, place, expected):
		assert chosen(level, "Administrative Territory", place) == expected

	@pytest.mark.parametrize(
		("level", "body", "expected"),
		[
			("DC", BRANCH, ground.COMMISSION),
			("REG", BRANCH, ground.HIGHER),
			("CEC", BRANCH, "CEC"),
			("CEC", PARTY, "CEC"),
			("REG", PARTY, "recipient_unnamed"),
			("ISSUER", BRANCH, "recipient_unnamed"),
		],
	)
	def test_without_a_field_the_body_s_own_territory_counts(self, level, body, expected):
		assert chosen(level, body=body) == expected

	def test_a_polling_station_leads_to_its_district_and_to_its_own_commission(self, station):
		frappe.db.delete("Election Commission", {"level": "PEC", "territory": ground.DISTRICT})
		assert chosen("DC", "Polling Station", station) == ground.COMMISSION
		assert chosen("REG", "Polling Station", station) == ground.HIGHER
		assert chosen("PEC", "Polling Station", station) == "recipient_missing"
		own = commission(
			"PEC-T1", "PEC", ground.COMMISSION, territory=ground.DISTRICT, polling_station=station
		)
		commission("PEC-T2", "PEC", ground.COMMISSION, territory=ground.DISTRICT)
		assert chosen("PEC", "Polling Station", station) == own
		assert chosen("PEC", "Administrative Territory", ground.DISTRICT) == "recipient_too_wide"

	def test_a_constituency_leads_to_its_commission(self):
		values = {"election": ground.ELECTION, "election_type": "REG", "number": 7, "territory": CITY}
		seat = frappe.get_doc({"doctype": "Constituency", "title_uz": "7-okrug", **values})
		constituency = settled.inserted(seat).name
		own = commission("OKR-T7", "OKR", "REG-1726", territory=CITY, constituency=constituency)
		commission("OKR-T8", "OKR", "REG-1726", territory=CITY)
		assert chosen("OKR", "Constituency", constituency) == own
		assert chosen("REG", "Constituency", constituency) == "REG-1726"
		assert chosen("DC", "Constituency", constituency) == "recipient_too_wide"

	def test_a_commission_formed_for_the_election_goes_before_the_standing_one(self, other_election):
		assert chosen("DC", "Administrative Territory", ground.DISTRICT) == ground.COMMISSION
		commission("DC-OTHER", "DC", ground.HIGHER, territory=ground.DISTRICT, election=other_election)
		assert chosen("DC", "Administrative Territory", ground.DISTRICT) == ground.COMMISSION
		commission("DC-DEMO", "DC", ground.HIGHER, territory=ground.DISTRICT, election=ground.ELECTION)
		assert chosen("DC", "Administrative Territory", ground.DISTRICT) == "DC-DEMO"


class TestAbove:
	@pytest.mark.parametrize(
		("level", "respondent", "expected"),
		[
			("REG", ground.COMMISSION, ground.HIGHER),
			("CEC", ground.COMMISSION, "CEC"),
			("CEC", ground.HIGHER, "CEC"),
			("ISSUER", ground.COMMISSION, ground.HIGHER),
			("DC", ground.COMMISSION, "recipient_above_missing"),
			("REG", ground.HIGHER, "recipient_above_missing"),
			("CEC", "CEC", "recipient_above_missing"),
			("CEC", "", "recipient_unnamed"),
		],
	)
	def test_a_complaint_goes_to_the_nearest_commission_above(self, level, respondent, expected):
		assert chosen(level, "Election Commission", respondent) == expected

	def test_a_member_is_replaced_by_the_commission_above_the_member_s(self):
		member = frappe.db.get_value("Commission Membership", {"commission": ground.COMMISSION}, "name")
		assert chosen("REG", "Commission Membership", member) == ground.HIGHER
		assert chosen("DC", "Commission Membership", member) == "recipient_above_missing"


def test_every_register_of_the_table_has_the_columns_it_names():
	for doctype, leads in recipient.LEADS.items():
		for column in (leads.territory, leads.commission):
			assert not column or column == "name" or frappe.get_meta(doctype).has_field(column), (
				doctype,
				column,
			)
		assert not leads.seat or frappe.get_meta(recipient.COMMISSION).has_field(leads.seat)
