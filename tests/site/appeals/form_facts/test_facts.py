"""What rules know besides the answers: only what the form's rules ask for, each look-up once for all rows."""

from datetime import date, timedelta

import frappe
import pytest
from factories import effects, people, settled
from factories.queries import counted

from esaylov.appeals.form_facts import facts, nominees
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.forms import read_definition
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, SetupMissing
from esaylov.identity import answers as identity_answers
from esaylov.identity import answers as register
from esaylov.identity import bodies
from esaylov.identity.answers import Check, Result
from esaylov.registers.entries import entry_classification
from esaylov.setup.demo import ground

BODY = bodies.Body("candidate", "Candidate", "", "", "", ground.DISTRICT, "OZLIDEP")
USES = {
	"not_candidate": {"group": "persons"},
	"not_commission_member": {"group": "persons"},
	"not_convicted": {"group": "persons"},
	"legally_capable": {"group": "persons"},
	"one_candidate_per_constituency": {},
	"proxy_limit": {"group": "persons", "statute": "observer_notice_days"},
	"date_in_stage": {"field": "day", "stage": "observers_notification_deadline"},
	"signatures_of_voters": {"total": "signatures_total", "statute": "observer_notice_days"},
}


def version(*rules: str) -> TypeVersion:
	"""A type with these rules; only their needs matter here."""
	fields = [{"name": "note", "kind": "Short Text", "label": {"uz": "x"}}]
	used = [{"rule": rule, "parameters": USES[rule], "article": ""} for rule in rules]
	form = read_definition({"code": "T01", "version": 1, "fields": fields, "rules": used})
	data = {
		"window_from_stage": "",
		"window_to_stage": "",
		"election_types": [],
		"effect_mapping": {},
		"effect": "",
	}
	return TypeVersion("T01", 1, form, data)


def of(*rules: str, rows: list[dict] | None = None, body: bodies.Body = BODY, **values: str):
	typed = {"persons": rows or [], **values}
	applicant = Applicant("candidate", body, "", "", "uz")
	return facts.of(version(*rules), ground.ELECTION, typed, applicant, is_complete=True)


def answered(identifier: str, check: str, result: str, **values: object) -> None:
	row = {"person_key": register.person_key(identifier), "check_code": check, "result": result}
	with register.WRITER.writing():
		frappe.get_doc(
			{"doctype": "State Register Answer", "asked_at": clock.now(), **row, **values}
		).insert()


class TestPeople:
	def test_a_registered_candidate_of_the_election_is_found(self):
		person = people.person(passport="AB1234567")
		people.candidate(person)
		row = {"pinfl": person.pinfl}
		both = frozenset({person.pinfl, person.passport})
		assert of("not_candidate", rows=[row]).people == {"candidates": both, "known": both}
		assert of("not_candidate", rows=[{"passport": "AB1234567"}]).people["candidates"]

	@pytest.mark.parametrize("change", [{"status": "Withdrawn"}, {"election": "2024-10-27"}])
	def test_one_of_another_election_or_withdrawn_is_not(self, change):
		person = people.person()
		people.candidate(person, **change)
		found = of("not_candidate", rows=[{"pinfl": person.pinfl}]).people
		assert (found["candidates"], person.pinfl in found["known"]) == (frozenset(), True)

	def test_a_member_of_a_commission_is_found_while_the_membership_holds(self):
		person, today = people.person(), clock.today()
		member = settled.inserted(
			frappe.get_doc(
				{
					"doctype": "Commission Membership",
					"person": person.name,
					"commission": ground.COMMISSION,
					"position": "Member",
					"starts_on": today - timedelta(days=9),
				}
			)
		)
		row = {"pinfl": person.pinfl}
		assert of("not_commission_member", rows=[row]).people["commission_members"] == {person.pinfl}
		member.db_set("ends_on", today - timedelta(days=1))
		assert of("not_commission_member", rows=[row]).people["commission_members"] == frozenset()


class TestRegisterAnswers:
	def test_nobody_is_known_before_a_register_has_answered(self):
		found = of("not_convicted", "legally_capable", rows=[{"pinfl": "30101900000000"}]).people
		assert found == dict.fromkeys(
			("convicted", "criminal_record_known", "incapable", "capacity_known"), frozenset()
		)

	@pytest.mark.parametrize(
		("result", "convicted", "known"),
		[
			("clear", False, True),
			("found", True, True),
			("pending", False, False),
			("unreachable", False, False),
		],
	)
	def test_what_a_register_said_of_a_criminal_record(self, result, convicted, known):
		pinfl = people.person().pinfl
		answered(pinfl, "CR", result)
		found = of("not_convicted", rows=[{"pinfl": pinfl}]).people
		assert (pinfl in found["convicted"], pinfl in found["criminal_record_known"]) == (convicted, known)

	def test_the_newest_answer_counts_and_a_dead_register_takes_nothing_back(self):
		pinfl, now = people.person().pinfl, clock.now()
		answered(pinfl, "LC", "found", asked_at=now - timedelta(hours=3))
		answered(pinfl, "LC", "clear", asked_at=now - timedelta(hours=2))
		answered(pinfl, "LC", "unreachable", asked_at=now - timedelta(hours=1))
		found = of("legally_capable", rows=[{"pinfl": pinfl}]).people
		assert (pinfl in found["incapable"], pinfl in found["capacity_known"]) == (False, True)

	def test_an_answer_past_its_time_is_none(self):
		pinfl, now = people.person().pinfl, clock.now()
		answered(pinfl, "CR", "clear", valid_until=now - timedelta(minutes=1))
		assert not identity_answers.of([pinfl]).results

	def test_an_answer_of_one_person_is_not_another_s(self):
		first, second = people.person().pinfl, people.person().pinfl
		answered(first, "CR", "found")
		assert identity_answers.of([first, second]).having(Check.CRIMINAL_RECORD, Result.FOUND) == {first}

	def test_rows_are_written_once_and_by_who_asks_the_registers(self):
		key = register.person_key("x")
		row = frappe.get_doc({"doctype": "State Register Answer", "person_key": key, "check_code": "CR"})
		row.update({"result": "clear", "asked_at": clock.now()})
		with pytest.raises(LawBroken):
			row.insert()
		with register.WRITER.writing():
			row.insert()
			row.result = "found"
			with pytest.raises(LawBroken):
				row.save()
			with pytest.raises(LawBroken):
				row.delete()


class TestCounts:
	def test_proxies_of_the_applicant_s_candidate_are_counted(self):
		candidate = people.candidate(people.person())
		people.proxy(people.person(), candidate)
		people.proxy(people.person(), candidate, status="Revoked")
		people.proxy(people.person(), people.candidate(people.person()))
		body = bodies.Body("candidate", "Candidate", candidate.name, "", "", "", "", candidate=candidate.name)
		assert of("proxy_limit", body=body).counts == {"proxies_registered": 1}
		assert of("proxy_limit").counts == {"proxies_registered": 0}

	def test_candidates_of_the_party_in_the_answered_constituency_are_counted(self):
		place = {
			"election": ground.ELECTION,
			"election_type": "DC",
			"number": 77,
			"territory": ground.DISTRICT,
		}
		seat = frappe.get_doc({"doctype": "Constituency", "title_uz": "77-okrug", **place})
		name = settled.inserted(seat).name
		people.candidate(people.person(), constituency=name)
		people.candidate(people.person(), constituency=name, party="ADOLAT")
		people.candidate(people.person(), constituency=name, status="Withdrawn")
		rule = "one_candidate_per_constituency"
		assert of(rule, constituency=name).counts == {"party_candidates_in_constituency": 1}
		assert of(rule).counts == {"party_candidates_in_constituency": 0}

	def test_nominees_of_the_party_are_counted_with_its_open_filings_each_person_once(self):
		seats = [effects.constituency(number) for number in (93, 94, 95)]
		elsewhere = frappe.get_doc("Constituency", effects.constituency(96))
		elsewhere.db_set("territory", "1710")
		women = {"party": effects.PARTY, "gender": "Female"}
		registered = people.person(gender="Female")
		people.candidate(registered, constituency=seats[0], **women)
		people.candidate(people.person(), constituency=elsewhere.name, party=effects.PARTY)
		people.candidate(people.person(), constituency=seats[1], party=effects.OTHER_PARTY)
		asked = {**effects.person(), "constituency": seats[1]}
		appeal = effects.filed("register_candidate", asked, election_types=["DC"])
		body = bodies.Body("party_district_branch", "Party Branch", effects.BRANCH, "", "", "", effects.PARTY)
		code = frappe.db.get_value("Appeal", appeal, "appeal_type")
		data = {"election_types": ["DC"], "effect_mapping": {}, "recipient_level": "DC"}
		typed = TypeVersion(code, 1, version().form, data)

		def told(**answers: str) -> tuple[int, ...]:
			found = nominees.counts(typed, effects.ELECTION, {"constituency": seats[2], **answers}, body)
			return tuple(found[key] for key in nominees.COUNTED)

		assert told(pinfl=people.person().pinfl) == (2, 1)
		assert told(pinfl=registered.pinfl) == (1, 0)
		assert told(pinfl=asked["pinfl"]) == (1, 1)  # the appeal itself, once it is filed
		frappe.db.set_value("Appeal", appeal, "status", "Refused")
		assert told() == (1, 1)
		frappe.db.set_value("Election", effects.ELECTION, "kind", "By-election")
		try:
			assert told() == (0, 0)
		finally:
			frappe.db.rollback()
			frappe.clear_document_cache("Election", effects.ELECTION)

	def test_the_contest_is_that_of_the_constituency_else_the_answer(self):
		place = {
			"election": ground.ELECTION,
			"election_type": "DC",
			"number": 78,
			"territory": ground.DISTRICT,
		}
		seat = frappe.get_doc({"doctype": "Constituency", "title_uz": "78-okrug", **place})
		name = settled.inserted(seat).name
		definition = {"effect_mapping": {"constituency": "okrug"}, "election_types": ["REG", "DC"]}
		answers = {"election_type": "PRES"}
		assert entry_classification.contest_of(definition, ground.ELECTION, answers) == "PRES"
		assert (
			entry_classification.contest_of(definition, ground.ELECTION, {**answers, "okrug": name}) == "DC"
		)
		assert (
			entry_classification.contest_of(definition, ground.ELECTION, {"okrug": 5, "election_type": None})
			== ""
		)
		only = {**definition, "election_types": ["DC"]}
		assert entry_classification.contest_of(only, ground.ELECTION, {}) == "DC"

	def test_voters_are_those_of_the_election(self):
		frappe.db.set_value("Election", ground.ELECTION, "voters_count", 1000)
		assert of("signatures_of_voters").counts == {"voters_total": 1000}
		frappe.db.set_value("Election", ground.ELECTION, "voters_count", 0)
		with pytest.raises(SetupMissing) as missing:
			of("signatures_of_voters")
		assert missing.value.code == "voters_missing"


def test_stages_that_rules_name_are_brought():
	day = frappe.db.get_value("Election", ground.ELECTION, "election_day")
	window = of("date_in_stage").stages["observers_notification_deadline"]
	assert isinstance(window.ends_on, date)
	assert window.ends_on < day


@pytest.mark.parametrize(
	("doctype", "code"), [("Statute", "statute_missing"), ("Election Stage", "stage_missing")]
)
def test_what_the_site_lacks_is_told(doctype, code):
	key = {"Statute": "observer_notice_days", "Election Stage": "observers_notification_deadline"}[doctype]
	frappe.db.delete(doctype, {"key": key})
	with pytest.raises(SetupMissing) as missing:
		of("date_in_stage", "proxy_limit")
	assert missing.value.code == code


def test_a_form_without_rules_asks_for_nothing_but_the_day():
	with counted() as statements:
		of()
	assert len(statements) == 1, statements


@pytest.mark.parametrize("number", [5, 100])
def test_all_look_ups_cost_the_same_for_five_and_for_a_hundred_persons(number):
	rows = [{"pinfl": f"3010190000{row:04d}", "passport": f"AB{row:07d}"} for row in range(number)]
	frappe.db.set_value("Election", ground.ELECTION, "voters_count", 1000)
	with counted() as statements:
		of(*USES, rows=rows, constituency="x")
	assert len(statements) == 7, statements
