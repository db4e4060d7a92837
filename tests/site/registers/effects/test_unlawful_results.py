"""Lists after refusals, and mandates that exclude each other: no unlawful result is signed."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import sessions as sitting
from factories import settled
from factories.contested import adopted, code_of

from esaylov.appeals.drafts import before_filing
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.steps import agenda, counting
from esaylov.decisions.signatures import chair
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.registers.claims import claims
from esaylov.registers.effects import effects, imports
from esaylov.setup.demo import ground

ROWS = {"rows": "persons"}
LIST_RULES = [
	{
		"rule": "list_size",
		"article": "70",
		"parameters": {
			"group": "candidates",
			"minimum_statute": "party_list_min",
			"maximum_statute": "party_list_max",
		},
	},
]


def listed(count: int) -> str:
	"""A filed list of so many candidates."""
	rows = make.nominees(size=count)
	return make.filed(
		"register_list",
		{"party": make.PARTY, "candidates": rows},
		{"rows": "candidates"},
		election_types=["DC"],
		rules=LIST_RULES,
	)


def test_a_list_that_refusals_leave_below_its_minimum_is_not_signed():
	appeal = listed(76)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, refused=dict.fromkeys(range(5), "Sudlangan"))
	problem = refused.value
	assert (problem.code, problem.article) == ("result_list_too_short", "70")
	assert problem.message_params == {"number": 71, "limit": 75}
	assert not frappe.db.exists("Candidate List", {"appeal": appeal})
	make.decided(appeal, refused={0: "Sudlangan"})
	assert frappe.db.get_value("Candidate List", {"appeal": appeal}, "candidates_count") == 75


def test_a_list_may_be_refused_as_a_whole():
	appeal = listed(76)
	result = make.decided(appeal, refused=dict.fromkeys(range(76), "Hujjatlar yoʻq"))
	assert result.outcome == "Refused"


def observed(*persons: dict, party: str = make.PARTY, territory: str = make.DISTRICT, **more) -> str:
	answers = {"party": party, "district_scope": territory, "persons": list(persons)}
	mapping = {**ROWS, "party": "party", "territory": "district_scope"}
	branch = ("Party Branch", f"{party}-{make.DISTRICT}")
	return make.filed("accredit_observer", answers, mapping, by=branch, **more)


def refused(appeal: str) -> LawBroken:
	with pytest.raises(LawBroken) as problem:
		make.decided(appeal)
	return problem.value


def test_a_person_gets_one_observers_mandate_in_a_district():
	person = make.person()
	make.decided(observed(person))
	again = refused(observed(make.person(), person))
	assert (again.code, again.field) == ("mandate_duplicate", "persons[1]")
	other = refused(observed(person, party=make.OTHER_PARTY))
	assert other.code == "mandate_duplicate"
	names = frappe.get_all("Observer", {"status": "Registered"}, pluck="person")
	assert len(names) == len(set(names))


def test_an_observer_is_not_replaced_by_one_who_observes_in_the_district_already():
	first, second = make.person(), make.person()
	(entry, _) = make.written(make.decided(observed(first, second)).decision, "Observer")
	fields = [*make.FIELDS, make.link("certificate", "Observer")]
	answers = {"certificate": entry.name, "reason": "Kasal", "new_person": [second]}
	appeal = make.filed("replace_observer", answers, {"rows": "new_person"}, fields=fields)
	problem = refused(appeal)
	assert (problem.code, problem.field) == ("mandate_duplicate", "new_person[0]")


def test_a_station_has_no_more_observers_of_a_party_than_the_number_where_the_law_gives_one():
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})

	def at_station(count: int) -> str:
		answers = {"party": make.PARTY, "polling_station": station}
		return make.filed(
			"accredit_observer", {**answers, "persons": [make.person() for _ in range(count)]}, ROWS
		)

	make.decided(at_station(2))  # no number is shipped: nobody is refused
	values = {"doctype": "Statute", "key": "observers_per_station", "value": "3", "unit": "count"}
	settled.inserted(frappe.get_doc({**values, "title_uz": "Sinov", "title_ru": "Проба", "is_active": 1}))
	assert refused(at_station(2)).code == "observers_too_many"
	make.decided(at_station(1))


def test_nobody_observes_for_two_parties_wherever():
	person = make.person()
	elsewhere = frappe.db.get_value(
		"Administrative Territory", {"level": "District", "name": ["!=", make.DISTRICT]}
	)
	make.decided(observed(person))
	problem = refused(observed(person, party=make.OTHER_PARTY, territory=elsewhere))
	assert problem.code == "mandate_incompatible"
	make.decided(observed(person, territory=elsewhere))  # the same party: a warning alone


def represented(person: dict, party: str) -> str:
	answers = {**person, "party": party, "powers": "Sanoqda ishtirok"}
	branch = ("Party Branch", f"{party}-{make.DISTRICT}")
	return make.filed("register_authorized_representative", answers, {"party": "party"}, by=branch)


def test_candidate_represents_no_other_party():
	person = make.person()
	make.candidate(person=person)
	assert refused(represented(person, make.OTHER_PARTY)).code == "mandate_incompatible"
	make.decided(represented(person, make.PARTY))


def test_an_observer_represents_no_other_party():
	person = make.person()
	make.decided(observed(person))
	problem = refused(represented(person, make.OTHER_PARTY))
	assert (problem.code, problem.article) == ("mandate_incompatible", "34")
	make.decided(represented(person, make.PARTY))


def nominated(person: dict, party: str, **more) -> str:
	branch = ("Party Branch", f"{party}-{make.DISTRICT}")
	return make.filed("register_candidate", {**person, **more}, by=branch, election_types=["DC"])


def test_a_candidate_observes_no_other_election_of_the_same_day():
	person = make.person()
	day = frappe.db.get_value("Election", make.ELECTION, "election_day")
	other = frappe.db.get_value(
		"Election", {"name": ["!=", make.ELECTION], "status": ["not in", practice.STATES]}
	)
	make.imported("Candidate", election=other, person=person, election_type="PRES", party=make.PARTY)
	frappe.db.set_value("Election", other, "election_day", frappe.utils.add_days(day, 1))
	observing = observed(person)
	assert not claims.contests({observing: None})
	frappe.db.set_value("Election", other, "election_day", day)
	(found,) = claims.contests({observing: None})[observing]
	assert (found.code, found.path) == ("mandate_incompatible", "persons[0]")


def test_nobody_is_a_candidate_of_two_parties_in_one_election():
	person = make.person()
	make.candidate(person=person, election_type="LC_PL")
	own, other = (nominated(person, party) for party in (make.PARTY, make.OTHER_PARTY))
	problem = refused(other)
	assert (problem.code, problem.article) == ("candidate_of_other_party", "70, 91")
	make.decided(own)  # the same party names the person for another contest, as it may today


def test_two_adopted_nominations_of_one_person_by_two_parties_are_not_both_signed():
	person = make.person()
	first, second = (nominated(person, party) for party in (make.PARTY, make.OTHER_PARTY))
	make.imported("Candidate", person=person, election_type="LC_PL", party=make.PARTY)
	found = claims.contests({first: None, second: None})
	assert [(one.path, one.code) for one in found[second]] == [("", "candidate_of_other_party")]
	assert first not in found


def test_a_person_named_twice_in_lists_that_are_decided_together_is_found_before_a_vote():
	person = make.person()
	first, second = observed(person), observed(person)
	found = claims.contests({first: None, second: None})
	assert [(one.path, one.code) for one in found[second]] == [("persons[0]", "mandate_duplicate")]
	assert first not in found


def test_a_foreigner_named_twice_is_found_before_a_vote_and_after_a_decision():
	foreigner = make.foreigner("Burak Demir")
	number = foreigner["foreign_passport_no"]
	written = f"{number[0]}-{number[1:]}".lower()
	other = {**foreigner, "foreign_passport_no": written, "citizenship": "TURKIYA"}
	first, second = (observed(person, kind="foreign_ministry") for person in (foreigner, other))
	twice = [("persons[0]", "mandate_duplicate")]
	assert [(one.path, one.code) for one in claims.contests({first: None, second: None})[second]] == twice
	make.decided(first)
	assert [(one.path, one.code) for one in claims.contests({second: None})[second]] == twice


@pytest.mark.parametrize(
	("first", "second", "code"),
	[
		("Observer", "Observer", "mandate_duplicate"),
		("Observer", "Candidate", "mandate_incompatible"),
		("Candidate", "Observer", "mandate_incompatible"),
		("Media Representative", "Media Representative", "mandate_duplicate"),
		("Media Representative", "Observer", "mandate_incompatible"),
	],
)
def test_what_is_imported_follows_the_rules_over_mandates(first, second, code):
	person = make.person()
	values = {
		"Observer": {"party": make.PARTY, "kind": "party"},
		"Candidate": {"election_type": "DC", "party": make.PARTY},
		"Media Representative": {"organization_title": "Gazeta"},
	}
	act = imports.Act(make.COMMISSION, "12/3", clock.today(), make.ELECTION)
	rows = [(register, {"person": person, **values[register]}) for register in (first, second)]
	frappe.db.savepoint("import")
	with pytest.raises(LawBroken) as both:
		imports.import_entries(act, rows)
	frappe.db.rollback(save_point="import")
	assert (both.value.code, both.value.field) == (code, "entries[1]")
	imports.import_entries(act, rows[:1])
	with pytest.raises(LawBroken) as later:
		imports.import_entries(act, rows[1:])
	assert (later.value.code, later.value.field) == (code, "entries[0]")


def test_a_member_of_today_was_a_candidate_of_an_election_that_is_over():
	person = frappe.db.get_value("Commission Membership", {"commission": make.COMMISSION}, "person")
	values = {"person": person, "full_name": "Sinov Aʼzo", "election_type": "DC", "party": make.PARTY}
	with pytest.raises(LawBroken) as refused:
		make.imported("Candidate", **values)
	assert refused.value.code == "mandate_incompatible"
	frappe.db.set_value("Election", make.ELECTION, "election_day", clock.today() - timedelta(days=1))
	assert make.imported("Candidate", **values)


def test_an_ended_mandate_leaves_room_for_another():
	person = make.person()
	first = make.decided(observed(person)).decision
	(entry,) = make.written(first, "Observer")
	assert entry.standing_key == f"{make.ELECTION}|{make.DISTRICT}|{entry.person}"
	make.annulled(first)
	assert frappe.db.get_value("Observer", entry.name, "standing_key") is None
	make.decided(observed(person))


@pytest.mark.parametrize("register", ["Proxy", "Candidate", "Media Representative"])
def test_an_observer_is_nothing_else_in_the_election(register):
	person = make.person()
	values = {"organization_title": "Yangi gazeta"} if register == "Media Representative" else {}
	if register == "Proxy":
		values = {"candidate": make.candidate(), "party": make.PARTY}
	make.imported(register, person=person, election_type="DC", **values)
	problem = refused(observed(person))
	assert problem.code == "mandate_incompatible"
	assert problem.message_params["kind"] == "observer"


@pytest.mark.parametrize("born", ["1981-05-06", "1981-05-07"])
def test_who_stands_in_a_register_without_a_number_is_known_by_name_and_day_of_birth(born):
	known = make.person("Imroiliyev Qoʻchqor Sobirovich", birth_date="1981-05-06")
	entry = make.imported("Candidate", person=known, election_type="DC")
	holder = frappe.db.get_value("Candidate", entry, "person")
	settled.written("Person", holder, {"pinfl": None, "birth_date": "1981-05-06"})
	typed = make.person("ИМРОИЛИЕВ Қўчқор Собирович", birth_date=born)
	if born == "1981-05-06":
		assert refused(observed(typed)).code == "mandate_incompatible"
	else:
		assert make.decided(observed(typed))


def test_a_citizen_is_not_accredited_by_a_passport_alone():
	passport = {**make.person(), "pinfl": None, "passport": "AB7654329"}
	assert refused(observed(passport)).code == "pinfl_missing"


def test_a_member_of_a_commission_is_no_candidate_and_no_proxy():
	members = make.completed("Chair")
	appeal = make.filed(
		"appoint_commission_member",
		{"persons": members},
		{**ROWS, "position": "proposed_position"},
		commission=ground.HIGHER,
	)
	make.decided(appeal, by="regional.chair@esaylov.example")
	candidate = make.candidate()
	appeal = make.filed(
		"register_proxy",
		{"proxies": [members[3]]},
		{"rows": "proxies"},
		by=("Candidate", candidate),
		kind="candidate",
		commission="REG-1726",
	)
	with pytest.raises(LawBroken) as problem:
		make.decided(appeal, by="regional.chair@esaylov.example")
	assert (problem.value.code, problem.value.article) == ("mandate_incompatible", "43")


def test_the_desk_says_what_could_not_be_signed_before_anybody_decides():
	person = make.person()
	make.decided(observed(person))
	appeal = observed(make.person(), person)
	frappe.set_user(filing.CHAIR)
	shown = reading.matter_for(appeal, filing.CHAIR)
	assert [(one["path"], one["severity"]) for one in shown["findings"]] == [("persons[1]", "error")]
	assert "persons[1]" not in shown["preset"]
	with pytest.raises(LawBroken):
		chair.draft(appeal, [{"path": one["path"], "outcome": "Granted"} for one in shown["subjects"]])


def test_the_effect_refuses_what_became_unlawful_between_the_draft_and_the_signature():
	person = make.person()
	first, second = observed(person), observed(person)
	make.decided(first)
	decision = frappe.new_doc("Decision")
	decision.update({"commission": make.COMMISSION, "appeal": second, "election": make.ELECTION})
	decision.name, decision.status = "made-up-one", "Draft"
	decision.append("rows", {"row_path": "persons[0]", "outcome": "Granted", "subject": "-"})
	problem = effects.refusal_of(decision)
	assert problem
	assert problem.code == "mandate_duplicate"


def test_filing_says_that_a_person_observes_already_and_is_refused():
	person = filing.person()
	make.decided(observed(make.person(pinfl=person["pinfl"], full_name=person["full_name"])))
	unnamed = filing.draft(typed=filing.answers([{**person, "full_name": "Boshqa Ism"}]))
	frappe.set_user(filing.PARTY)
	assert not [one for one in before_filing.check(unnamed) if one.code.startswith("mandate_")]
	draft = filing.draft(typed=filing.answers([filing.person(), person]))
	frappe.set_user(filing.PARTY)
	found = [one for one in before_filing.check(draft) if one.code.startswith("mandate_")]
	assert [(one.code, one.path) for one in found] == [("mandate_duplicate", "persons[1]")]
	with pytest.raises(FormInvalid):
		filing.submit(draft)


def under_review(person: dict) -> str:
	appeal = observed(person, route="commission_vote")
	frappe.db.set_value("Appeal", appeal, "status", "Under Review")
	return appeal


def test_a_session_sees_it_on_the_agenda_before_the_vote_and_when_the_vote_closes():
	person = make.person()
	first, second, third = (under_review(person) for _ in range(3))
	session = sitting.planned()
	items = [sitting.item(session, appeal) for appeal in (first, second, third)]
	sitting.opened(session=session)
	adopted(session, items[0])
	frappe.set_user(sitting.CHAIR)
	assert code_of(lambda: counting.open_item(items[1]), LawBroken) == "mandate_duplicate"
	granted = [{"path": "persons[0]", "outcome": "Granted"}]
	frappe.set_user("Administrator")
	make.imported("Observer", person=person, party=make.PARTY, territory=make.DISTRICT, kind="party")
	frappe.set_user(sitting.CHAIR)
	assert code_of(lambda: agenda.redraft(items[2], granted), LawBroken) == "mandate_duplicate"


def test_a_vote_that_closes_over_an_unlawful_result_adopts_nothing():
	person = make.person()
	session = sitting.planned()
	item = sitting.item(session, under_review(person))
	sitting.opened(session=session)
	frappe.set_user(sitting.CHAIR)
	counting.open_item(item)
	sitting.all_vote(session, item, ["For"] * len(sitting.ALL))
	frappe.set_user("Administrator")
	make.imported("Observer", person=person, party=make.PARTY, territory=make.DISTRICT, kind="party")
	closed = sitting.close(item)
	assert closed.status == "Postponed"
	assert "kuzatuvchi" in closed.reason
