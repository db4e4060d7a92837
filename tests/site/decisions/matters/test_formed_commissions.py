"""Commissions that another one forms without an appeal: which, when, of whom, and what the signed text says of them."""

from datetime import timedelta
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import counts, settled, voted
from factories import effects as make

from esaylov.core.findings import Severity
from esaylov.core.people import identity as numbers
from esaylov.core.procedure.decision_text import HEADINGS
from esaylov.decisions.drafting import wording
from esaylov.decisions.matters import contested, ex_officio
from esaylov.decisions.signatures import collective
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.registers.effects import effects
from esaylov.registers.outcome_rules import asked_rows, compositions, formed_commissions, outcome_checks
from esaylov.setup.demo import ground

CALLED, PLANNED, BY = "sinov-elon", "sinov-reja", "sinov-oraliq"
AHEAD = {CALLED: 91, PLANNED: 155, BY: 91}
"""Elections in which commissions can be formed still, and a by-election, to the days until they are held."""

POSITIONS = ["Chair", "Deputy Chair", "Secretary", "Member", "Member"]
ELSEWHERE = {"territory": "1703202"}
"""A district of another region."""


@pytest.fixture(autouse=True)
def ahead(rolled_back: None) -> None:
	for code, days in AHEAD.items():
		day = clock.today() + timedelta(days=days)
		ground.make_election(code, day, "Announced", ground.ELECTIONS[ground.ELECTION])
		settled.written(
			"Election", code, {"status": "Announced"}
		)  # without waiting for a second administrator
	settled.written("Election", BY, {"kind": "By-election"})
	counts.lend(ground.HIGHER, {voted.SECRETARY: "Secretary"})


def members(count: int = 5) -> list[dict[str, Any]]:
	positions = [*POSITIONS, *["Member"] * (count - len(POSITIONS))]
	return [{**make.person(f"A'zo{n} Ism"), "position": position} for n, position in enumerate(positions)]


def station() -> str:
	"""A polling station of the demonstration district without members of a commission."""
	held = compositions.has_members
	rows = frappe.get_all("Polling Station", {"territory": make.DISTRICT, "is_annulled": 0}, pluck="name")
	commission_of = {
		name: frappe.db.get_value("Election Commission", {"polling_station": name}) for name in sorted(rows)
	}
	return next(name for name, commission in commission_of.items() if not (commission and held(commission)))


def codes(
	data: dict[str, Any], election: str = CALLED, commission: str = ground.HIGHER
) -> list[tuple[str, str]]:
	"""Code and path of what a draft of the matter is refused with."""
	with pytest.raises((FormInvalid, LawBroken)) as refused:
		ex_officio.propose_matter("form_commission", data, commission, election)
	if isinstance(refused.value, LawBroken):
		return [(refused.value.code, refused.value.field or "")]
	return [(finding.code, finding.path) for finding in refused.value.findings]


def empty_district() -> str:
	"""A district of the same city whose commission has no members."""
	where = {"level": "DC", "parent_election_commission": ground.HIGHER}
	rows = frappe.get_all("Election Commission", where, ["name", "territory"], order_by="name asc")
	return next(row.territory for row in rows if not compositions.has_members(row.name))


def test_a_commission_is_formed_with_its_members_and_their_papers():
	asked, place = members(), station()
	of_district = {"members": members(12)[1:], "territory": empty_district()}
	assert codes(of_district)[0][0] == "composition_position_missing"
	name = voted.formed({"members": asked, "polling_station": place}, CALLED)
	rows = make.written(name, "Commission Membership")
	assert [(row.position, row.person_name) for row in rows] == [
		(position, f"A'zo{n} Ism") for n, position in enumerate(POSITIONS)
	]
	assert frappe.db.get_value("Election Commission", rows[0].commission, "polling_station") == place
	assert frappe.db.count("Certificate", {"decision": name}) == 5
	decision = frappe.get_doc("Decision", name)
	assert asked[0]["pinfl"] not in decision.payload + decision.text_uz
	session = voted.session(ground.HIGHER, *voted.TERRITORIAL, CALLED)
	data = {"decision": name, "reason": "Qoidabuzarlik"}
	voted.decided(voted.of_matter(session, "annulment", data), voted.TERRITORIAL)
	assert all(frappe.db.get_value(row.doctype, row.name, "is_annulled") for row in rows)


def test_the_text_names_the_commission_its_level_and_the_election_before_what_is_added():
	territory = empty_district()
	data = {"members": members(11), "territory": territory}
	draft = ex_officio.propose_matter("form_commission", data, ground.HIGHER, CALLED)
	for language, text in (("uz", draft.text_uz), ("ru", draft.text_ru)):
		commission, district, election = (
			frappe.db.get_value(doctype, key, f"title_{language}")
			for doctype, key in (
				("Election Commission", {"level": "DC", "territory": territory}),
				("Administrative Territory", territory),
				("Election", CALLED),
			)
		)
		level = {"uz": "tuman yoki shahar", "ru": "районная или городская"}[language]
		(line,) = [line for line in text.split("\n") if line.startswith("1. ")]
		assert all(named in line for named in (commission, level, district, election))
	added = wording.Texts(f"{draft.text_uz}\n2. Nazorat kotib zimmasida.", "")
	said = ex_officio.propose_matter("form_commission", data, ground.HIGHER, CALLED, added).text_uz
	assert said == f"{draft.text_uz}\n\n{HEADINGS['uz']}\n2. Nazorat kotib zimmasida."
	with pytest.raises(FormInvalid):
		ex_officio.propose_matter(
			"form_commission", data, ground.HIGHER, CALLED, wording.Texts("Komissiya tuzilsin.", "")
		)


@pytest.mark.parametrize("place", [{}, {"territory": "1726262", "polling_station": "x"}])
def test_one_place_is_named(place):
	assert codes({"members": members(), **place})[0][0] == "place_not_one"


def test_what_a_matter_does_not_ask_for_is_refused():
	rows = members()
	rows[1]["shoe_size"] = 42
	data = {"members": rows, "polling_station": station(), "level": "CEC"}
	assert codes(data) == [("unknown_field", "level"), ("unknown_field", "members[1].shoe_size")]


def test_a_commission_forms_those_below_it_in_its_own_territory():
	asked = {"members": members(11)}
	assert codes({**asked, **ELSEWHERE}) == [("commission_not_below", "territory")]
	assert codes({**asked, "territory": "1703"}) == [("link_unknown", "territory")]
	frappe.db.set_value("Decision Subject", "form_commission", "levels", "CEC;REG;DC")
	frappe.clear_document_cache("Decision Subject", "form_commission")
	here = {"members": members(), "polling_station": station()}
	assert codes(here, commission=make.COMMISSION) == [("commission_not_below", "polling_station")]
	assert codes(here, commission="CEC") == [("commission_not_below", "polling_station")]


def test_an_adopted_formation_of_another_territory_writes_nothing(monkeypatch):
	"""As one that was adopted before this was asked."""
	with monkeypatch.context() as before:
		before.setattr(formed_commissions, "findings", lambda *_: [])
		item = voted.of_matter(
			voted.session(ground.HIGHER, *voted.TERRITORIAL, CALLED),
			"form_commission",
			{"members": members(11), **ELSEWHERE},
		)
		name = collective.adopt(item)
		assert codes_to_sign(name) == []
	refusal = effects.refusal_of(frappe.get_doc("Decision", name))
	assert refusal
	assert refusal.code == "commission_not_below"
	assert codes_to_sign(name) == ["commission_not_below"]


def codes_to_sign(name: str) -> list[str]:
	"""Codes of what the chair is refused with, who asks for the bytes to sign."""
	frappe.set_user(voted.TERRITORIAL[0])
	try:
		collective.payload_to_sign([name])
	except FormInvalid as refused:
		return [finding.code for finding in refused.findings]
	finally:
		frappe.set_user("Administrator")
	return []


def test_a_constituency_of_another_election_has_no_commission_here():
	okrug = make.constituency(93, "REG", make.ELECTION)
	assert codes({"members": members(9), "constituency": okrug}) == [("link_unknown", "constituency")]


def test_a_commission_is_formed_while_its_appeals_are_taken():
	asked = {"members": members(11), "territory": empty_district()}
	assert codes(asked, make.ELECTION) == [("forming_closed", "territory")]
	assert codes(asked, BY) == [("forming_not_held", "territory")]
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)


def test_a_commission_at_work_in_another_election_is_not_formed_anew():
	asked = {"members": members(11), "territory": make.DISTRICT}
	assert codes(asked, PLANNED) == [("commission_at_work", "territory")]
	settled.written("Election", {"status": "Announced", "name": ["!=", PLANNED]}, {"status": "Finished"})
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, PLANNED)


def test_half_of_a_precinct_commission_comes_from_one_organization_at_most():
	rows = [{**row, "recommended_by": "Bitta zavod"} for row in members()]
	found = codes({"members": rows, "polling_station": station()})
	assert found[0][0] == "composition_one_organization"


def test_who_votes_reads_which_organization_recommended_a_member():
	rows = members()
	rows[2]["recommended_by"] = "Navroʻz mahallasi"
	asked = {"members": rows, "polling_station": station()}
	draft = ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)
	for text, words in (
		(draft.text_uz, "tavsiya etgan: Navroʻz mahallasi"),
		(draft.text_ru, "рекомендовано: Navroʻz mahallasi"),
	):
		(line,) = [line for line in text.split("\n") if rows[2]["full_name"] in line]
		assert words in line
	assert draft.text_uz.count("tavsiya etgan") == 1


def test_nobody_below_the_age_of_members_is_formed_into_a_commission():
	asked = {"members": members(), "polling_station": station()}
	born = clock.today() - timedelta(days=10 * 365)
	asked["members"][3]["pinfl"] = numbers.with_check_digit(f"5{born:%d%m%y}001001")
	assert codes(asked) == [("person_too_young", "members[3].pinfl")]


def test_a_number_with_a_wrong_check_digit_is_refused():
	asked = {"members": members(), "polling_station": station()}
	right = asked["members"][2]["pinfl"]
	asked["members"][2]["pinfl"] = f"{right[:13]}{(int(right[13]) + 1) % 10}"
	assert codes(asked) == [("pinfl_check_digit", "members[2].pinfl")]


MANDATES = {
	"Candidate": {"election_type": "DC", "party": make.PARTY},
	"Authorized Representative": {"party": make.PARTY},
	"Observer": {"party": make.PARTY, "kind": "party"},
}


@pytest.mark.parametrize("register", MANDATES)
def test_a_member_has_no_mandate_in_another_election_that_the_commission_serves(register):
	asked = {"members": members(11), "territory": empty_district()}
	make.imported(register, person=asked["members"][4], **MANDATES[register])
	assert codes(asked) == [("mandate_incompatible", "members[4]")]
	settled.written("Election", make.ELECTION, {"status": "Finished"})
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)


def known_person(answers: dict[str, Any]) -> str:
	"""A Person of these answers; written to the table."""
	row = frappe.new_doc("Person")
	surname, given_name = answers["full_name"].split()
	row.update({"surname": surname, "given_name": given_name, "full_name": answers["full_name"]})
	row.pinfl = answers["pinfl"]
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row.name


def heading(person: str, body_type: str, body: str) -> Any:
	"""A row by which somebody heads a body; written to the table."""
	row = frappe.new_doc("Body Representative")
	since = {"starts_on": clock.today() - timedelta(days=9), "is_head": 1}
	row.update({"person": person, "body_type": body_type, "body": body, **since})
	row.name = frappe.generate_hash(length=10)
	row.db_insert()
	return row


@pytest.mark.parametrize("body_type", ["Political Party", "Party Branch", "Participant Organization"])
def test_a_head_of_a_party_or_a_hokimiyat_is_no_member_of_a_commission(body_type):
	asked = {"members": members(11), "territory": empty_district()}
	body = frappe.get_all(body_type, pluck="name", order_by="name asc", limit=1)[0]
	if body_type == "Participant Organization":
		settled.written(body_type, body, {"kind": "District Hokimiyat"})
	row = heading(known_person(asked["members"][4]), body_type, body)
	assert codes(asked) == [("mandate_incompatible", "members[4]")]
	row.db_set("ends_on", clock.today() - timedelta(days=1))
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)


def test_a_head_of_another_organization_may_be_a_member_of_a_commission():
	asked = {"members": members(11), "territory": empty_district()}
	where = {"kind": ["not like", "%Hokimiyat"]}
	body = frappe.get_all("Participant Organization", where, pluck="name", order_by="name asc", limit=1)[0]
	heading(known_person(asked["members"][4]), "Participant Organization", body)
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)


def test_an_administrator_of_the_system_as_a_member_is_a_warning():
	persons = make.composition(8)
	persons[4]["pinfl"] = frappe.db.get_value("Person", {"user": filing.ADMINISTRATOR}, "pinfl")
	appeal = make.filed(
		"appoint_commission_member",
		{"persons": persons},
		{"rows": "persons", "position": "proposed_position"},
		commission=ground.HIGHER,
	)
	(one,) = asked_rows.read_asked({appeal: None}, ("appoint_commission_member",))
	(found,) = outcome_checks.findings_of([one])[appeal]
	assert (found.code, found.severity, found.path) == ("mandate_beside", Severity.WARNING, "persons[4]")
	assert contested.contests({appeal: None}) == {}


def test_a_by_election_elsewhere_excludes_nobody_here():
	asked = {"members": members(11), "territory": empty_district()}
	make.imported("Candidate", person=asked["members"][4], election=BY, **MANDATES["Candidate"])
	make.constituency(94, election=BY)
	ex_officio.propose_matter("form_commission", asked, ground.HIGHER, CALLED)


def test_a_candidate_of_one_election_takes_no_seat_in_its_commission_by_an_appeal_about_another():
	person = make.person(proposed_position="Member")
	make.imported("Candidate", person=person, **MANDATES["Candidate"])
	where = {"commission": make.COMMISSION, "position": "Member"}
	answers = {
		"member": frappe.db.get_value("Commission Membership", where),
		"reason": "Arizasiga koʻra",
		"new_person": [person],
	}
	mapping = {"rows": "new_person", "position": "proposed_position"}
	appeal = make.filed("replace_commission_member", answers, mapping, commission=ground.HIGHER)
	frappe.db.set_value("Appeal", appeal, "election", CALLED)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, by=counts.REGIONAL)
	assert refused.value.code == "mandate_incompatible"
